/**
 * `<player-surroundings>`: what AudioDN's player lacks, around it. Speed, chapters, places in a transcript, keys, the
 * place where this listener stopped, and the keys of headphones and lock screens.
 *
 * The player is only asked for `audio`, `activeTrack`, `handleUISeek` and `handleUIPlayPause`. When it has not these,
 * the controls stay away and chapters stand there as text with times.
 *
 * `data-artist`, `data-artwork` for the lock screen · `[data-at]` seconds a press leads to · `[data-step]` seconds to
 * go · `[data-rate]` the choice of speed · `[data-resumed]` tells of the remembered place · `[data-around]` shown when
 * the player is there
 */

const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2];
const KEEP_EVERY = 5000; // ms
const WORTH = 15; // s from either end within which a place is not remembered, or a tenth of what is short
const KEPT = 100; // tracks whose places are remembered
const PLACES = "player-places", RATE = "player-rate";
const TYPING = "input:not([type=range]):not([type=radio]), select, textarea, [contenteditable]";

class PlayerSurroundings extends HTMLElement {
  #audio = null;
  #resumed = new Set();
  #watch;
  #keptAt = 0;
  #wanted = Number(new URLSearchParams(location.search).get("t")) || 0;
  #onClick = (event) => this.#click(event);
  #onKey = (event) => this.#key(event);
  #onTime = () => this.#tick();
  #onPlay = () => this.#announce();
  #onPause = () => this.#keep();

