/**
 * `<compare-player>`: hears two or three sides of an episode against each other, at one place and equally loud.
 *
 * Each side is an `<audio data-side>` into a gain of its own. The one that is heard leads; the one heard before follows
 * silently, so that a switch is a crossfade and never a gap. Places are seconds of the axis (compare/axis.py); each
 * side's rows say what it plays there: [from, to, second of its own file].
 *
 * `[name=side]` · `[data-match]` `[data-follow]` switches · `[data-act]` buttons · `[data-seek]` `[data-volume]` ranges ·
 * `[data-rate]` · `[data-at]` seconds a press leads to · `[data-gain]` what was done to be equally loud, in words.
 * Where somebody was is remembered in their browser, for each production.
 * Tells `compare:place` {at, side, playing} and `compare:rows` {follow} to whatever draws it. `output` is the last node
 * of the sound, `context` what it plays in; both are there after the first play.
 */
const FADE = 0.03; // s of a switch
const NEAR = 0.012, FAR = 0.12; // s a follower may be off; from where it is put right at once
const SETTLE = 600; // ms a follower gets to arrive before it is put right again
const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2];
const WORTH = 5; // s from either end within which a place is not remembered
const KEPT = 50; // comparisons whose places are
const TYPING = "input:not([type=range]):not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]";

const PLACES = "compare-places";
/** By production; nothing where the browser keeps nothing, as in private windows of some. */
const read = () => {
  try {
    return JSON.parse(localStorage.getItem(PLACES)) ?? {};
  } catch {
    return {};
  }
};
const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds + 0.05));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return h ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
};
const clamp = (value, least, most) => Math.min(most, Math.max(least, value));

/** One side: its file, its gain, and where it plays what. */
class Voice {
  gain = null;
  movedAt = 0;

  constructor(side, audio) {
    Object.assign(this, side);
    this.audio = audio;
    this.placed = side.rows;
    this.whole = [[0, side.length, 0]];
  }

  /** Its own second at a place of the axis; null where it plays nothing. */
  secondAt(place) {
    const row = this.rows.find(([from, to]) => place >= from - 1e-4 && place < to - 1e-4);
    return row ? row[2] + Math.max(0, place - row[0]) : null;
  }

  /** Where it goes on from there; its end when nothing comes any more. */
  nextSecond(place) {
    return this.secondAt(place) ?? this.rows.find(([from]) => from >= place)?.[2] ?? this.length;
  }

  placeAt(second) {
    const row = this.rows.findLast((each) => second >= each[2] - 1e-4) ?? this.rows[0];
    return row ? Math.min(row[1], row[0] + Math.max(0, second - row[2])) : second;
  }

  move(second) {
    this.movedAt = performance.now();
    this.audio.currentTime = second;
  }
}

class ComparePlayer extends HTMLElement {
  context = null;
  output = null;
  #voices = new Map();
  #side = "processed";
  #last = "source"; // heard before, and following
  #place = 0;
  #playing = false;
  #rate = 1;
  #volume = 1;
  #isMuted = false;
  #switching = 0;
  #told = 0;
  #frame = 0;
  #ends = new AbortController();

