/**
 * Sends a recording to the studio by tus: in pieces, resumable after a pause, a lost connection, a reload of the page
 * or a restart of the server. Needs `vendor/tus/tus.min.js`, loaded before as a classic script.
 *
 *   <form data-upload data-episode="<uuid>" data-endpoint="/uploads/" data-limit="<bytes>" action="<page of the episode>">
 *     <label data-drop>… <input type="file"></label>
 *     <input type="checkbox" name="start">   optional: start a production as soon as the recording is here
 *   </form>
 *
 * The form may come and go with the page's fragments. The script adds the panel with name, bar, speed and buttons, and
 * keeps `data-state` on the form: idle, busy, paused, error, done. While a file is dragged over the page `[data-drop]`
 * has `data-over`, and a popover `.drop-page` is shown; a file may be dropped anywhere.
 *
 * Fires on the form, bubbling: `studio:uploaded` with the recording's JSON as `detail`. Unless a listener calls
 * `preventDefault()`, the script then goes to the form's `action`.
 */

const PIECE = 16 * 1024 * 1024; // bytes a request
const PAUSES = [0, 2000, 8000, ...Array(500).fill(30_000)]; // ms before each further attempt without progress
const TEMPORARY = [0, 408, 409, 423, 429, 460]; // and what begins with 5, but for a full disk
const WINDOW = 10_000; // ms over which the speed is averaged
const ACTIVE = ["busy", "paused"];

const said = document.getElementById("words").dataset; // what scripts say, in the language of the page
const decimal = (value, places) => value.toLocaleString(document.documentElement.lang, { minimumFractionDigits: places, maximumFractionDigits: places, useGrouping: false });
const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
const isTemporary = (status) => TEMPORARY.includes(status) || (status >= 500 && status !== 507);
/** Browsers know most recordings; of what they do not know only the studio can tell. */
const isNoSound = (file) => Boolean(file.type) && !/^(audio|video)\/|^application\/(ogg|mp4|mxf|octet-stream|x-)/.test(file.type);
const isWithFiles = (event) => event.dataTransfer?.types.includes("Files");

function unitFor(bytes) {
  if (bytes >= 1e9) return [1e9, "GB", 2];
  return bytes >= 1e6 ? [1e6, "MB", bytes < 1e7 ? 1 : 0] : [1e3, "kB", 0];
}

/** "616 MB" */
function size(bytes) {
  const [unit, name, digits] = unitFor(bytes);
  return `${decimal(bytes / unit, digits)} ${name}`;
}

/** "234 of 616 MB" */
function amount(bytes, whole) {
  const [unit, , digits] = unitFor(whole);
  return said.textAmount.replace("{sent}", decimal(bytes / unit, digits)).replace("{whole}", size(whole));
}

/** "34 s left" */
function time(seconds) {
  if (seconds < 90) return said.textSeconds.replace("{n}", Math.max(1, Math.round(seconds)));
  return seconds < 5400 ? said.textMinutes.replace("{n}", Math.round(seconds / 60)) : said.textHours.replace("{n}", decimal(seconds / 3600, 1));
}

/** An element with attributes and children. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** How fast bytes go, over the last ten seconds. */
class Speed {
  #samples = [];

