/* Find or do: a dialog with a combobox whose options the server writes, and the keys that work everywhere.

     <a data-palette href="/search/" data-options="/search/options/">   opens it; without this script it is the page
     <script type="application/json" id="keys">{"h": …}</script>        is not needed: keys stand on <body data-keys>

   Keys of one letter rest in fields, dialogs and menus, with a modifier, and where <body> has no data-keys. */
const opener = document.querySelector("[data-palette]");
const dialog = document.createElement("dialog");
const PAUSE = 120; // ms after the last letter
let timer = 0, asked = 0, lead = "";

dialog.className = "palette";
dialog.setAttribute("aria-label", opener.dataset.label);
dialog.innerHTML = '<div class="q"><svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use/></svg><input type="text" role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls="palette-list" autocomplete="off" spellcheck="false" enterkeyhint="go"><kbd>Esc</kbd></div><ul id="palette-list" role="listbox"></ul>';
dialog.querySelector("use").setAttribute("href", opener.querySelector("use").getAttribute("href"));
document.body.append(dialog);
const input = dialog.querySelector("input"), list = dialog.querySelector("ul");
for (const each of [input, list]) each.setAttribute("aria-label", opener.dataset.label);
input.placeholder = opener.dataset.label;

const options = () => [...list.querySelectorAll("[role=option]")];
const current = () => list.querySelector("[aria-selected=true]");

const choose = (option) => {
  current()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
};

const ask = async () => {
  const turn = (asked += 1);
  const answer = await fetch(`${opener.dataset.options}?q=${encodeURIComponent(input.value)}`).catch(() => null);
  if (turn !== asked) return; // an older question was answered later
  if (!answer?.ok || answer.redirected) return input.setAttribute("aria-invalid", "true");
  input.removeAttribute("aria-invalid");
  list.innerHTML = await answer.text();
  options().forEach((option, place) => { option.id = `option-${place}`; });
  choose(options()[0]);
};

const open = () => {
  if (dialog.open || document.querySelector("dialog[open]")) return;
  input.value = "";
  dialog.showModal();
  ask();
};

const go = (option) => option && location.assign(option.dataset.href);

opener.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  open();
});
input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
input.addEventListener("keydown", (event) => {
  const all = options(), at = all.indexOf(current());
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: at - 5 };
  if (event.key in steps && all.length) choose(all[Math.abs(event.key.startsWith("Page") ? Math.min(all.length - 1, Math.max(0, steps[event.key])) : (steps[event.key] + all.length) % all.length)]);
  else if (event.key === "Enter" && !event.isComposing) go(current());
  else return;
  event.preventDefault();
});
list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
list.addEventListener("pointermove", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && option !== current()) choose(option);
});

/* -- the map of keys, in a dialog of its own -- */
const map = document.createElement("dialog");
map.className = "dlg keys-d";
map.setAttribute("aria-labelledby", "h-keys");
document.body.append(map);
const help = async (address) => {
  const answer = await fetch(`${address}?sheet`).catch(() => null);
  if (!answer?.ok || answer.redirected) return location.assign(address);
  map.innerHTML = await answer.text();
  return map.showModal();
};

/* -- keys -- */
const KEYS = Object.fromEntries((document.body.dataset.keys ?? "").split("|").filter(Boolean).map((pair) => pair.split("=")));
const OWN = "input, textarea, select, [contenteditable], dialog, .menu, audiodn-player, player-surroundings, [data-own-keys]";
const isBusy = (target) => !target.closest("dialog:not([open])") && target.closest(OWN); // a closed one keeps the focus for a moment

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    return open();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !("keys" in document.body.dataset) || isBusy(event.target)) return undefined;
  if (event.key === "/") {
    event.preventDefault();
    return open();
  }
  const pressed = lead ? `${lead} ${event.key}` : event.key;
  lead = "";
  if (pressed === "g") {
    lead = "g";
    setTimeout(() => { lead = ""; }, 1500);
    return undefined;
  }
  if (!(pressed in KEYS)) return undefined;
  event.preventDefault();
  if (pressed === "?") return help(KEYS[pressed]);
  const sheet = document.querySelector("[data-sheet]");
  return pressed === "n" && sheet ? sheet.click() : location.assign(KEYS[pressed]);
});
