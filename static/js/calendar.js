/* The calendar by hand: what is planned is dropped on another day and keeps its hour; what is scheduled asks first. The
   button of an entry opens the same dialog. Without this script it leads to a page with the same form. */
const dialog = document.getElementById("date");
const form = dialog?.querySelector("[data-date]");
const entryOf = (element) => element?.closest?.("[data-entry]");

const aim = (entry, day) => {
  form.action = entry.dataset.moveTo;
  form.elements.version.value = entry.dataset.version;
  form.elements.which.value = entry.dataset.kind;
  form.elements.day.value = day;
  form.elements.at.value = entry.dataset.time;
};
const ask = (entry, day) => {
  aim(entry, day);
  const button = form.querySelector("[data-plan]");
  button.textContent = entry.dataset.kind === "scheduled" ? button.dataset.schedule : button.dataset.plan;
  dialog.querySelector("h2").textContent = entry.dataset.title;
  dialog.showModal();
};
const dayOf = (element) => element.closest("[data-day]")?.dataset.day ?? "";

document.addEventListener("click", (event) => {
  const menu = event.target.closest?.("[data-date-menu]");
  if (!menu || !form || !dayOf(menu) || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  ask(entryOf(menu), dayOf(menu));
});

let held = null;
document.addEventListener("dragstart", (event) => {
  held = form && entryOf(event.target);
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.title);
});
document.addEventListener("dragend", () => {
  held = null;
  for (const day of document.querySelectorAll("[data-over]")) delete day.dataset.over;
});
document.addEventListener("dragover", (event) => {
  const day = held && event.target.closest?.("[data-day]");
  for (const other of document.querySelectorAll("[data-over]")) if (other !== day) delete other.dataset.over;
  if (!day) return;
  event.preventDefault();
  day.dataset.over = "";
});
document.addEventListener("drop", (event) => {
  const day = held && event.target.closest?.("[data-day]");
  if (!day) return;
  event.preventDefault();
  if (day.dataset.day === dayOf(held)) return;
  if (held.dataset.kind === "scheduled") return ask(held, day.dataset.day);
  aim(held, day.dataset.day);
  form.requestSubmit();
});
