// The coordinator's decision form shows only what belongs to the chosen outcome. Without JavaScript all of it shows.
function follow(form) {
  const parts = form.querySelectorAll("[data-wp-outcome]");
  const show = () => {
    const chosen = form.querySelector("input[name=outcome]:checked")?.value;
    for (const part of parts) part.hidden = Boolean(chosen) && !part.dataset.wpOutcome.split(" ").includes(chosen);
  };
  form.addEventListener("change", show);
  show();
}

document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-wp-decision]")) follow(form);
});
