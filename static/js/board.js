/* The board by hand and by key. A card is dragged to a column, or moved with the menu that Shift+M or its button opens;
   arrows go from card to card. All of it sends one form, and the server says what became of it. Without this script the
   button of a card leads to a page with the same form. */
const dialog = document.getElementById("move");
const form = dialog?.querySelector("[data-move]");
const cardOf = (element) => element?.closest?.("[data-card]");
const linkOf = (card) => card?.querySelector("[data-card-link]");

const aim = (card) => {
  form.action = card.dataset.moveTo;
  form.elements.version.value = card.dataset.version;
  return form;
};
const ask = (card) => {
  aim(card);
  for (const button of form.querySelectorAll('[name="stage"]')) {
    button.toggleAttribute("aria-current", button.value === card.dataset.stage);
  }
  dialog.querySelector("h2").textContent = `${dialog.dataset.words} ${linkOf(card).textContent}`;
  dialog.showModal();
};
if (dialog) dialog.dataset.words = dialog.querySelector("h2").textContent;

/* -- the place is kept: the page comes back with the card in focus -- */
form?.addEventListener("submit", () => sessionStorage.setItem("moved", form.action));
const moved = sessionStorage.getItem("moved");
sessionStorage.removeItem("moved");
if (moved) linkOf([...document.querySelectorAll("[data-card]")].find((card) => moved.endsWith(card.dataset.moveTo)))?.focus();

document.addEventListener("click", (event) => {
  const menu = event.target.closest?.("[data-move-menu]");
  if (!menu || !form || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  ask(cardOf(menu));
});

/* -- keys, only while a card has the focus -- */
const columns = (card) => [...card.closest(".board").querySelectorAll(".col")];
const beside = (card, step) => {
  const all = columns(card), at = all.indexOf(card.closest(".col"));
  const place = [...card.closest(".col").querySelectorAll("[data-card]")].indexOf(card);
  for (let next = at + step; all[next]; next += step) {
    const cards = all[next].querySelectorAll("[data-card]");
    if (cards.length) return cards[Math.min(place, cards.length - 1)];
  }
  return null;
};
const below = (card, step) => {
  const cards = [...card.closest(".col").querySelectorAll("[data-card]")];
  return cards[cards.indexOf(card) + step];
};
const KEYS = {
  ArrowRight: (card) => beside(card, 1),
  ArrowLeft: (card) => beside(card, -1),
  ArrowDown: (card) => below(card, 1),
  ArrowUp: (card) => below(card, -1),
};
document.addEventListener("keydown", (event) => {
  const card = cardOf(event.target);
  if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.shiftKey && event.code === "KeyM" && form) {
    event.preventDefault();
    ask(card);
  } else if (!event.shiftKey && KEYS[event.key]) {
    event.preventDefault();
    linkOf(KEYS[event.key](card))?.focus();
  }
});

/* -- by hand; while a card is held the board is not drawn anew -- */
let held = null;
const board = () => document.querySelector("[data-board]");
document.addEventListener("dragstart", (event) => {
  held = form && cardOf(event.target);
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", linkOf(held).href);
  held.dataset.held = "";
  delete board().dataset.poll;
});
document.addEventListener("dragend", () => {
  if (!held) return;
  delete held.dataset.held;
  held = null;
  board().dataset.poll = "rest";
  for (const column of document.querySelectorAll("[data-over]")) delete column.dataset.over;
});
document.addEventListener("dragover", (event) => {
  const column = held && event.target.closest?.(".col");
  for (const other of document.querySelectorAll("[data-over]")) if (other !== column) delete other.dataset.over;
  if (!column) return;
  event.preventDefault();
  column.dataset.over = "";
});
document.addEventListener("drop", (event) => {
  const column = held && event.target.closest?.(".col");
  if (!column) return;
  event.preventDefault();
  if (column.dataset.stage === held.dataset.stage) return;
  const button = [...form.querySelectorAll('[name="stage"]')].find((each) => each.value === column.dataset.stage);
  aim(held).requestSubmit(button);
});
