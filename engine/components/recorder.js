/** `<audiodn-recorder>`: records the microphone and sends the take into a collection through an upload session. */

import { Refusal } from "./api.js";
import { Expiry } from "./expiry.js";
import { dress } from "./look.js";
import { notice, tell } from "./notice.js";
import { chosenDevice, connectDevices } from "./recorder_device.js";
import { Meter, RECORDER_STYLE, build, show } from "./recorder_parts.js";
import { Take, canRecord, nameOf } from "./recorder_take.js";
import { recorderTexts } from "./recorder_texts.js";
import { clock, localeOf } from "./texts.js";
import { UploadSession } from "./upload_session.js";

const PINK = "#fe008a"; // the vendor's default accent, replaced by the collection's colour
const TICK = 100; // milliseconds between two looks at clock and loudness
const HALF = 500; // the countdown goes by half seconds

class Recorder extends HTMLElement {
  static observedAttributes = ["disabled", "accent-color"];

  sessionData = null;
  error = null;
  state = "idle"; // countdown, recording, paused, recorded, uploading, ended

  #expiry = new Expiry({ onEnd: () => this.#end() });
  #parts;
  #texts;
  #session;
  #opened;
  #take = null;
  #meter;
  #ticking;
  #blob = null;
  #duration = 0;
  #sending = null;
  #listDevices;

  connectedCallback() {
    if (this.#parts) {
      this.#expiry.arm(this.sessionData?.expires_at);
      return;
    }
    this.#texts = recorderTexts(localeOf(this));
    const root = this.attachShadow({ mode: "open" });
    dress(root, RECORDER_STYLE);
    this.#parts = build(root, this.#texts);
    this.#meter = new Meter(this.#parts.canvas);
    const height = Number.parseFloat(this.getAttribute("height"));
    if (height) this.#parts.frame.style.setProperty("--inline-height", `${Math.max(24, height)}px`);
    this.#listen();
    this.#become("idle", this.#texts.ready);
    this.#opened = this.#open();
  }

