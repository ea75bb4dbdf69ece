/* Shell behaviour: dialogs, menus beside their buttons, copy, fields that send themselves, elapsed times.
   Everything is delegated from the document, so swapped-in HTML needs no re-binding. The page works without it. */
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

document.documentElement.dataset.script = "";

/* -- menus (popover): placed beside the button that opened them -- */
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu[popover]") || event.newState !== "open") return;
  const button = all(`[popovertarget="${menu.id}"]`).find((each) => each.offsetParent !== null);
  if (!button) return;
  const at = button.getBoundingClientRect();
  const fits = at.bottom + menu.offsetHeight + 8 <= innerHeight;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, fits ? at.bottom : at.top - menu.offsetHeight - 8)}px`;
  menu.querySelector("a, button")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const items = all("a, button", menu);
  const step = event.key === "ArrowDown" ? 1 : items.length - 1;
  items[(items.indexOf(document.activeElement) + step) % items.length].focus();
  event.preventDefault();
});

/* -- dialogs, copy -- */
document.addEventListener("click", (event) => {
  if (event.target.matches?.("dialog")) event.target.close(); // a click beside it
  const button = event.target.closest?.("[data-open], [data-close], [data-copy]");
  if (!button) return;
  if (button.dataset.open) document.getElementById(button.dataset.open)?.showModal();
  if ("close" in button.dataset) button.closest("dialog").close();
  if (button.dataset.copy) copy(button);
});

const copy = async (button) => {
  const label = button.getAttribute("aria-label");
  const text = document.getElementById(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.setAttribute("aria-label", "Copied");
    button.dataset.done = "";
  } catch {
    button.setAttribute("aria-label", "Select the text and copy it by hand");
  }
  setTimeout(() => { button.setAttribute("aria-label", label); delete button.dataset.done; }, 1600);
};

/* -- a button is pressed once: a second press while the answer is under way does nothing -- */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if ("sent" in form.dataset) return event.preventDefault();
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { // back from the browser's own memory
  delete form.dataset.sent;
  all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
}));

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.matches("select[data-submit]")) input.form.requestSubmit();
  if (input.matches("[data-group] .switch")) input.closest("[data-group]").toggleAttribute("data-off", !input.checked);
});

/* -- the first wrong field gets the focus -- */
document.querySelector('main [aria-invalid="true"]')?.focus();

/* -- elapsed time: the server writes where it began, the clock here goes on -- */
const spent = (seconds) => {
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60);
  if (minutes < 1) return `${seconds} s`;
  return hours ? `${hours} h ${minutes % 60} min` : `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
};
const tick = () => all("[data-since]").forEach((each) => {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(each.dataset.since)) / 1000));
  const text = spent(seconds);
  if (each.textContent !== text) each.textContent = text;
});
tick();
setInterval(() => document.hidden || tick(), 1000);
document.addEventListener("htmx:after:swap", tick);
