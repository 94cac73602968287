// Every page works without this file. It only makes things quicker and gentler.
import htmx from "htmx.org";
import "./coordinator.js";

window.htmx = htmx;

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

// A form that was sent once is not sent again by a second click; the server keeps it to one as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.wpConfirm ?? form.dataset.wpConfirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
}, true);

// Whoever comes back with the back button may send again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Lists: j and k walk over the rows, Enter opens (the row's first link has the focus), / goes to the search field.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && event.target.matches?.("[data-wp-search]")) event.target.blur();
  if (typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-wp-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select?.();
    }
  } else if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll("[data-wp-row]")].filter((row) => row.offsetParent !== null);
    if (!rows.length) return;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const step = event.key === "j" ? here + 1 : here < 0 ? rows.length - 1 : here - 1;
    const row = rows[Math.max(0, Math.min(rows.length - 1, step))];
    const target = row.matches("a[href], button") ? row : row.querySelector("a[href], button");
    target?.focus();
    row.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else {
    const button = document.querySelector(`[data-wp-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  }
});

// <select data-wp-autosubmit> sends its form; <button data-wp-print> prints.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-wp-autosubmit]")) event.target.form?.requestSubmit();
  if (event.target.matches("input[type=file][data-wp-preview]")) preview(event.target);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-wp-print]")) window.print();
});

// <input type="file" data-wp-preview> shows the chosen photos before they are sent.
function preview(input) {
  let list = input.parentElement.querySelector(".wp-preview");
  if (!list) {
    list = document.createElement("ul");
    list.className = "wp-photos wp-preview";
    input.after(list);
  }
  for (const old of list.querySelectorAll("img")) URL.revokeObjectURL(old.src);
  list.replaceChildren(...[...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = file.name;
    const item = document.createElement("li");
    item.append(image);
    return item;
  }));
}

// A page with mistakes starts at the list of mistakes.
function focusErrors(root) {
  root.querySelector?.(".wp-error-summary")?.focus();
}
document.addEventListener("DOMContentLoaded", () => focusErrors(document));
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));

// Answers with a status that carries a page (a form with mistakes: 422) are shown as well.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
