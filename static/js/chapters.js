/**
 * `<chapter-desk>`: the rows of chapters (rows.js) beside their sound (sound-desk.js). Without it the rows are a form.
 *
 * `data-map` leads between the recording, whose times stand in the rows, and the output that is heard: `first,last,heard`
 * of each stretch; empty where the recording itself is heard · `[data-chapter]` a row · `[data-add]` a chapter at the
 * playhead · `[data-rows-form]` the form of the rows · `[data-anchor]` writes when the chapter with the focus begins, and
 * where it should
 */
class ChapterDesk extends SoundDesk {
  #isDirty = false;
  #map = [];
  #row = null; // that had the focus last

  connectedCallback() {
    this.#map = (this.dataset.map || "").split(" ").filter(Boolean).map((each) => each.split(",").map(Number));
    this.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#key(event)); // chords work anywhere on the page
    this.addEventListener("input", (event) => { this.#isDirty ||= Boolean(event.target.closest("[data-rows-form]")); });
    this.addEventListener("change", (event) => { if (event.target.matches('[name$="-start"]')) this.#sort(event.target); });
    this.addEventListener("focusin", ({ target }) => { this.#row = target.closest("[data-chapter]") ?? this.#row; });
    this.addEventListener("submit", (event) => { if (event.target === this.form) this.#isDirty = false; });
    this.audio?.addEventListener("timeupdate", () => this.#follow());
    this.audio?.addEventListener("seeked", () => this.#follow());
    addEventListener("beforeunload", (event) => { if (this.#isDirty) event.preventDefault(); });
    for (const part of this.querySelectorAll("[data-scripted]")) if (this.audio) part.hidden = false;
  }

  get form() { return this.querySelector("[data-rows-form]"); }
  get rows() { return [...this.querySelectorAll("[data-chapter]")].filter((row) => !row.hidden); }

  // ---------------------------------------------------------------- the two times
  /** The second of the recording that is heard; within an intro or insert, of what comes after it. */
  #source(seconds) {
    if (!this.#map.length) return seconds;
    const [first, last, heard] = this.#map.find(([from, to, at]) => seconds < at + to - from) ?? this.#map.at(-1);
    return Math.min(Math.max(first, first + seconds - heard), last);
  }

  /** The second of the output at which this is heard; of what was cut, where it would have been. */
  #output(seconds) {
    if (!this.#map.length) return seconds;
    const [first, last, heard] = this.#map.find(([, to]) => to > seconds) ?? this.#map.at(-1);
    return heard + Math.min(Math.max(0, seconds - first), last - first);
  }

  // ---------------------------------------------------------------- sound
  #follow() {
    const now = this.#source(this.audio.currentTime) + 0.05;
    const row = this.rows.filter((each) => (start(each) ?? Infinity) <= now).sort((one, other) => start(one) - start(other)).at(-1);
    for (const each of this.rows) if (each !== row) each.removeAttribute("aria-current");
    row?.setAttribute("aria-current", "true");
  }

  // ---------------------------------------------------------------- rows
  #add() {
    if (!this.audio || !this.form) return;
    const at = this.#source(this.audio.currentTime);
    this.form.querySelector(".grp-h button").click(); // of rows.js
    const row = this.rows.at(-1);
    for (const part of row.querySelectorAll("[data-scripted]")) part.hidden = false;
    const field = row.querySelector('[name$="-start"]');
    field.value = clock(at);
    this.#isDirty = true;
    this.#sort(field);
    row.querySelector('[name$="-title"]').focus();
    say(`${this.dataset.added} ${clock(at)}`);
  }

  /** In order of time; the names of the fields say which row is which, so they may stand anywhere. */
  #sort(field) {
    const list = field.closest("[data-rows]"), focus = document.activeElement;
    const rows = [...list.children].filter((row) => !row.hidden && start(row) !== null);
    rows.sort((one, other) => start(one) - start(other));
    const others = [...list.children].filter((row) => !rows.includes(row));
    list.append(...rows, ...others);
    focus?.focus();
  }

  #nudge(row, seconds) {
    const field = row.querySelector('[name$="-start"]'), at = Math.max(0, (start(row) ?? 0) + seconds);
    field.value = clock(at);
    this.#isDirty = true;
    this.#sort(field);
    this.seek(this.#output(at));
    say(clock(at));
  }

  /** The chapter begins right now: where all of them belong, or one of two anchors. */
  #anchor({ form, dataset: { anchor } }) {
    const at = start(this.#row ?? this.querySelector("[data-chapter][aria-current]") ?? this.rows[0]);
    const now = this.#source(this.audio.currentTime);
    if (at === null) return;
    if (anchor === "seconds") form.elements.seconds.value = (now - at).toFixed(1);
    else [form.elements[anchor].value, form.elements[`${anchor}_is`].value] = [clock(at), clock(now)];
  }

  // ---------------------------------------------------------------- hands
  #click(event) {
    const part = event.target.closest("[data-hear], [data-step], [data-add], [data-anchor]");
    if (!part || part.matches("ul")) return;
    if ("hear" in part.dataset) this.seek(this.#output(start(part.closest("[data-chapter]")) ?? 0), { play: true });
    else if ("step" in part.dataset) this.seek(this.audio.currentTime + Number(part.dataset.step));
    else if ("anchor" in part.dataset) this.#anchor(part);
    else this.#add();
  }

  #key(event) {
    const { target, key, code, altKey } = event, isCommand = event.ctrlKey || event.metaKey;
    if (event.defaultPrevented || event.isComposing || !this.isConnected) return;
    const row = target.closest?.("[data-chapter]");
    const does = isCommand
      ? key.toLowerCase() === "s" && this.form && (() => this.form.requestSubmit())
      : altKey
        ? { KeyA: () => this.#add(), KeyJ: () => this.seek(this.audio?.currentTime - 5), KeyL: () => this.seek(this.audio?.currentTime + 5), ArrowUp: row && (() => this.#nudge(row, -0.1)), ArrowDown: row && (() => this.#nudge(row, 0.1)) }[code]
        : this.contains(target) && this.#single(event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  #single({ key, target }) {
    if (key === "Escape") return () => this.toggle();
    const isTyping = target.matches("input:not([type=checkbox]), textarea, select, audio");
    if (!this.audio || isTyping || ([" ", "Enter"].includes(key) && target.matches("button, a, summary, label, input"))) return null;
    return {
      " ": () => this.toggle(), k: () => this.toggle(), a: () => this.#add(),
      ArrowLeft: () => this.seek(this.audio.currentTime - 5), ArrowRight: () => this.seek(this.audio.currentTime + 5),
    }[key.length === 1 ? key.toLowerCase() : key] ?? null;
  }
}

/** The second that stands in a row; null while it is none. */
const start = (row) => {
  const text = row.querySelector('[name$="-start"]')?.value.trim() ?? "";
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part.replace(",", ".")), 0);
  return text && Number.isFinite(seconds) ? seconds : null;
};

const pad = (number, width = 2) => String(number).padStart(width, "0");
const clock = (seconds) => {
  const whole = Math.round(seconds * 1000), minutes = Math.floor(whole / 60000);
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}:${pad(Math.floor(whole / 1000) % 60)}.${pad(whole % 1000, 3)}`;
};

function say(text) {
  const region = document.querySelector("[data-announce]");
  if (region) region.textContent = text;
}

if (!customElements.get("chapter-desk")) customElements.define("chapter-desk", ChapterDesk);
