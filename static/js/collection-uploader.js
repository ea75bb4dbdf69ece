/**
 * `<collection-uploader>`: tells the studio of every track that the AudioDN uploader or recorder in it has sent.
 *
 * `data-src`, `data-recorder-src` their scripts · `data-adopt` where a track is reported · the form token stands in the element.
 * A track that was taken in is announced with `track-adopted`, so that lists can look again.
 */

const PAUSES = [1000, 4000, 15_000]; // ms before each further attempt to report a track

class CollectionUploader extends HTMLElement {
  #onUploaded = (event) => this.#report(event.detail.trackId);
  #onExpired = () => this.#show("[data-expired]");
  #onRefused = (event) => this.#refused(event.detail?.error);

  connectedCallback() {
    this.addEventListener("file-uploaded", this.#onUploaded, true);
    this.addEventListener("adn-session-expired", this.#onExpired, true);
    this.addEventListener("session-error", this.#onRefused, true);
    for (const src of [this.dataset.src, this.dataset.recorderSrc]) {
      if (!src || [...document.scripts].some((known) => known.src === src)) continue;
      document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
    }
  }

  disconnectedCallback() {
    this.removeEventListener("file-uploaded", this.#onUploaded, true);
    this.removeEventListener("adn-session-expired", this.#onExpired, true);
    this.removeEventListener("session-error", this.#onRefused, true);
  }

  async #report(id) {
    for (const pause of [0, ...PAUSES]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (await this.#send(id)) {
        document.body.dispatchEvent(new CustomEvent("track-adopted", { detail: { id } }));
        return;
      }
    }
    this.#show("[data-problem]");
  }

  async #send(id) {
    const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new URLSearchParams({ track_id: id });
    try {
      return (await fetch(this.dataset.adopt, { method: "POST", body, headers: { "X-CSRFToken": token } })).ok;
    } catch {
      return false;
    }
  }

  /** AudioDN's own words, which are plain text, in our sentence. */
  #refused(error) {
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = String(error?.message ?? error ?? "");
    this.#show("[data-refused]");
  }

  #show(selector) {
    const note = this.querySelector(selector);
    if (note) note.hidden = false;
  }
}

if (!customElements.get("collection-uploader")) customElements.define("collection-uploader", CollectionUploader);
