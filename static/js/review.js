/**
 * `<review-desk>`: hears a version and talks about it. Without it there is the browser's own player, and every form
 * works.
 *
 * `[data-sound]` holds the audio and, hidden, our controls · `[data-seek]`, `[data-start]` seconds of a note ·
 * `[data-mark]` its dot above the slider · `[data-compose]` the form of a new note, `[data-edit]`, `[data-reply]` the
 * others · `[data-set]` a button that writes the playhead into a field · `[data-resolve]` the button that `R` presses
 *
 * Single keys work only while something in here has the focus. What others say comes in every two seconds (live.js);
 * whatever somebody may be typing into stands still meanwhile (`hx-morph-skip`).
 */
const RATES = [0.75, 1, 1.25, 1.5, 2];
const LEAD = 3; // seconds before a note, to hear what it is about
const TOO_SOON = 5000; // ms between two attempts at a sound that stopped
const TYPING = "input:not([type=range]):not([type=radio]):not([type=checkbox]), select, textarea";

class ReviewDesk extends HTMLElement {
  #audio = null;
  #again = 0;
  #from = null; // the place of the note whose form was sent, or -1; the focus stays near it
  #onLook = (event) => this.#swapped(event);
  #onSent = (event) => this.#sent(event);

  connectedCallback() {
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("input", (event) => this.#input(event));
    this.addEventListener("submit", ({ target }) => { this.#from = this.#notes.indexOf(target.closest("[data-note]")); });
    document.addEventListener("htmx:after:swap", this.#onLook);
    document.addEventListener("htmx:after:request", this.#onSent);
    this.#look();
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:after:swap", this.#onLook);
    document.removeEventListener("htmx:after:request", this.#onSent);
  }

  get #notes() { return [...this.querySelectorAll("[data-note]")]; }
  get #time() { return this.#audio?.currentTime ?? 0; }
  get #length() { return Number.isFinite(this.#audio?.duration) ? this.#audio.duration : 0; }

  /** Another version has another player: follow it. */
  #look() {
    const box = this.querySelector("[data-sound]");
    const audio = box?.querySelector("audio");
    if (audio && audio !== this.#audio) {
      this.#audio = audio;
      audio.controls = false;
      box.querySelector("[data-controls]").hidden = false;
      for (const name of ["timeupdate", "seeking", "play", "pause", "loadedmetadata", "durationchange"]) {
        audio.addEventListener(name, () => this.#show());
      }
      audio.addEventListener("error", () => this.#mend());
    }
    this.#show();
  }

  #swapped({ target }) {
    this.#look();
    target.closest?.("details[open]")?.querySelector("textarea")?.focus();
    if (this.#from === null || document.activeElement !== document.body) return;
    const near = this.#from < 0 ? this.querySelector(".rv-bar") : this.#notes[Math.min(this.#from, this.#notes.length - 1)];
    (near ?? this.querySelector("[data-play]"))?.focus();
    this.#from = null;
  }

  #show() {
    const audio = this.#audio;
    if (!audio) return;
    const slider = this.querySelector("[data-position]"), play = this.querySelector("[data-play]");
    slider.max = this.#length;
    slider.value = this.#time;
    slider.style.setProperty("--p", `${this.#length ? (100 * this.#time) / this.#length : 0}%`);
    slider.setAttribute("aria-valuetext", `${clock(this.#time)} of ${clock(this.#length)}`);
    this.querySelector("[data-now]").textContent = clock(this.#time);
    if (this.#length) this.querySelector("[data-length]").textContent = clock(this.#length);
    play.toggleAttribute("data-on", !audio.paused);
    play.setAttribute("aria-label", audio.paused ? play.dataset.playLabel : play.dataset.pauseLabel);
    for (const mark of this.querySelectorAll("[data-mark]")) {
      mark.style.setProperty("--at", this.#length ? Math.min(1, Number(mark.dataset.mark) / this.#length) : 0);
    }
  }

  /** A signed address ends after a while: ask for the sound again, and go on at the same place. */
  #mend() {
    const audio = this.#audio, at = audio.currentTime;
    if (!at || performance.now() - this.#again < TOO_SOON) return;
    this.#again = performance.now();
    const isPlaying = !audio.paused;
    audio.addEventListener("loadedmetadata", () => {
      audio.currentTime = at;
      if (isPlaying) audio.play();
    }, { once: true });
    audio.load();
  }

  seek(seconds) {
    if (this.#audio) this.#audio.currentTime = Math.min(Math.max(seconds, 0), this.#length || seconds);
  }

  #toggle() {
    if (this.#audio.paused) this.#audio.play();
    else this.#audio.pause();
  }

  #rate(way) {
    const now = RATES.indexOf(this.#audio.playbackRate);
    this.#audio.playbackRate = RATES[Math.min(Math.max(now + way, 0), RATES.length - 1)];
    this.querySelector("[data-rate]").value = String(this.#audio.playbackRate);
  }

  // ---------------------------------------------------------------- writing
  #field(name) { return this.querySelector(`[data-compose] [name=${name}]`); }

  #set(name) {
    const field = this.#field(name);
    if (!field || !this.#audio) return;
    field.value = exact(this.#time);
    say(`${field.labels[0].firstChild.textContent.trim()} ${clock(this.#time)}`);
  }

  /** A note at the playhead; of the range that `I` and `O` set with `isRange`. */
  #capture(isRange = false) {
    if (!this.#field("text")) return;
    this.#audio?.pause();
    if (!isRange) {
      this.#set("start");
      this.#field("end").value = "";
    }
    this.#field("text").focus();
  }

  /** What was taken is cleared; what was refused stays as it was typed. */
  #sent(event) {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !this.contains(form) || event.detail.ctx?.response?.status !== 200) return;
    if ("edit" in form.dataset) for (const field of form.elements) field.defaultValue = field.value;
    form.reset();
    const box = form.closest("details");
    if (box) {
      box.open = false;
      if (form.contains(document.activeElement)) box.querySelector("summary").focus();
    } else if ("compose" in form.dataset && form.contains(document.activeElement)) this.querySelector("[data-play]")?.focus();
  }

  // ---------------------------------------------------------------- hands
  #input({ target }) {
    if (target.matches("[data-position]")) this.seek(Number(target.value));
    if (target.matches("[data-rate]")) this.#audio.playbackRate = Number(target.value);
  }

  #click(event) {
    const part = event.target.closest("[data-play], [data-step], [data-seek], [data-set], [data-capture]");
    if (!part) return;
    const { dataset } = part;
    if ("capture" in dataset) this.#capture();
    else if (dataset.set) this.#set(dataset.set);
    else if (!this.#audio) return;
    else if ("play" in dataset) this.#toggle();
    else if (dataset.step) this.seek(this.#time + Number(dataset.step));
    else {
      event.preventDefault();
      this.seek(Number(dataset.seek) - LEAD);
      this.#audio.play();
    }
  }

  #key(event) {
    const { target, key } = event;
    if (event.defaultPrevented || event.altKey) return;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) return this.#post(event);
    if (key === "Escape") return this.#leave();
    if (event.ctrlKey || event.metaKey || target.matches(TYPING)) return;
    if ([" ", "Enter"].includes(key) && target.matches("button, a, summary, label, input")) return;
    if (this.#does(event)) event.preventDefault();
  }

  #post(event) {
    const form = event.target.closest("[data-compose], [data-edit], [data-reply]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  }

  /** From writing back to the player; an open form is closed, and what is in it stays. */
  #leave() {
    const box = document.activeElement?.closest("review-desk details[open]");
    if (box) {
      box.open = false;
      box.querySelector("summary").focus();
    } else this.querySelector("[data-play]")?.focus();
  }

  /** Whether the key meant something. */
  #does({ key, shiftKey }) {
    const audio = this.#audio;
    const does = {
      c: () => this.#capture(shiftKey), i: () => this.#set("start"), o: () => this.#set("end"),
      n: () => this.#go(1), p: () => this.#go(-1),
      r: () => document.activeElement?.closest("[data-note]")?.querySelector("[data-resolve]")?.click(),
      ...(audio && {
        " ": () => this.#toggle(), k: () => this.#toggle(), m: () => { audio.muted = !audio.muted; },
        ArrowLeft: () => this.seek(this.#time - (shiftKey ? 15 : 5)), ArrowRight: () => this.seek(this.#time + (shiftKey ? 15 : 5)),
        "[": () => this.#rate(-1), "]": () => this.#rate(1), Home: () => this.seek(0), End: () => this.seek(this.#length - 1),
      }),
    }[key.length === 1 ? key.toLowerCase() : key];
    if (!does) return false;
    does();
    return true;
  }

  /** To the next note, or the one before; the sound goes with it. */
  #go(way) {
    const notes = this.#notes;
    const now = notes.indexOf(document.activeElement?.closest("[data-note]"));
    const note = notes[now < 0 ? (way > 0 ? 0 : notes.length - 1) : now + way];
    if (!note) return;
    note.focus();
    if (note.dataset.start) this.seek(Number(note.dataset.start) - LEAD);
  }
}

const pad = (number) => String(number).padStart(2, "0");

function clock(seconds) {
  const whole = Math.floor(seconds), minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${pad(whole % 60)}` : `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(whole % 60)}`;
}

/** As it is typed: tenths of a second. */
const exact = (seconds) => `${clock(seconds)}.${Math.floor((seconds % 1) * 10)}`;

function say(text) {
  const region = document.querySelector("[data-announce]");
  if (region) region.textContent = text;
}

if (!customElements.get("review-desk")) customElements.define("review-desk", ReviewDesk);
