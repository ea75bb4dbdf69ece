/** The upload session of an uploader or recorder: opened by id, or made by key, at once or with the first track. */

import { Refusal, call, put } from "./api.js";

export class UploadSession {
  data = null;
  #options;

  /** `options`: {id, key, collection, locale, noSession} */
  constructor(options) {
    this.#options = options;
  }

  /**
   * Open by id. With a key there is nothing to open before something is sent; `isAtOnce` makes one now all the same.
   * Throws Refusal or TypeError.
   */
  async open({ isAtOnce = false } = {}) {
    const { id, key, collection, locale, noSession } = this.#options;
    if (!id && !key) throw new Refusal(noSession, 0);
    if (id) this.data = await call(`upload_session/${id}`, { locale });
    else if (isAtOnce) {
      const body = { collection_id: collection };
      this.data = await call("upload_session", { method: "POST", key, body, locale });
    }
    return this.data;
  }

  get id() {
    return this.data?.upload_session_id;
  }

  /** Make a track for the file and send its bytes; answers the track's id. `onSession` hears of a new session. */
  async send(file, track, { onProgress, onSession = () => {}, signal }) {
    const answer = this.id ? await this.#add(file, track) : await this.#begin(track, onSession);
    const address = answer.track_upload?.upload_url;
    if (!answer.track_id || !address) throw new Refusal("", 0);
    await put(address, file, onProgress, signal);
    return answer.track_id;
  }

  #add(file, track) {
    const body = { ...track, file_size: file.size };
    return call(`upload/${this.id}/track`, { method: "POST", body, locale: this.#options.locale });
  }

  async #begin(track, onSession) {
    const { key, collection, locale } = this.#options;
    const body = { collection_id: collection, track };
    const answer = await call("upload_session", { method: "POST", key, body, locale });
    this.data = answer;
    onSession(answer);
    return answer;
  }
}
