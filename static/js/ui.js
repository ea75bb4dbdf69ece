/* Shell behaviour: dialogs, menus beside their buttons, copy, fields that send themselves, elapsed times.
   Everything is delegated from the document, so swapped-in HTML needs no re-binding. The page works without it. */
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

document.documentElement.dataset.script = "";
all("[data-zone]").forEach((field) => { field.value = Intl.DateTimeFormat().resolvedOptions().timeZone; });
// of tabs that do not fit a phone, the one that is open is in sight
all(":is(.tabs, .seg) > [aria-current]").forEach((tab) => { tab.parentElement.scrollLeft = tab.offsetLeft + tab.offsetWidth + 40 - tab.parentElement.clientWidth; });

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

const said = document.getElementById("words")?.dataset ?? {}; // what scripts say, in the language of the page
/** What came of it is said, and stands on the button for a moment. */
const copy = async (button) => {
  const source = document.getElementById(button.dataset.copy);
  const region = document.querySelector("[data-announce]");
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
    region.textContent = said.textCopied;
    button.dataset.done = "";
  } catch {
    source.focus();
    getSelection().selectAllChildren(source);
    region.textContent = said.textSelected;
  }
  setTimeout(() => { region.textContent = ""; delete button.dataset.done; }, 1600);
};
/** `form[data-copies]`: what the answer shows as #code is copied; where that cannot be, the answer is shown. */
const copyAnswer = async (form, button) => {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const code = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("code");
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    return form.submit(); // which fires no event
  }
  document.querySelector("[data-announce]").textContent = said.textCopied;
  button.dataset.done = "";
  return setTimeout(() => { document.querySelector("[data-announce]").textContent = ""; delete button.dataset.done; }, 1600);
};
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-copies]")) return;
  event.preventDefault();
  copyAnswer(event.target, event.submitter);
});

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
