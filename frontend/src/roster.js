// The planning board: a visit opens beside the board, a card is dragged to somebody's day, and what came of it is said.
// Everything here can be done without this file: every card is a link to a page with the same form.
const htmx = window.htmx;
const dialog = document.getElementById("roster-dialog");
const ZONE = "td[data-person], [data-out]";
let dragged = null;

function say(text, wrong = false) {
  const region = document.getElementById("roster-said");
  region.classList.toggle("wp-board-said--wrong", wrong);
  region.textContent = text;
}

// -- the panel
function openPanel(address) {
  htmx.ajax("GET", address, { target: "#roster-panel", swap: "innerHTML" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-wp-panel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openPanel(link.href);
});

document.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  if (part.id === "roster-live") shown(part);
  else if (part.closest?.("#roster-panel")) {
    if (!dialog.open) dialog.showModal();
    if (!part.querySelector(".wp-error-summary")) part.querySelector("[data-wp-panel-title]")?.focus();
  }
});

// The board after a move: say it, and stand on the card again, wherever it is now.
function shown(board) {
  if (dialog.open) dialog.close();
  if (!board.dataset.said) return;
  say(board.dataset.said);
  board.querySelector(`[data-visit="${CSS.escape(board.dataset.saidOf)}"] a`)?.focus();
}

// -- dragging
function over(zone) {
  for (const one of document.querySelectorAll(".wp-drop")) one.classList.remove("wp-drop");
  zone?.classList.add("wp-drop");
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".wp-visit[draggable=true]") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
});
document.addEventListener("dragover", (event) => {
  const zone = dragged && event.target.closest(ZONE);
  over(zone);
  if (zone) event.preventDefault();
});
document.addEventListener("dragend", () => {
  over(null);
  dragged = null;
});
document.addEventListener("drop", (event) => {
  const zone = dragged && event.target.closest(ZONE);
  if (!zone) return;
  event.preventDefault();
  put(dragged, zone);
});

function put(card, zone) {
  const people = card.dataset.people ? card.dataset.people.split(",") : [];
  if ("out" in zone.dataset) {
    if (people.length) send(card, { out: "1" });
    return;
  }
  const { person, day } = zone.dataset;
  if (person === card.dataset.person && day === card.dataset.day) return;
  if (!people.length && Number(card.dataset.needs) > 1) {
    const address = new URL(card.querySelector("a").href);
    address.searchParams.set("person", person);
    address.searchParams.set("day", day);
    openPanel(address.href);
    return;
  }
  const other = people.find((one) => one !== card.dataset.person);
  send(card, { person, day, ...(other ? { person2: other } : {}) });
}

function send(card, values) {
  card.setAttribute("aria-busy", "true");
  htmx.ajax("POST", card.dataset.move, {
    source: card, target: "#roster-live", swap: "outerHTML", values: { ...values, dragged: "1" },
  });
}

// Nothing was moved on screen yet, so a card that may not go simply stays.
function refused(event, words) {
  const card = event.detail.elt;
  if (!card?.matches?.(".wp-visit")) return;
  card.removeAttribute("aria-busy");
  say(words, true);
}
document.addEventListener("htmx:responseError", (event) => refused(event, event.detail.xhr.responseText));
document.addEventListener("htmx:sendError", (event) =>
  refused(event, document.getElementById("roster-said").dataset.gone));
