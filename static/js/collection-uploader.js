/**
 * `<collection-uploader>`: tells the studio of every track that the AudioDN uploader in it has sent.
 *
 * `data-src` script of the uploader · `data-adopt` where a track is reported · the form token stands in the element.
 * A track that was taken in is announced with `track-adopted`, so that lists can look again.
 */

const PAUSES = [1000, 4000, 15_000]; // ms before each further attempt to report a track

class CollectionUploader extends HTMLElement {
  #onUploaded = (event) => this.#report(event.detail.trackId);
  #onExpired = () => this.#show("[data-expired]");

  connectedCallback() {
    this.addEventListener("file-uploaded", this.#onUploaded, true);
    this.addEventListener("adn-session-expired", this.#onExpired, true);
    this.addEventListener("session-error", this.#onExpired, true);
    const { src } = this.dataset;
    if (src && ![...document.scripts].some((known) => known.src === src)) {
      document.head.append(Object.assign(document.createElement("script"), { type: "module", src }));
    }
  }

  disconnectedCallback() {
    this.removeEventListener("file-uploaded", this.#onUploaded, true);
    this.removeEventListener("adn-session-expired", this.#onExpired, true);
    this.removeEventListener("session-error", this.#onExpired, true);
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

  #show(selector) {
    const note = this.querySelector(selector);
    if (note) note.hidden = false;
  }
}

if (!customElements.get("collection-uploader")) customElements.define("collection-uploader", CollectionUploader);