  add(bytes) {
    const now = performance.now();
    this.#samples.push([now, bytes]);
    while (now - this.#samples[0][0] > WINDOW) this.#samples.shift();
  }

  /** Bytes a second; 0 until it can be told. */
  get value() {
    const [[since, first], [until, last]] = [this.#samples[0] ?? [0, 0], this.#samples.at(-1) ?? [0, 0]];
    return until - since > 500 ? ((last - first) / (until - since)) * 1000 : 0;
  }
}

/** Name, bar, speed and buttons of one upload. */
class Panel {
  constructor(form) {
    this.form = form;
    this.name = make("p", { class: "strong trunc" });
    this.percent = make("b", {}, "0");
    this.bar = make("div", { class: "bar bar-l", role: "progressbar", "aria-label": said.textUpload, "aria-valuemin": 0, "aria-valuemax": 100 });
    this.line = make("p", { class: "soft", "data-line": "" });
    this.pause = make("button", { class: "btn btn-s", type: "button", "data-up": "pause" });
    this.cancel = make("button", { class: "btn btn-s", type: "button", "data-up": "cancel" }, said.textCancel);
    this.note = make("p", { class: "upf-n meta" }, said.textKeepOpen);
    this.root = make(
      "div", { class: "panel upf", "data-progress": "" },
      make("div", { class: "upf-h" }, make("div", { class: "grow" }, this.name), make("p", { class: "pctl", "aria-hidden": "true" }, this.percent, " %")),
      this.bar,
      make("div", { class: "upf-f" }, this.line, make("div", { class: "end hstack" }, this.pause, this.cancel)),
      this.note,
    );
    form.append(this.root);
  }

  show(state, percent, sentence) {
    this.form.dataset.state = state;
    const drop = this.form.querySelector("[data-drop]");
    if (drop) drop.hidden = ACTIVE.includes(state) || state === "done";
    this.root.hidden = state === "idle";
    this.percent.textContent = percent;
    this.bar.style.setProperty("--p", percent);
    this.bar.setAttribute("aria-valuenow", percent);
    this.bar.dataset.s = { busy: "run", paused: "paused", error: "bad", done: "good" }[state] ?? "run";
    this.line.textContent = sentence;
    this.line.toggleAttribute("data-problem", state === "error");
    if (state === "error") this.line.setAttribute("role", "alert");
    else this.line.removeAttribute("role");
    this.pause.textContent = { paused: said.textResume, error: said.textAgain }[state] ?? said.textPause;
    this.pause.hidden = this.cancel.hidden = state === "done";
    this.note.hidden = !ACTIVE.includes(state);
  }
}

/** One form and the upload in it, if any. */
class Upload {
  constructor(form) {
    this.form = form;
    this.state = "idle";
    this.sent = 0;
    this.panel = new Panel(form);
    this.panel.pause.addEventListener("click", () => (this.state === "busy" ? this.pause() : this.go()));
    this.panel.cancel.addEventListener("click", () => this.cancel());
    window.addEventListener("online", () => this.state === "busy" && this.go());
    this.show("idle");
  }

  get isActive() {
    return this.form.isConnected && ACTIVE.includes(this.state);
  }

  show(state, sentence = "") {
    this.state = state;
    this.panel.show(state, this.file ? Math.floor((this.sent / (this.file.size || 1)) * 100) : 0, sentence);
  }

  async take(file) {
    if (this.isActive) return;
    const { episode, endpoint, limit } = this.form.dataset;
    Object.assign(this, { file, sent: 0, speed: new Speed(), tus: null });
    this.panel.name.textContent = file.name;
    if (!file.size) return this.fail(said.textEmpty, true);
    if (isNoSound(file)) return this.fail(said.textNoSound.replace("{name}", () => file.name), true);
    if (limit && file.size > Number(limit)) return this.fail(said.textLarge.replace("{size}", size(file.size)), true);
    const start = this.form.elements.namedItem("start")?.checked ? "1" : "";
    const upload = new tus.Upload(file, {
      endpoint: new URL(endpoint, location.href).href,
      metadata: { filename: file.name, filetype: file.type, episode, start },
      chunkSize: PIECE,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => ["studio", episode, file.name, file.size, file.lastModified].join("|"),
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", this.token),
      onAfterResponse: (request, response) => this.#look(request, response),
      onShouldRetry: (error, attempt) => this.#retry(error, attempt),
      onProgress: (sent) => this.#progress(sent),
      onSuccess: () => this.#finish(),
      onError: (error) => this.#refuse(error),
    });
    const [before] = await upload.findPreviousUploads();
    if (before) upload.resumeFromPreviousUpload(before);
    this.tus = upload;
    this.go();
  }

  get token() {
    return cookie("csrftoken") ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  async go() {
    if (!this.tus) return this.file && this.state === "error" ? this.take(this.file) : undefined;
    await this.tus.abort();
    this.speed = new Speed();
    this.show("busy", this.sent ? said.textGoingOn : said.textBeginning);
    this.tus.start();
  }

  async pause() {
    await this.tus.abort();
    this.show("paused", said.textPaused.replace("{amount}", amount(this.sent, this.file.size)));
  }

  async cancel() {
    const upload = this.tus;
    this.tus = this.file = null;
    this.show("idle");
    await upload?.abort(true).catch(() => {}); // what the server does not hear of expires there
  }

  /** For good, when the same file would fail again. */
  fail(sentence, isForGood = false) {
    this.show("error", sentence);
    this.panel.pause.hidden = isForGood;
  }

  #progress(sent) {
    if (this.state !== "busy") return;
    this.sent = sent;
    this.speed.add(sent);
    const whole = this.file.size;
    const speed = this.speed.value;
    const rate = speed ? `, ${decimal(speed / 1e6, 1)} MB/s, ${time((whole - sent) / speed)}` : "";
    this.show("busy", sent < whole ? `${amount(sent, whole)}${rate}` : said.textAllSent);
  }

  /** tus takes every refusal of HEAD for a lost upload and would send the whole file again; two are none. */
  async #look(request, response) {
    if (request.getMethod() !== "HEAD") return;
    const status = response.getStatus();
    if (status === 422) throw new Error((await (await fetch(request.getURL())).json()).error);
    if (status === 404 && (await fetch(this.form.action, { redirect: "manual" })).type === "opaqueredirect") {
      throw new Error(said.textSignedOut);
    }
  }

  #retry(error, attempt) {
    if (!isTemporary(error.originalResponse?.getStatus() ?? 0)) return false;
    const pause = PAUSES[Math.min(attempt, PAUSES.length - 1)] / 1000;
    if (this.state === "busy") this.show("busy", pause ? said.textInterruptedFor.replace("{n}", pause) : said.textInterrupted);
    return true;
  }