  connectedCallback() {
    this.addEventListener("click", this.#onClick);
    this.addEventListener("keydown", this.#onKey);
    this.addEventListener("change", this.#onClick);
    this.#watch = setInterval(() => this.#look(), 250);
    addEventListener("pagehide", this.#onPause);
  }

  disconnectedCallback() {
    clearInterval(this.#watch);
    removeEventListener("pagehide", this.#onPause);
    this.#leave();
  }

  get player() {
    return this.querySelector("audiodn-player");
  }

  get #length() {
    return this.player?.activeTrack?.duration || this.#audio?.duration || 0;
  }

  /** Where the listener is, in seconds. */
  get time() {
    return this.#audio?.currentTime ?? 0;
  }

  seek(seconds, { play = false } = {}) {
    const length = this.#length;
    if (!length) return;
    this.player.handleUISeek({ detail: Math.min(Math.max(seconds / length, 0), 1) });
    if (play && this.#audio.paused) this.player.handleUIPlayPause();
  }

  rate(value) {
    if (!this.#audio) return;
    const rate = Math.min(Math.max(value, RATES[0]), RATES.at(-1));
    this.#audio.defaultPlaybackRate = this.#audio.playbackRate = rate; // a new file begins at the default
    write(RATE, rate);
    const choice = this.querySelector("[data-rate]");
    if (choice) choice.value = String(rate);
  }

  /** The player is replaced when its session is renewed: follow it. */
  #look() {
    const { player } = this;
    const isFit = player?.audio && typeof player.handleUISeek === "function" && player.activeTrack;
    if (!isFit) return;
    if (player.audio !== this.#audio) this.#follow(player.audio);
    if (!this.#resumed.has(player.activeTrack.id)) this.#resume(player.activeTrack.id);
  }

  #follow(audio) {
    this.#leave();
    this.#audio = audio;
    audio.addEventListener("timeupdate", this.#onTime);
    audio.addEventListener("play", this.#onPlay);
    audio.addEventListener("pause", this.#onPause);
    for (const part of this.querySelectorAll("[data-around]")) part.hidden = false;
    if (audio.playbackRate === 1) this.rate(read(RATE) ?? 1);
    else this.rate(audio.playbackRate);
    if (!audio.paused) this.#announce();
  }

  #leave() {
    this.#audio?.removeEventListener("timeupdate", this.#onTime);
    this.#audio?.removeEventListener("play", this.#onPlay);
    this.#audio?.removeEventListener("pause", this.#onPause);
    this.#audio = null;
  }

  // ---------------------------------------------------------------- the remembered place
  #resume(id) {
    const isFirst = !this.#resumed.size;
    this.#resumed.add(id);
    const at = (isFirst && this.#wanted) || read(PLACES)?.[id]?.at || 0;
    if (!at || this.time > 1 || !this.#audio.paused || at > this.#length - 1) return;
    this.seek(at);
    const note = this.querySelector("[data-resumed]");
    if (!note || this.#wanted) return;
    note.querySelector("[data-place]").textContent = clock(at);
    note.hidden = false;
  }

  #keep() {
    const id = this.player?.activeTrack?.id;
    if (!id || !this.#audio) return;
    const places = read(PLACES) ?? {};
    const worth = Math.min(WORTH, this.#length / 10);
    if (this.time > worth && this.time < this.#length - worth) places[id] = { at: Math.floor(this.time), on: Date.now() };
    else if (this.time >= this.#length - worth) delete places[id];
    else return;
    const newest = Object.entries(places).sort((one, other) => other[1].on - one[1].on).slice(0, KEPT);
    write(PLACES, Object.fromEntries(newest));
    this.#keptAt = performance.now();
  }

  #tick() {
    if (!this.#audio.paused && performance.now() - this.#keptAt > KEEP_EVERY) this.#keep();
    let now = null;
    for (const mark of this.querySelectorAll("[data-marks] [data-at]")) {
      if (Number(mark.dataset.at) <= this.time + 0.05) now = mark;
    }
    for (const mark of this.querySelectorAll("[data-marks] [aria-current]")) if (mark !== now) mark.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "true");
    this.#place();
  }

  // ---------------------------------------------------------------- hands
  #click(event) {
    const part = event.target.closest?.("[data-at], [data-step], [data-rate], [data-restart]");
    if (!part || !this.#audio) return;
    if ("rate" in part.dataset) {
      if (event.type === "change") this.rate(Number(part.value));
      return;
    }
    event.preventDefault();
    if ("restart" in part.dataset) {
      this.seek(0);
      this.querySelector("[data-resumed]").hidden = true;
    } else if ("step" in part.dataset) this.seek(this.time + Number(part.dataset.step));
    else this.seek(Number(part.dataset.at), { play: true });
  }

  #key(event) {
    const inner = event.composedPath()[0];
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !this.#audio) return;
    if (inner.matches?.(TYPING)) return;
    const isPress = event.key === " " || event.key === "Enter";
    if (isPress && inner.matches?.("button, a, summary, label, input")) return;
    if (inner.matches?.("input") && event.key.startsWith("Arrow")) return; // a slider of the player's own
    if (this.#act(event)) event.preventDefault();
  }

  /** Whether the key meant something. */
  #act({ key, shiftKey }) {
    const audio = this.#audio;
    const does = {
      " ": () => this.player.handleUIPlayPause(), k: () => this.player.handleUIPlayPause(),
      ArrowLeft: () => this.seek(this.time - (shiftKey ? 15 : 5)), ArrowRight: () => this.seek(this.time + (shiftKey ? 15 : 5)),
      ArrowUp: () => { audio.volume = Math.min(1, audio.volume + 0.1); }, ArrowDown: () => { audio.volume = Math.max(0, audio.volume - 0.1); },
      j: () => this.#chapter(-1), l: () => this.#chapter(1),
      "[": () => this.rate(step(audio.playbackRate, -1)), "]": () => this.rate(step(audio.playbackRate, 1)),
      m: () => { audio.muted = !audio.muted; }, Home: () => this.seek(0), End: () => this.seek(this.#length - 1),
    }[key.length === 1 ? key.toLowerCase() : key];
    if (does) does();
    else if (/^\d$/.test(key)) this.seek((this.#length * Number(key)) / 10);
    else return false;
    return true;
  }

  /** To the chapter before or after; going back leads to the start of this one first. */
  #chapter(way) {
    const starts = [...this.querySelectorAll("[data-chapters] [data-at]")].map((mark) => Number(mark.dataset.at));
    const before = starts.filter((start) => start < this.time - 3).at(-1) ?? 0;
    const after = starts.find((start) => start > this.time + 0.1);
    if (way < 0) this.seek(before);
    else if (after !== undefined) this.seek(after);
  }

  // ---------------------------------------------------------------- headphones and lock screens
  #announce() {
    const session = navigator.mediaSession;
    if (!session) return;
    const track = this.player.activeTrack;
    const { artist = "", artwork = "" } = this.dataset;
    session.metadata = new MediaMetadata({
      title: track.player_title || track.playerTitle || track.file_name || document.title, artist,
      artwork: artwork ? [{ src: artwork, sizes: "160x160", type: "image/jpeg" }] : [],
    });
    const hasChapters = this.querySelector("[data-chapters] [data-at]");
    const on = {
      play: () => this.player.handleUIPlayPause(), pause: () => this.player.handleUIPlayPause(),
      seekbackward: ({ seekOffset }) => this.seek(this.time - (seekOffset || 15)),
      seekforward: ({ seekOffset }) => this.seek(this.time + (seekOffset || 30)),
      seekto: ({ seekTime }) => this.seek(seekTime),
      previoustrack: hasChapters ? () => this.#chapter(-1) : null, nexttrack: hasChapters ? () => this.#chapter(1) : null,
    };
    for (const [name, handler] of Object.entries(on)) session.setActionHandler(name, handler);
  }

  #place() {
    const length = this.#length;
    if (!navigator.mediaSession?.metadata || !(length > 0) || this.time > length) return;
    navigator.mediaSession.setPositionState({ duration: length, position: this.time, playbackRate: this.#audio.playbackRate });
  }
}

const step = (rate, way) => RATES[Math.min(Math.max(nearest(rate) + way, 0), RATES.length - 1)];
const nearest = (rate) => RATES.reduce((best, each, at) => (Math.abs(each - rate) < Math.abs(RATES[best] - rate) ? at : best), 0);

const clock = (seconds) => {
  const whole = Math.floor(seconds), minutes = Math.floor(whole / 60), hours = Math.floor(minutes / 60);
  const end = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${end}` : `${minutes}:${end}`;
};

/** What the browser kept; null where it keeps nothing, as in private windows of some. */
const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};
const write = (name, value) => {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch { /* not remembered then */ }
};

if (!customElements.get("player-surroundings")) customElements.define("player-surroundings", PlayerSurroundings);