  disconnectedCallback() {
    // A move within the page disconnects and connects in one go; only a real goodbye lets go of the microphone.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#expiry.stop();
      clearInterval(this.#ticking);
      this.#take?.close();
      this.#sending?.abort();
      this.#forget();
    });
  }

  attributeChangedCallback() {
    if (this.#parts) this.#update();
  }

  retryLoadSession() {
    this.error = null;
    this.#parts.notices.replaceChildren();
    this.#opened = this.#open();
  }

  /** Count down, then record. */
  async startCountdown() {
    let halves = Math.min(10, Math.max(0, this.#number("countdown", 3))) * 2;
    if (!(await this.#ready())) return;
    if (!halves) return this.#begin();
    const count = () => {
      if (halves <= 0) return this.#begin();
      this.#become("countdown", `${this.#texts.starting}${Math.ceil(halves / 2)}`);
      halves -= 1;
    };
    count();
    this.#ticking = setInterval(count, HALF);
  }

  /** Record at once. */
  async startRecording() {
    if (await this.#ready()) this.#begin();
  }

  pauseRecording() {
    if (this.state !== "recording") return;
    this.#take.pause();
    this.#become("paused", this.#texts.paused);
  }

  resumeRecording() {
    if (this.state !== "paused") return;
    this.#take.resume();
    this.#become("recording", this.#texts.recording);
  }

  /** During the countdown: never mind. */
  async stopRecording() {
    clearInterval(this.#ticking);
    if (this.state === "countdown") {
      this.#take.close();
      this.#become("idle", this.#texts.ready);
      return;
    }
    if (!["recording", "paused"].includes(this.state)) return;
    this.#blob = await this.#take.stop();
    this.#duration = this.#take.duration;
    this.#parts.time.textContent = clock(this.#duration);
    if (!this.#blob.size) {
      this.#forget();
      this.#become("idle", this.#texts.ready);
      notice(this, this.#parts.notices, "error", this.#texts.empty);
      return;
    }
    // Needs blob: in the page's media-src; without it the take can be sent, but not listened to.
    this.#parts.listen.src = URL.createObjectURL(this.#blob);
    this.#become("recorded", this.#texts.recorded);
    tell(this, "recording-stopped", { blob: this.#blob, duration: this.#duration });
  }

  discardRecording() {
    if (this.state !== "recorded") return;
    this.#forget();
    this.#become("idle", this.#texts.ready);
    tell(this, "recording-discarded", {});
  }

  async sendRecording() {
    if (this.state !== "recorded") return;
    const blob = this.#blob;
    const fileName = nameOf(blob);
    const progress = (fraction) => {
      this.#parts.bar.value = fraction;
      tell(this, "upload-progress", { percent: Math.round(fraction * 100) });
    };
    this.#sending = new AbortController();
    this.#become("uploading", this.#texts.uploading);
    try {
      await this.#opened;
      const options = { onProgress: progress, onSession: (data) => this.#adopt(data), signal: this.#sending.signal };
      const file = new File([blob], fileName, { type: blob.type });
      const trackId = await this.#session.send(file, { file_name: fileName, player_color: this.#accent }, options);
      this.#forget();
      this.#become("idle", this.#texts.sent);
      this.hidden = this.hasAttribute("auto-hide");
      tell(this, "file-uploaded", { trackId, fileName, blob });
    } catch (failure) {
      this.#become("recorded", this.#texts.recorded); // the take is kept: it can be sent again
      if (failure.name !== "AbortError") notice(this, this.#parts.notices, "error", this.#sentence(failure));
    }
  }

  /** The take is kept. */
  cancelUpload() {
    this.#sending?.abort();
  }

  #listen() {
    const { record, stop, pause, resume, send, discard, cancel } = this.#parts;
    record.addEventListener("click", () => this.startCountdown());
    stop.addEventListener("click", () => this.stopRecording());
    pause.addEventListener("click", () => this.pauseRecording());
    resume.addEventListener("click", () => this.resumeRecording());
    send.addEventListener("click", () => this.sendRecording());
    discard.addEventListener("click", () => this.discardRecording());
    cancel.addEventListener("click", () => this.cancelUpload());
    this.#listDevices = connectDevices(this, this.#parts);
  }

  async #open() {
    this.#session = new UploadSession({
      id: this.getAttribute("upload-session-id"),
      key: this.getAttribute("api-key"),
      collection: this.getAttribute("collection-id"),
      locale: localeOf(this),
      noSession: this.#texts.noUploadSession,
    });
    try {
      const data = await this.#session.open();
      if (data) this.#adopt(data);
    } catch (failure) {
      this.error = failure;
      const sentence = this.#sentence(failure);
      notice(this, this.#parts.notices, "error", sentence);
      tell(this, "session-error", { error: sentence });
    }
    this.#update();
  }

  #adopt(data) {
    this.sessionData = data;
    this.#expiry.arm(data.expires_at);
    this.#update();
  }

  /** A take that is there can still be listened to; only nothing new can be sent. With a key a new session comes. */
  #end() {
    if (!this.hasAttribute("upload-session-id")) {
      this.#opened = this.#open();
      return;
    }
    if (["recording", "paused", "countdown"].includes(this.state)) this.stopRecording();
    notice(this, this.#parts.notices, "warning", this.#texts.uploadExpired);
    tell(this, "adn-session-expired", { uploadSessionId: this.#session.id });
    this.error = new Refusal(this.#texts.uploadExpired, 401);
    this.#update();
  }

  /** Get the microphone; what stands in the way is said where the button was pressed. */
  async #ready() {
    if (!["idle", "recorded"].includes(this.state) || this.#parts.record.disabled) return false;
    this.#parts.notices.replaceChildren();
    if (!canRecord()) return this.#refuse(this.#texts.unsupported);
    const take = new Take();
    try {
      await take.open(chosenDevice());
    } catch (problem) {
      take.close();
      return this.#refuse(problem.name === "NotFoundError" ? this.#texts.noMicrophone : this.#texts.denied);
    }
    this.#forget();
    this.#take = take;
    await this.#listDevices();
    return true;
  }

  #refuse(sentence) {
    notice(this, this.#parts.notices, "error", sentence);
    return false;
  }

  #begin() {
    clearInterval(this.#ticking);
    this.#meter.clear();
    this.#take.start();
    this.#become("recording", this.#texts.recording);
    this.#ticking = setInterval(() => this.#tick(), TICK);
    tell(this, "recording-started", {});
  }

  #tick() {
    const most = this.#number("max-duration", 0);
    this.#parts.time.textContent = clock(this.#take.duration);
    if (this.state === "recording") this.#meter.add(this.#take.level);
    if (most && this.#take.duration >= most) this.stopRecording();
  }

  #become(state, sentence) {
    this.state = state;
    show(this.#parts, this.shadowRoot, state);
    if (this.#parts.state.textContent !== sentence) this.#parts.state.textContent = sentence;
  }

  /** Let go of the take. */
  #forget() {
    const { listen, time } = this.#parts;
    if (listen.src) URL.revokeObjectURL(listen.src);
    listen.removeAttribute("src");
    time.textContent = clock(0);
    this.#blob = null;
  }

  get #accent() {
    return this.getAttribute("accent-color") ?? this.sessionData?.player_color ?? PINK;
  }

  #update() {
    const { frame, record, send } = this.#parts;
    record.disabled = send.disabled = this.hasAttribute("disabled") || Boolean(this.error);
    const own = this.getAttribute("accent-color");
    frame.style.setProperty("--accent-light", own ?? this.sessionData?.player_color_light ?? this.#accent);
    frame.style.setProperty("--accent-dark", own ?? this.sessionData?.player_color_dark ?? this.#accent);
  }

  #number(name, otherwise) {
    const value = Number.parseFloat(this.getAttribute(name));
    return Number.isFinite(value) ? value : otherwise;
  }

  #sentence(failure) {
    if (failure instanceof Refusal) return failure.message || `${this.#texts.failed} (${failure.status})`;
    return `${this.#texts.failed} ${this.#texts.network}`;
  }
}

if (!customElements.get("audiodn-recorder")) customElements.define("audiodn-recorder", Recorder);
