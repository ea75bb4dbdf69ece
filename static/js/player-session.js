/**
 * `<player-session>`: keeps the AudioDN player in it alive.
 *
 * A play session ends after a while and the player reads its id only once. So before the end (and when the player
 * reports trouble) a new session is fetched from `data-renew` and the player is replaced by a fresh one that goes on at
 * the same place. What cannot be solved becomes a sentence with a button.
 *
 * `data-src` script of the player · `data-renew` address of this fragment · `data-renew-in` seconds until the next
 * session is wanted · `data-lazy` fetch the first one when it comes into view
 */

const TROUBLE = ["adn-session-expired", "session-error", "adn-error"];
const TOO_SOON = 10_000; // ms; trouble this short after a renewal is not cured by another one
const LATER = 15_000; // ms until the next quiet attempt
const LOOK = 100; // ms between looks whether the fresh player has its track
const PATIENCE = 20_000; // ms until it must have it

class PlayerSession extends HTMLElement {
  #timer;
  #watch;
  #eye;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #isBusy = false;
  #place = null;
  #trouble = ""; // the event that came last, and what it said
  #said = "";
  #onTrouble = (event) => this.#troubled(event);
  #onClick = (event) => event.target.closest("[data-retry]") && this.#retry();

  connectedCallback() {
    for (const name of TROUBLE) this.addEventListener(name, this.#onTrouble, true);
    this.addEventListener("click", this.#onClick);
    this.#watch = setInterval(() => { this.#place = this.#look(); }, 1000);
    if ("lazy" in this.dataset) this.#whenSeen(() => this.renew());
    this.#begin();
  }

  disconnectedCallback() {
    for (const name of TROUBLE) this.removeEventListener(name, this.#onTrouble, true);
    this.removeEventListener("click", this.#onClick);
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    this.#eye?.disconnect();
  }

  get player() {
    return this.querySelector("audiodn-player");
  }

  /** Put a player with a new session in the place of the old one. A quiet attempt that fails is made again later. */
  async renew({ isQuiet = false } = {}) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    clearTimeout(this.#timer);
    const isFirst = !this.player;
    const place = this.#look({ mayBeCut: !isQuiet });
    try {
      this.#replace(await this.#fetch(), place);
      if (!isFirst) this.#renewedAt = performance.now(); // the first one may be a kept session that ended meanwhile
    } catch {
      if (isQuiet) this.#timer = setTimeout(() => this.renew({ isQuiet }), LATER);
      else {
        this.#trouble = ""; // there is no session to be had, whatever began it
        this.#say();
      }
    } finally {
      this.#isBusy = false;
    }
  }

  #begin() {
    load(this.dataset.src, () => this.#goNative());
    const seconds = Number(this.dataset.renewIn);
    if (seconds > 0) this.#timer = setTimeout(() => this.renew({ isQuiet: true }), seconds * 1000);
  }

  /** AudioDN's script never came: its files may be there all the same. */
  async #goNative() {
    try {
      const { playNatively } = await import("./player-native.js");
      await playNatively(this);
    } catch {
      this.#say();
    }
  }

  #troubled({ type, detail }) {
    this.#trouble = type;
    this.#said = String(detail?.message ?? detail?.error?.message ?? detail?.error ?? "");
    if (performance.now() - this.#renewedAt < TOO_SOON) this.#say();
    else this.renew();
  }

  #retry() {
    if (this.player && !customElements.get("audiodn-player")) location.reload(); // its script never came
    else this.renew();
  }

  #whenSeen(run) {
    this.#eye = new IntersectionObserver((entries, eye) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      eye.disconnect();
      run();
    });
    this.#eye.observe(this);
  }

  /** The same fragment once more, with a new session in it, or with the sentence why there is none. */
  async #fetch() {
    const answer = await fetch(this.dataset.renew);
    if (!answer.ok || answer.redirected) throw new Error(`no player: ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("player-session");
    if (!fresh) throw new Error("no player in the answer");
    return fresh;
  }

  #replace(fresh, place) {
    for (const name of ["src", "api", "renew", "renewIn", "expires"]) {
      if (name in fresh.dataset) this.dataset[name] = fresh.dataset[name];
      else delete this.dataset[name];
    }
    delete this.dataset.lazy;
    const old = this.player;
    const id = fresh.querySelector("audiodn-player")?.getAttribute("play-session-id");
    if (old && id) {
      const next = old.cloneNode(false);
      next.setAttribute("play-session-id", id);
      old.replaceWith(next);
      this.querySelector("[data-problem]").hidden = true;
      if (place) restore(next, place);
    } else {
      this.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    }
    this.#begin();
  }

  /** Where the listener is. A player in trouble may have stopped itself: then what was so a second ago counts. */
  #look({ mayBeCut = false } = {}) {
    const { audio, activeTrack } = this.player ?? {};
    if (!audio) return this.#place;
    const before = mayBeCut && this.#place?.track === activeTrack?.id ? this.#place : null;
    return {
      track: activeTrack?.id,
      at: audio.currentTime || before?.at || 0,
      isPlaying: !audio.ended && (!audio.paused || Boolean(before?.isPlaying)),
      volume: audio.volume,
      isMuted: audio.muted,
      rate: audio.playbackRate,
    };
  }

  #say() {
    this.querySelector("[data-waiting]")?.remove();
    const problem = this.querySelector("[data-problem]");
    if (!problem) return;
    const kinds = [...problem.querySelectorAll("[data-kind]")];
    const fit = kinds.find((each) => each.dataset.kind === this.#trouble) ?? kinds[0];
    for (const each of kinds) each.hidden = each !== fit;
    for (const each of problem.querySelectorAll("[data-said]")) each.textContent = this.#said;
    problem.hidden = false;
  }
}

/** Load the player's own script, once per page. */
function load(src, onError) {
  if (!src) return;
  let script = [...document.scripts].find((known) => known.src === src);
  if (!script) {
    script = Object.assign(document.createElement("script"), { type: "module", src });
    document.head.append(script);
  }
  script.addEventListener("error", onError);
}

/** Bring a fresh player to where the old one was, as soon as it has its track. */
async function restore(player, place) {
  const end = performance.now() + PATIENCE;
  while (!(player.activeTrack && player.audio?.src)) {
    if (!player.isConnected || performance.now() > end) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  const wanted = player.tracks?.find((track) => track.id === place.track);
  if (wanted && player.activeTrack.id !== wanted.id) await player.selectTrack(wanted, { play: false });
  const { audio } = player;
  audio.volume = place.volume;
  audio.muted = place.isMuted;
  audio.playbackRate = place.rate;
  const length = player.activeTrack.duration;
  if (place.at && length) player.handleUISeek({ detail: place.at / length });
  if (place.isPlaying === audio.paused) player.handleUIPlayPause();
}

if (!customElements.get("player-session")) customElements.define("player-session", PlayerSession);
