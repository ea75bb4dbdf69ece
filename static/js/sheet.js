/* Files dropped anywhere, or chosen at [data-sheet], open the sheet of a new episode; the server fills it from the
   file's name, and asks what several files are. Sent, it answers with an upload form for each, which gets its file:
   `upload.js` does the rest. When all of several are here, it goes to [data-after].

     <a href="/new/" data-sheet data-show="<uuid>" data-title="Tidewater">New episode</a>

   A page with an upload form of its own ([data-upload]) takes drops itself. */
const said = document.getElementById("words").dataset; // what scripts say, in the language of the page
const opener = document.querySelector("[data-sheet]");
const dialog = document.createElement("dialog");
const overlay = document.createElement("div");
const AT_ONCE = 2; // uploads
let files = [], waiting = [], depth = 0;

dialog.className = "dlg sheet-d";
dialog.setAttribute("aria-labelledby", "h-sheet");
overlay.className = "drop-page";
overlay.popover = "manual";
overlay.textContent = opener.dataset.title ? said.textDropOf.replace("{title}", () => opener.dataset.title) : said.textDropAnywhere;
document.body.append(dialog, overlay);

const isOurs = (event) => event.dataTransfer?.types.includes("Files") && !document.querySelector("[data-upload]");
const part = (selector) => dialog.querySelector(selector);
/** Browsers know most recordings; of what they do not know only the studio can tell. */
const isNoSound = (file) => Boolean(file.type) && !/^(audio|video)\/|^application\/(ogg|mp4|mxf|octet-stream|x-)/.test(file.type);
const clock = (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((each) => String(Math.floor(each)).padStart(2, "0")).join(":").replace(/^00:/, "");
const words = (hours) => (hours >= 1 ? `${Math.floor(hours)} h ${Math.round((hours % 1) * 60)} min` : `${Math.max(1, Math.round(hours * 60))} min`);

const problem = (sentence) => {
  const note = part("[data-problem]");
  if (!note) return;
  note.textContent = sentence;
  note.hidden = !sentence;
};

const online = () => {
  const note = part("[data-offline]");
  if (!note) return;
  note.hidden = navigator.onLine;
  dialog.querySelectorAll("form .acts .btn:not([data-close])").forEach((button) => { button.disabled = !navigator.onLine; });
};

/* -- the file in the sheet: its name, size, and length as far as the browser can tell -- */
const preflight = (seconds) => {
  const note = part("[data-preflight]");
  if (!note) return;
  const hours = Math.max(seconds / 3600, 0.05), left = Number(note.dataset.left ?? NaN);
  const rest = Number.isNaN(left) ? "" : left < hours ? said.textOnlyLeft.replace("{left}", words(left)) : said.textRemain.replace("{left}", words(left - hours));
  note.querySelector("span").textContent = `${said.textWillUse.replace("{hours}", words(hours))} ${rest}`.trim();
  note.dataset.s = left < hours ? "wait" : "";
  note.hidden = false;
  if (left < hours) dialog.querySelectorAll(".acts .btn").forEach((button) => button.classList.toggle("btn-primary", !button.name && !("close" in button.dataset)));
};

const show = () => {
  const [file] = files;
  if (!file || !part("[data-file-name]")) return;
  part("[data-file-name]").textContent = files.map((each) => each.name).join(", ");
  const bytes = files.reduce((sum, each) => sum + each.size, 0);
  const size = `${(bytes / 1e6).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1, useGrouping: false })} MB`;
  part("[data-file-facts]").textContent = size;
  const wrong = files.find(isNoSound);
  problem(wrong ? said.textNoSound.replace("{name}", () => wrong.name) : "");
  if (wrong || files.length > 1) return;
  const sound = new Audio();
  sound.preload = "metadata";
  sound.addEventListener("loadedmetadata", () => {
    URL.revokeObjectURL(sound.src);
    if (!Number.isFinite(sound.duration) || !part("[data-file-facts]")) return;
    part("[data-file-facts]").textContent = `${size}, ${clock(sound.duration)}`;
    preflight(sound.duration);
  });
  sound.src = URL.createObjectURL(file);
};

/** An episode for each file asks for no title or number. */
const sort = () => {
  const mode = part("[name=mode]:checked")?.value ?? "";
  if (part("[data-one]")) part("[data-one]").disabled = mode === "episodes";
  return mode;
};

const fill = (html) => {
  dialog.innerHTML = html;
  sort();
  show();
  online();
};

const load = async (values) => {
  const query = new URLSearchParams({ sheet: 1, name: files[0]?.name ?? "", ...values });
  if (files.length > 1) files.forEach((each) => query.append("names", each.name));
  const answer = await fetch(`${opener.href}?${query}`);
  if (answer.redirected || !answer.ok) return location.assign(opener.href); // no show yet, or signed out
  return fill(await answer.text());
};

const open = async (chosen) => {
  files = chosen;
  await load({ show: opener.dataset.show ?? "" });
  if (!dialog.open) dialog.showModal();
  part("#id_title")?.focus();
};

const send = async (form, button) => {
  if (!files.length) return problem(said.textChooseFirst);
  if (files.some(isNoSound)) return part("[data-file] input").focus();
  problem("");
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
  } catch {
    return problem(said.textUnreached);
  }
  if (!answer.ok && answer.status !== 422) return problem(said.textRefused);
  fill(await answer.text());
  waiting = [...dialog.querySelectorAll("[data-upload] input[type=file]")].map((input, place) => [input, files[place]]);
  if (!waiting.length) return part("[aria-invalid=true]")?.focus();
  next();
  return part("a")?.focus();
};

/* -- the files go into their forms, a few at a time -- */
const states = (...wanted) => dialog.querySelectorAll(wanted.map((each) => `[data-upload][data-state=${each}]`).join()).length;
const next = () => {
  for (let free = AT_ONCE - states("busy", "paused"); free > 0 && waiting.length; free -= 1) {
    const [input, file] = waiting.shift();
    const box = new DataTransfer();
    box.items.add(file);
    input.files = box.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
};
dialog.addEventListener("studio:uploaded", (event) => {
  const list = part("[data-uploads]");
  if (!list) return;
  event.preventDefault(); // stay here, the others are on their way
  if (states("done") === list.children.length) location.assign(part("[data-after]").dataset.after);
});
new MutationObserver(() => part("[data-uploads]") && next()).observe(dialog, { subtree: true, attributeFilter: ["data-state"] });

dialog.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sheet-form]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});
dialog.addEventListener("change", (event) => {
  const title = part("#id_title")?.value;
  const mode = sort();
  if (event.target.name === "show") load({ show: event.target.value, title, mode });
  if (event.target.type === "file" && event.target.closest("[data-file]") && event.target.files.length) {
    files = [...event.target.files];
    load({ show: part("#id_show").value, ...(title && { title }) });
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-sheet]") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  open([]);
});
document.addEventListener("dragenter", (event) => {
  if (!isOurs(event)) return;
  depth += 1;
  if (!dialog.open) overlay.showPopover();
});
document.addEventListener("dragover", (event) => isOurs(event) && event.preventDefault());
document.addEventListener("dragleave", (event) => {
  if (!isOurs(event)) return;
  depth = Math.max(0, depth - 1);
  if (!depth) overlay.hidePopover();
});
document.addEventListener("drop", (event) => {
  if (!isOurs(event)) return;
  event.preventDefault(); // or the browser leaves the page for the file
  depth = 0;
  overlay.hidePopover();
  const dropped = [...event.dataTransfer.files];
  if (dropped.length) open(dropped);
});
addEventListener("online", online);
addEventListener("offline", online);