  connectedCallback() {
    const data = JSON.parse(document.getElementById(this.dataset.from).textContent);
    this.data = data;
    for (const side of data.sides) {
      const audio = this.querySelector(`audio[data-side="${side.key}"]`);
      audio.controls = false;
      this.#voices.set(side.key, new Voice(side, audio));
    }
    for (const part of this.querySelectorAll("[data-scripted]")) part.hidden = false;
    for (const part of this.querySelectorAll("[data-native]")) part.hidden = true;
    const { signal } = this.#ends;
    this.addEventListener("click", (event) => this.#click(event), { signal });
    this.addEventListener("input", (event) => this.#input(event), { signal });
    this.addEventListener("change", (event) => this.#change(event), { signal });
    this.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.addEventListener("compare:seek", (event) => this.seek(event.detail), { signal });
    for (const { audio, key } of this.#voices.values()) {
      audio.addEventListener("ended", () => key === this.#side && this.pause(), { signal });
      audio.addEventListener("error", () => this.#say(this.dataset.broken), { signal });
    }
    this.#follow(this.querySelector("[data-follow]")?.checked ?? false);
    this.#session();
    addEventListener("pagehide", () => this.#keep(), { signal });
    const before = read()[data.remembered];
    if (before > WORTH && before < this.length - WORTH) this.seek(before);
    this.#show();
  }

  disconnectedCallback() {
    this.#keep();
    this.#ends.abort();
    this.pause();
    this.context?.close();
  }

  get #voice() {
    return this.#voices.get(this.#side);
  }

  get length() {
    return this.isFollowing ? this.data.length : Math.max(...[...this.#voices.values()].map((each) => each.length));
  }

  // ------------------------------------------------------------------ what people do
  async play() {
    this.#wire();
    this.#playing = true;
    await this.context.resume();
    const lead = this.#voice;
    lead.move(lead.nextSecond(this.#place));
    this.#place = lead.placeAt(lead.audio.currentTime);
    lead.audio.playbackRate = this.#rate;
    try {
      await lead.audio.play();
    } catch {
      this.#playing = false;
    }
    this.#levels();
    this.#tick();
  }

  pause() {
    this.#playing = false;
    for (const { audio } of this.#voices.values()) audio.pause();
    cancelAnimationFrame(this.#frame);
    this.#show();
  }

  /** Go to a place of the axis. */
  seek(place) {
    this.#place = clamp(place, 0, this.length);
    const lead = this.#voice;
    const second = lead.nextSecond(this.#place);
    lead.move(second);
    if (lead.secondAt(this.#place) === null) this.#place = lead.placeAt(second);
    this.#told = 0;
    this.#show();
  }

  /** Hear another side at the same place. What is heard goes on until the other one can be. */
  async hear(key) {
    if (key === this.#side || !this.#voices.has(key)) return;
    const ticket = ++this.#switching;
    const to = this.#voices.get(key);
    if (this.#playing) {
      await this.#ready(to);
      if (ticket !== this.#switching) return;
    }
    const isThere = to.secondAt(this.#place) !== null;
    [this.#last, this.#side] = [this.#side, key];
    if (this.#playing) {
      to.audio.playbackRate = this.#rate;
      this.#levels(FADE);
    } else {
      to.move(to.nextSecond(this.#place));
      this.#levels();
    }
    for (const { key: other, audio } of this.#voices.values()) {
      if (other !== this.#side && other !== this.#last) setTimeout(() => audio.pause(), 2 * FADE * 1000);
    }
    if (!isThere) this.#place = to.placeAt(to.audio.currentTime);
    this.#say((isThere ? this.dataset.hearing : this.dataset.elsewhere).replace("{side}", to.label));
    const radio = this.querySelector(`[name=side][value="${key}"]`);
    if (radio) radio.checked = true;
    this.#show();
  }

  // ------------------------------------------------------------------ sound
  /** Once, at the first play: nothing may make a context before somebody asked for sound. */
  #wire() {
    if (this.context) return;
    this.context = new AudioContext({ latencyHint: "playback" });
    this.output = this.context.createGain();
    this.output.connect(this.context.destination);
    for (const voice of this.#voices.values()) {
      voice.gain = this.context.createGain();
      voice.gain.gain.value = 0;
      this.context.createMediaElementSource(voice.audio).connect(voice.gain).connect(this.output);
    }
    this.#loud();
  }

  /** dB each side is turned down so that all are as loud as the quietest; 0 where it is not known. */
  #turned(voice) {
    const known = [...this.#voices.values()].map((each) => each.loudness).filter((each) => each !== null);
    if (!this.isMatching || voice.loudness === null || known.length < this.#voices.size) return 0;
    return Math.min(...known) - voice.loudness;
  }

  #levels(fade = 0) {
    this.#words();
    if (!this.context) return;
    const now = this.context.currentTime;
    for (const voice of this.#voices.values()) {
      const level = voice.key === this.#side ? 10 ** (this.#turned(voice) / 20) : 0;
      const { gain } = voice.gain;
      gain.cancelScheduledValues(now);
      gain.setValueAtTime(gain.value, now);
      gain.linearRampToValueAtTime(level, now + (fade || 0.005));
    }
  }

  #loud() {
    if (this.output) this.output.gain.setTargetAtTime(this.#isMuted ? 0 : this.#volume, this.context.currentTime, 0.01);
  }

  /** Resolves when a side plays, silently, at our place. */
  async #ready(voice) {
    const { audio } = voice;
    const until = performance.now() + 8000;
    audio.playbackRate = this.#rate;
    if (audio.paused || Math.abs(audio.currentTime - voice.nextSecond(this.#place)) > 2 * NEAR) {
      voice.move(voice.nextSecond(this.#place + 0.06 * this.#rate)); // by the time it plays we are there
    }
    audio.play().catch(() => {});
    while (performance.now() < until && (audio.seeking || audio.readyState < 3)) {
      await new Promise((done) => setTimeout(done, 15));
    }
  }

  #tick = () => {
    if (!this.#playing) return;
    const lead = this.#voice;
    if (!lead.audio.seeking) this.#place = lead.placeAt(lead.audio.currentTime);
    const other = this.#voices.get(this.#last);
    if (other && other !== lead) this.#pull(other);
    this.#show();
    this.#frame = requestAnimationFrame(this.#tick);
  };

  /** Keep the one that follows where we are: a little faster or slower, or at once when it is far off. */
  #pull(voice) {
    const { audio } = voice;
    const wanted = voice.secondAt(this.#place);
    if (wanted === null) {
      if (!audio.paused) audio.pause();
      return;
    }
    if (audio.seeking || performance.now() - voice.movedAt < SETTLE) return;
    const off = audio.currentTime - wanted;
    if (audio.paused || Math.abs(off) > FAR) {
      voice.move(wanted);
      audio.playbackRate = this.#rate;
      if (audio.paused) audio.play().catch(() => {});
    } else {
      audio.playbackRate = this.#rate * (Math.abs(off) < NEAR ? 1 : 1 - clamp(off, -0.05, 0.05));
    }
  }

  // ------------------------------------------------------------------ switches
  get isMatching() {
    return this.querySelector("[data-match]")?.checked ?? false;
  }

  #follow(isOn) {
    const place = this.#voice.audio.currentTime;
    this.isFollowing = isOn;
    for (const voice of this.#voices.values()) voice.rows = isOn ? voice.placed : voice.whole;
    this.#place = this.#voice.placeAt(place);
    const seek = this.querySelector("[data-seek]");
    seek.max = this.length;
    this.querySelector("[data-total]").textContent = clock(this.length);
    this.#told = 0;
    this.dispatchEvent(new CustomEvent("compare:rows", { detail: { follow: isOn, length: this.length } }));
    this.#show();
  }

  #words() {
    const region = this.querySelector("[data-gain]");
    const voices = [...this.#voices.values()];
    const known = voices.every((each) => each.loudness !== null);
    if (!known) {
      region.textContent = this.dataset.unmeasured;
      return;
    }
    const least = Math.min(...voices.map((each) => each.loudness));
    const louder = voices.filter((each) => each.loudness - least >= 0.05);
    const sentence = this.isMatching ? this.dataset.louder : this.dataset.asis;
    region.textContent = louder.length
      ? louder.map((each) => sentence.replace("{side}", each.label).replaceAll("{db}", (each.loudness - least).toFixed(1))).join(" ")
      : this.dataset.equal;
  }

  #setRate(rate) {
    this.#rate = rate;
    this.querySelector("[data-rate]").value = String(rate);
    this.#voice.audio.playbackRate = rate;
    this.#say(`${rate}×`);
  }

  #setVolume(volume) {
    this.#volume = clamp(volume, 0, 1);
    this.#isMuted = false;
    this.querySelector("[data-volume]").value = this.#volume;
    this.#loud();
  }

  // ------------------------------------------------------------------ hands
  #click(event) {
    const target = event.target.closest("[data-act], [data-at]");
    if (!target) return;
    if (target.dataset.at !== undefined) {
      event.preventDefault();
      return this.seek(Number(target.dataset.at));
    }
    this.#act(target.dataset.act);
  }

  #act(act) {
    if (act === "play") return this.#playing ? this.pause() : this.play();
    if (act === "in" || act === "out" || act === "all") {
      return this.dispatchEvent(new CustomEvent("compare:zoom", { detail: act }));
    }
    return this.seek(this.#place + Number(act));
  }

  #input({ target }) {
    if (target.matches("[data-seek]")) this.seek(Number(target.value));
    if (target.matches("[data-volume]")) this.#setVolume(Number(target.value));
  }

  #change({ target }) {
    if (target.name === "side") this.hear(target.value);
    if (target.matches("[data-match]")) this.#levels(FADE);
    if (target.matches("[data-follow]")) this.#follow(target.checked);
    if (target.matches("[data-rate]")) this.#setRate(Number(target.value));
  }

  #chapter(step) {
    const starts = this.data.chapters;
    const at = this.#place;
    this.seek(step > 0 ? starts.find((each) => each > at + 0.1) ?? this.length : starts.findLast((each) => each < at - 1.5) ?? 0);
  }

  #keys(key, step) {
    const rates = RATES.indexOf(this.#rate);
    return {
      " ": () => this.#act("play"), k: () => this.#act("play"),
      ArrowLeft: () => this.seek(this.#place - step), ArrowRight: () => this.seek(this.#place + step),
      ArrowUp: () => this.#setVolume(this.#volume + 0.1), ArrowDown: () => this.#setVolume(this.#volume - 0.1),
      Home: () => this.seek(0), End: () => this.seek(this.length),
      j: () => this.#chapter(-1), l: () => this.#chapter(1),
      "[": () => this.#setRate(RATES[Math.max(0, rates - 1)]), "]": () => this.#setRate(RATES[Math.min(5, rates + 1)]),
      m: () => { this.#isMuted = !this.#isMuted; this.#loud(); },
      x: () => this.hear(this.#side === "source" ? "processed" : "source"),
      v: () => this.hear(this.#side === "previous" ? this.#last : "previous"),
      b: () => this.querySelector("[data-match]")?.click(),
      "+": () => this.#act("in"), "=": () => this.#act("in"), "-": () => this.#act("out"),
    }[key];
  }

  #key(event) {
    const { target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || target.closest(TYPING)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const isOwn = target.closest("button, a, summary, [type=checkbox], [type=radio]");
    if ((key === " " && isOwn) || (key.startsWith("Arrow") && target.matches("[type=radio], [data-volume]"))) return;
    if (key.length === 1 && key !== " " && !("keys" in document.body.dataset)) return; // switched off in the profile
    if (/^\d$/.test(key)) this.seek((this.length * Number(key)) / 10);
    else {
      const deed = this.#keys(key, event.shiftKey ? 15 : 5);
      if (!deed) return;
      deed();
    }
    event.preventDefault();
  }

  #session() {
    const session = navigator.mediaSession;
    if (!session) return;
    session.metadata = new MediaMetadata({ title: this.dataset.title, artist: this.dataset.artist });
    const deeds = {
      play: () => this.play(), pause: () => this.pause(),
      seekbackward: () => this.seek(this.#place - 15), seekforward: () => this.seek(this.#place + 15),
      previoustrack: () => this.#chapter(-1), nexttrack: () => this.#chapter(1),
    };
    for (const [name, deed] of Object.entries(deeds)) session.setActionHandler(name, deed);
  }

  /** Where it is now, on the axis that follows the cuts; the latest last. */
  #keep() {
    if (!this.isFollowing) return;
    const { [this.data.remembered]: _, ...others } = read();
    const places = { ...others, [this.data.remembered]: Math.round(this.#place * 10) / 10 };
    try {
      localStorage.setItem(PLACES, JSON.stringify(Object.fromEntries(Object.entries(places).slice(-KEPT))));
    } catch { /* not remembered then */ }
  }

  // ------------------------------------------------------------------ what is shown
  #say(sentence) {
    this.querySelector("[data-say]").textContent = sentence;
  }

  #show() {
    const detail = { at: this.#place, side: this.#side, playing: this.#playing };
    this.dispatchEvent(new CustomEvent("compare:place", { detail }));
    const now = performance.now();
    if (this.#playing && now - this.#told < 250) return; // words and the slider need no more
    this.#told = now;
    this.dataset.side = this.#side;
    this.toggleAttribute("data-playing", this.#playing);
    const play = this.querySelector('[data-act="play"]');
    play.setAttribute("aria-label", this.#playing ? this.dataset.pauseLabel : this.dataset.playLabel);
    const own = this.#voice.secondAt(this.#place);
    this.querySelector("[data-now]").textContent = clock(this.#place);
    const seek = this.querySelector("[data-seek]");
    seek.value = this.#place;
    const words = own === null ? clock(this.#place) : this.dataset.place.replace("{side}", this.#voice.label).replace("{time}", clock(own));
    seek.setAttribute("aria-valuetext", words);
    this.querySelector("[data-own]").textContent = words;
    this.#words();
  }
}

customElements.define("compare-player", ComparePlayer);
