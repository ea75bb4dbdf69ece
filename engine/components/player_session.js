/** The play session of a player: opened by id or by key, its tracks fetched once each, one ahead. */

import { call } from "./api.js";

/** What `GET play/{session}/{track}` answers, or the first track a session brings along. */
export class PlaySession {
  #fetched = new Map();
  #options;

  /** `options`: {id, key, scope, resource, variants, ttl, downloadable, locale}. */
  constructor(options) {
    this.#options = options;
  }

  /** Open by session id; with a key as well, a failing id falls back to the key. Throws Refusal or TypeError. */
  async open() {
    const { id, key } = this.#options;
    if (!id) return this.create();
    try {
      return this.#take(await this.#get(`play_session/${id}`), "session");
    } catch (failure) {
      if (!key) throw failure;
      return this.create();
    }
  }

  /** A new session by key; also the silent renewal in key mode, which forgets addresses fetched before. */
  async create() {
    const { key, scope, resource, variants, ttl, downloadable, locale } = this.#options;
    const body = { [`${scope}_id`]: resource, variants };
    if (ttl) body.expires_in = ttl;
    if (downloadable) body.is_downloadable = true;
    const answer = await call(`play_session/${scope}`, { method: "POST", key, body, locale });
    answer.tracks = [...(answer.tracks ?? [])].sort((one, other) => one.order - other.order);
    return this.#take(answer, "key");
  }

  /** The files, levels and cover of a track; kept, so going back costs no call. */
  async track(track) {
    if (!this.#fetched.has(track.id)) this.#fetched.set(track.id, await this.#get(`play/${this.id}/${track.id}`));
    return this.#fetched.get(track.id);
  }

  /** Fetch the track after this one before it is wanted; a failure here is nobody's business yet. */
  prefetchAfter(track) {
    if (this.tracks.length < 2) return;
    const place = this.tracks.findIndex(({ id }) => id === track.id);
    this.track(this.tracks[(place + 1) % this.tracks.length]).catch(() => {});
  }

  /** The address a browser may navigate to for a file on disk. Throws Refusal. */
  async downloadUrl(track, index) {
    const name = encodeURIComponent(index.toLowerCase());
    return (await this.#get(`play/${this.id}/${track.id}/${name}/download`)).download.url;
  }

  #get(path) {
    return call(path, { locale: this.#options.locale });
  }

  #take(answer, mode) {
    this.mode = mode;
    this.id = answer.play_session_id;
    this.details = answer.play_session ?? {};
    this.expiresAt = answer.expires_at ?? this.details.expires_at;
    this.tracks = answer.tracks ?? [];
    this.#fetched.clear();
    if (answer.first_track) this.#fetched.set(answer.first_track.track_id, answer.first_track);
    return this;
  }
}
