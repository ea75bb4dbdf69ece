/** `<audiodn-uploader>`: puts audio files into a collection through an upload session. */

import { Refusal } from "./api.js";
import { Expiry } from "./expiry.js";
import { dress, icons } from "./look.js";
import { notice, tell } from "./notice.js";
import { localeOf, textsIn } from "./texts.js";
import { UploadSession } from "./upload_session.js";
import { FileLine, isAudio } from "./uploader_files.js";
import { UPLOADER_STYLE } from "./uploader_style.js";

const PINK = "#fe008a"; // the vendor's default accent, replaced by the collection's colour

const MARKUP = `
<div class="frame" role="group">
  <label class="zone"><i data-icon="upload"></i><strong></strong><span></span><input type="file" accept="audio/*,.flac,.opus,.mka,.caf,.w64,.mp4,.mov,.mkv,.webm"></label>
  <ul class="files"></ul>
  <div class="notices" role="status"></div>
</div>`;

class Uploader extends HTMLElement {
  static observedAttributes = ["disabled", "accent-color"];

  sessionData = null;
  error = null;

  #expiry = new Expiry({ onWarning: () => this.#renew(), onEnd: () => this.#end() });
  #leaving = new AbortController();
  #parts;
  #texts;
  #chosen = 0;
  #ended = false;
  #session;

  connectedCallback() {
    if (this.#parts) {
      if (this.#leaving.signal.aborted) this.#leaving = new AbortController();
      this.#expiry.arm(this.sessionData?.expires_at);
      return;
    }
    this.#texts = textsIn(localeOf(this));
    this.#build();
    this.#session = this.#open();
  }

  disconnectedCallback() {
    this.#expiry.stop();
    // A move within the page disconnects and connects in one go; only a real goodbye stops the uploads.
    queueMicrotask(() => this.isConnected || this.#leaving.abort());
  }

  attributeChangedCallback() {
    if (this.#parts) this.#update();
  }

  retryLoadSession() {
    this.error = null;
    this.#parts.notices.replaceChildren();
    this.#session = this.#open();
  }

  #build() {
    const root = this.attachShadow({ mode: "open" });
    dress(root, UPLOADER_STYLE);
    root.innerHTML = MARKUP;
    icons(root);
    const find = (name) => root.querySelector(name);
    this.#parts = {
      frame: find(".frame"), zone: find(".zone"), input: find("input"), files: find(".files"), notices: find(".notices"),
    };
    const one = this.#limit === 1;
    this.#parts.frame.setAttribute("aria-label", this.#texts.uploader);
    this.#parts.files.setAttribute("aria-label", this.#texts.files);
    find("strong").textContent = one ? this.#texts.dropOne : this.#texts.drop;
    find(".zone span").textContent = one ? this.#texts.chooseOne : this.#texts.choose;
    this.#parts.input.multiple = !one;
    this.#listen();
    this.#update();
  }

  #listen() {
    const { zone, input } = this.#parts;
    input.addEventListener("change", () => {
      this.#add([...input.files]);
      input.value = "";
    });
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.toggle("over", name === "dragenter" || name === "dragover");
        if (name === "drop" && !input.disabled) this.#add([...event.dataTransfer.files]);
      });
    }
  }

  get #limit() {
    return Number(this.getAttribute("limit")) || 0;
  }

  #update() {
    const { zone, input, frame } = this.#parts;
    input.disabled = this.#ended || this.hasAttribute("disabled");
    zone.classList.toggle("off", input.disabled);
    const own = this.getAttribute("accent-color");
    const color = own ?? this.sessionData?.player_color ?? PINK;
    frame.style.setProperty("--accent-light", own ?? this.sessionData?.player_color_light ?? color);
    frame.style.setProperty("--accent-dark", own ?? this.sessionData?.player_color_dark ?? color);
  }

  /** Resolves to an open session, or to null when there is none; the reason is shown and told once. */
  async #open() {
    const session = new UploadSession({
      id: this.getAttribute("upload-session-id"),
      key: this.getAttribute("api-key"),
      collection: this.getAttribute("collection-id"),
      locale: localeOf(this),
      noSession: this.#texts.noUploadSession,
    });
    try {
      this.sessionData = await session.open({ isAtOnce: true });
    } catch (failure) {
      return this.#refuse(failure);
    }
    this.#expiry.arm(this.sessionData.expires_at);
    this.#update();
    return session;
  }

  #refuse(failure) {
    this.error = failure;
    const sentence = this.#sentence(failure);
    notice(this, this.#parts.notices, "error", sentence);
    tell(this, "session-error", { error: sentence });
    return null;
  }

  async #renew() {
    if (this.hasAttribute("upload-session-id")) return;
    const session = this.#open();
    if (!(await session)) return;
    this.#session = session;
    tell(this, "adn-session-refreshed", { uploadSessionId: this.sessionData.upload_session_id });
  }

  #end() {
    this.#ended = true;
    this.#update();
    notice(this, this.#parts.notices, "warning", this.#texts.uploadExpired);
    tell(this, "adn-session-expired", { uploadSessionId: this.sessionData.upload_session_id });
  }

  #add(files) {
    const refused = files.filter((file) => !isAudio(file));
    if (refused.length) {
      const names = refused.map((file) => file.name).join(", ");
      notice(this, this.#parts.notices, "error", `${this.#texts.noAudio}${names}`);
    }
    let audio = files.filter(isAudio);
    if (this.#limit && this.#chosen + audio.length > this.#limit) {
      audio = audio.slice(0, this.#limit - this.#chosen);
      notice(this, this.#parts.notices, "error", `${this.#texts.limit}${this.#limit}`);
    }
    if (!audio.length) return;
    this.#chosen += audio.length;
    tell(this, "files-selected", { files: audio });
    for (const file of audio) {
      const line = new FileLine(this.#parts.files, file, this.#texts, () => this.#send(line));
      this.#send(line);
    }
  }

  /** One file: a track of its own, then its bytes. Trying again makes a new track. */
  async #send(line) {
    const { file } = line;
    try {
      line.progress(0);
      const session = await this.#session;
      if (!session) throw new Refusal(this.#texts.noUploadSession, 0);
      const options = { onProgress: (fraction) => line.progress(fraction), signal: this.#leaving.signal };
      const trackId = await session.send(file, { file_name: file.name }, options);
      line.done();
      tell(this, "file-uploaded", { file, trackId });
    } catch (failure) {
      if (failure.name !== "AbortError") line.fail(this.#sentence(failure));
    }
  }

  #sentence(failure) {
    if (failure instanceof Refusal) return failure.message || `${this.#texts.failed} (${failure.status})`;
    return `${this.#texts.failed} ${this.#texts.network}`;
  }
}

if (!customElements.get("audiodn-uploader")) customElements.define("audiodn-uploader", Uploader);