  #refuse(error) {
    const answer = error.originalResponse;
    const status = answer?.getStatus() ?? 0;
    const sentence = answer?.getHeader("Content-Type")?.startsWith("text/plain") && answer.getBody();
    const isForGood = status === 422 || status === 413;
    if (isForGood) {
      this.tus.abort(true).catch(() => {});
      this.tus = null;
    }
    this.fail(sentence || (answer ? said.textRefusedUpload : error.message), isForGood);
  }

  async #finish() {
    this.sent = this.file.size;
    const told = await fetch(this.tus.url).then((answer) => answer.json()).catch(() => null);
    this.tus = null;
    if (told?.error) return this.show("done", `${said.textHere} ${told.error}`);
    this.show("done", said.textUploaded.replace("{size}", size(this.sent)));
    const event = new CustomEvent("studio:uploaded", { bubbles: true, cancelable: true, detail: told?.recording });
    if (this.form.dispatchEvent(event) && this.form.isConnected) location.assign(this.form.action);
    return undefined;
  }
}

const uploads = new Map();

function uploadIn(form) {
  if (!uploads.has(form)) uploads.set(form, new Upload(form));
  for (const known of uploads.keys()) if (!known.isConnected && !ACTIVE.includes(uploads.get(known).state)) uploads.delete(known);
  return uploads.get(form);
}

/** The form a file dropped here would go to; none while one is under way. */
function formFor(target) {
  const form = target?.closest?.("[data-upload]") ?? document.querySelector("[data-upload]");
  return form && !uploads.get(form)?.isActive ? form : null;
}

/** An upload of this episode that was left in the middle is mentioned, so that its file is chosen again. */
async function remind(form) {
  const known = await tus.defaultOptions.urlStorage.findAllUploads();
  const left = known.find((one) => one.metadata?.episode === form.dataset.episode);
  if (!left || uploads.get(form)?.isActive) return;
  form.querySelector("[data-drop]")?.append(
    make("span", { class: "meta", "data-unfinished": "" }, said.textUnfinished.replace("{name}", () => left.metadata.filename)),
  );
}

const overlay = make("div", { class: "drop-page", popover: "manual" }, said.textDrop);
let depth = 0; // dragenter and dragleave come for every element on the way

function hover(form) {
  for (const drop of document.querySelectorAll("[data-drop]")) drop.toggleAttribute("data-over", drop.closest("[data-upload]") === form);
  if (form && !overlay.isConnected) document.body.append(overlay);
  if (overlay.isConnected) overlay.togglePopover(Boolean(form));
}

/** Begins with the file that was chosen in a form, if any. */
function takeFrom(input) {
  const form = input.closest?.("[data-upload]");
  if (!form || input.type !== "file" || !input.files.length) return;
  uploadIn(form).take(input.files[0]);
  input.value = ""; // so that choosing the same file again is a change
}

document.addEventListener("change", (event) => takeFrom(event.target));
document.addEventListener("submit", (event) => event.target.matches("[data-upload]") && event.preventDefault());
document.addEventListener("dragenter", (event) => {
  if (!isWithFiles(event)) return;
  depth += 1;
  hover(formFor(event.target));
});
document.addEventListener("dragover", (event) => isWithFiles(event) && document.querySelector("[data-upload]") && event.preventDefault());
document.addEventListener("dragleave", (event) => {
  if (!isWithFiles(event)) return;
  depth = Math.max(0, depth - 1);
  if (!depth) hover(null);
});
document.addEventListener("drop", (event) => {
  if (!isWithFiles(event) || !document.querySelector("[data-upload]")) return;
  event.preventDefault(); // or the browser leaves the page for the file
  depth = 0;
  hover(null);
  const form = formFor(event.target);
  if (!form || !event.dataTransfer.files.length) return;
  const fold = form.closest("details");
  if (fold) fold.open = true;
  uploadIn(form).take(event.dataTransfer.files[0]);
});
window.addEventListener("beforeunload", (event) => {
  if ([...uploads.values()].some((upload) => upload.isActive)) event.preventDefault();
});
for (const input of document.querySelectorAll("[data-upload] input[type=file]")) takeFrom(input); // chosen before this ran
for (const form of document.querySelectorAll("[data-upload]")) remind(form);
