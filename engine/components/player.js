/** `<audiodn-player>`: plays a track or a collection through a play session. */

import { Refusal } from "./api.js";
import { Expiry } from "./expiry.js";
import { dress, setIcon, tint } from "./look.js";
import { notice, tell } from "./notice.js";
import { build, coverUrl, listQualities, listTracks, markTrack, titleOf } from "./player_parts.js";
import { connectMenu } from "./player_menu.js";
import { connectOutput } from "./player_output.js";
import { PlaySession } from "./player_session.js";
import { PLAYER_STYLE } from "./player_style.js";
import { connectVolume } from "./player_volume.js";
import { Wave } from "./player_wave.js";
import { clock, localeOf, textsIn } from "./texts.js";

const RELOADS = [1000, 2000];
const STEPS = { ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5, PageUp: 30, PageDown: -30 };

class Player extends HTMLElement {
  tracks = [];
  activeTrack = null;
  playSession = null;
  state = "loading";
  hasError = false;
  audio = new Audio();

  #expiry = new Expiry({ onWarning: () => this.#renew(), onEnd: () => this.#end() });
  #parts;
  #texts;
  #file = null;
  #wave;
  #reloads = 0;
  #onOtherPlayer = ({ detail }) => detail.action === "play" && detail.origin !== this && this.audio.pause();

  connectedCallback() {
    document.addEventListener("adn-playchange", this.#onOtherPlayer);
    if (this.#parts) {
      this.#expiry.arm(this.playSession?.expiresAt);
      return;
    }
    this.#texts = textsIn(localeOf(this));
    const root = this.attachShadow({ mode: "open" });
    dress(root, PLAYER_STYLE);
    this.#parts = build(root, this.#texts);
    this.audio.preload = "none";
    this.#wave = new Wave(this, this.#parts);
    const height = Number.parseFloat(this.getAttribute("height"));
    if (height) this.#parts.frame.style.setProperty("--inline-height", `${Math.max(24, height)}px`);
    this.#listenToParts();
    this.#listenToAudio();
    this.loadSession();
  }

  disconnectedCallback() {
    document.removeEventListener("adn-playchange", this.#onOtherPlayer);
    this.#expiry.stop();
    this.audio.pause();
  }

  get currentTime() {
    return this.audio.currentTime;
  }

  /** Open the session named by the attributes and show its first (or pinned) track. */
  async loadSession() {
    const id = this.getAttribute("play-session-id");
    const key = this.getAttribute("api-key");
    if (!id && !key) return this.#fail(this.#texts.noSession);
    const session = new PlaySession(this.#options(id, key));
    try {
      await session.open();
    } catch {
      return this.#fail(this.#texts.loadFailed);
    }
    this.#adopt(session);
    if (!this.tracks.length) return this.#fail(this.#texts.noTracks);
    const pinned = id && this.tracks.find((track) => track.id === this.id);
    await this.selectTrack(pinned || this.tracks[0], { play: this.hasAttribute("autoplay") });
  }

  /** Show a track of the session; chosen by hand it starts to play. */
  async selectTrack(track, { play = true, at = 0 } = {}) {
    let answer;
    try {
      answer = await this.playSession.track(track);
    } catch {
      return this.#fail(this.#texts.loadFailed);
    }
    this.activeTrack = { ...track, ...answer.track };
    this.#show(answer);
    const wanted = this.#variants()[0] ?? this.playSession.details.variants?.[0];
    const files = answer.variants ?? [];
    this.#choose(files.find((file) => file.variant.index.toLowerCase() === wanted) ?? files[0], files, at);
    this.playSession.prefetchAfter(track);
    if (play) this.#play();
  }

  handleUIPlayPause() {
    if (this.audio.paused) this.#play();
    else this.audio.pause();
  }

  /** Go to a place in the track, 0 to 1; a preview only plays its own window. */
  handleUISeek({ detail }) {
    this.#seekTo(detail * this.#length);
  }

  #options(id, key) {
    return {
      id, key, scope: this.getAttribute("scope") || "track", resource: this.id, variants: this.#variants(),
      ttl: Number(this.getAttribute("session-ttl")) || 0, downloadable: this.hasAttribute("downloadable"),
      locale: localeOf(this),
    };
  }

  #variants() {
    return (this.getAttribute("variants") ?? "").split(",").map((name) => name.trim().toLowerCase()).filter(Boolean);
  }

  #adopt(session) {
    this.playSession = session;
    this.tracks = session.tracks;
    this.#expiry.arm(session.expiresAt);
    listTracks(this.#parts, this.tracks, this.#texts, (track) => this.selectTrack(track));
  }

  /** In key mode a session is renewed before its end, and the place in the track is kept. */
  async #renew() {
    if (this.playSession.mode !== "key") return;
    const at = this.#position;
    const playing = !this.audio.paused;
    try {
      this.#adopt(await this.playSession.create());
    } catch {
      return;
    }
    tell(this, "adn-session-refreshed", { playSessionId: this.playSession.id });
    const track = this.tracks.find(({ id }) => id === this.activeTrack?.id) ?? this.tracks[0];
    if (track) await this.selectTrack(track, { play: playing, at });
  }

  #end() {
    this.audio.pause();
    notice(this, this.#parts.notices, "warning", this.#texts.expired);
    tell(this, "adn-session-expired", { playSessionId: this.playSession.id });
  }

  #fail(message) {
    this.state = "error";
    this.hasError = true;
    this.#parts.player.classList.add("error");
    notice(this, this.#parts.notices, "error", message);
  }

  #show({ cover_image: images, levels }) {
    const track = this.activeTrack;
    const { title, subtitle, image, cover, frame } = this.#parts;
    title.textContent = titleOf(track, this.#texts);
    title.title = title.textContent;
    subtitle.textContent = track.player_subtitle ?? "";
    frame.setAttribute("aria-label", `${this.#texts.player}: ${title.textContent}`);
    tint(frame, track);
    image.src = coverUrl(images, this.getAttribute("size") || "large");
    image.hidden = !image.getAttribute("src");
    cover.firstElementChild.hidden = !image.hidden;
    this.#wave.show(levels?.levels);
    markTrack(this.#parts, track);
  }

  #choose(file, files, at) {
    this.#file = file ?? null;
    this.#reloads = 0;
    this.#parts.play.disabled = this.#parts.position.disabled = !file;
    if (file) this.#load(file, at);
    listQualities(this.#parts, files, file, this.#texts, {
      downloadable: this.hasAttribute("downloadable") && this.playSession.details.is_downloadable,
      onChoose: (other) => this.#switch(other, files),
    });
    this.#tick();
  }

  #switch(file, files) {
    const playing = !this.audio.paused;
    this.#choose(file, files, this.#position);
    if (playing) this.#play();
  }

  /** `at` is a place in the whole track; a preview's file starts at its `capture_start`. */
  #load(file, at) {
    this.audio.src = file.url;
    this.audio.currentTime = Math.max(0, at - this.#offset); // before anything is fetched this is where it will start
    this.state = "ready";
  }

  async #play() {
    if (!this.#file) return;
    document.dispatchEvent(new CustomEvent("adn-playchange", { detail: { origin: this, action: "play" } }));
    // A refused autoplay or a switch of track rejects this promise; media errors arrive as the error event.
    await this.audio.play().catch(() => {});
  }

  get #offset() {
    return this.#file?.data?.capture_start ?? 0;
  }

  get #limit() {
    return this.#file?.data?.capture_end ?? this.#length;
  }

  get #length() {
    return this.activeTrack?.duration || this.#file?.data?.capture_end || this.audio.duration || 0;
  }

  get #position() {
    return this.#offset + this.audio.currentTime;
  }

  #seekTo(seconds) {
    this.audio.currentTime = Math.min(Math.max(seconds, this.#offset), this.#limit) - this.#offset;
    this.#tick();
  }

  #listenToParts() {
    const { play, position, download } = this.#parts;
    play.addEventListener("click", () => this.handleUIPlayPause());
    position.addEventListener("input", () => this.#seekTo(position.valueAsNumber));
    position.addEventListener("keydown", (event) => this.#step(event));
    download.addEventListener("click", () => this.#download());
    connectMenu(this, this.#parts);
    connectOutput(this, this.#parts);
    connectVolume(this, this.#parts, this.#texts);
  }

  #listenToAudio() {
    for (const name of ["timeupdate", "seeked", "durationchange"]) this.audio.addEventListener(name, () => this.#tick());
    this.audio.addEventListener("play", () => this.#playing(true));
    this.audio.addEventListener("pause", () => this.#playing(false));
    this.audio.addEventListener("error", () => this.#mediaFailed());
    this.audio.addEventListener("ended", () => this.#next());
  }

  #step(event) {
    const seconds = STEPS[event.key];
    if (!seconds) return;
    event.preventDefault();
    this.#seekTo(this.#position + seconds);
  }

  async #download() {
    try {
      const url = await this.playSession.downloadUrl(this.activeTrack, this.#file.variant.index);
      Object.assign(document.createElement("a"), { href: url }).click();
    } catch (failure) {
      const refused = failure instanceof Refusal && failure.status === 403;
      notice(this, this.#parts.notices, "error", refused ? this.#texts.downloadFailed : this.#texts.loadFailed);
    }
  }

  #next() {
    const place = this.tracks.findIndex(({ id }) => id === this.activeTrack.id);
    if (place + 1 < this.tracks.length) this.selectTrack(this.tracks[place + 1]);
  }

  #mediaFailed() {
    if (!this.#file) return;
    if (this.#reloads === RELOADS.length) return this.#fail(this.#texts.mediaFailed);
    const at = this.#position;
    const playing = this.state === "playing";
    setTimeout(() => {
      this.#load(this.#file, at);
      if (playing) this.#play();
    }, RELOADS[this.#reloads]);
    this.#reloads += 1;
  }

  #playing(isPlaying) {
    this.state = isPlaying ? "playing" : "paused";
    const { play, player } = this.#parts;
    if (isPlaying) player.classList.remove("error");
    play.setAttribute("aria-label", isPlaying ? this.#texts.pause : this.#texts.play);
    setIcon(play.firstElementChild, isPlaying ? "pause" : "play");
    const action = isPlaying ? "play" : "pause";
    if (!isPlaying) document.dispatchEvent(new CustomEvent("adn-playchange", { detail: { origin: this, action } }));
  }

  #tick() {
    const { position, time } = this.#parts;
    const length = this.#length;
    position.max = length || 1;
    position.value = this.#position;
    position.style.setProperty("--fill", `${length ? (this.#position / length) * 100 : 0}%`);
    position.setAttribute("aria-valuetext", `${clock(this.#position)} ${this.#texts.of} ${clock(length)}`);
    time.textContent = `${clock(this.#position)} / ${clock(length)}`;
    this.#wave.paint(this.#position, this.#offset, this.#limit, length);
  }
}

if (!customElements.get("audiodn-player")) customElements.define("audiodn-player", Player);
