/** The waveform behind a player's slider; a track without levels, and a small player, have the slider alone. */

import { draw, shape } from "./bars.js";

export class Wave {
  #player;
  #parts;
  #bars = null;
  #last = null;

  constructor(player, parts) {
    this.#player = player;
    this.#parts = parts;
    const height = this.#number("waveform-height", 0);
    if (height) parts.frame.style.setProperty("--wave-height", `${height}px`);
    new ResizeObserver(() => this.#repaint()).observe(player);
    // A canvas does not follow its colours by itself; they have a transition so that a change can be heard.
    parts.played.addEventListener("transitionend", () => this.#repaint());
  }

  show(levels) {
    const player = this.#player;
    const isDrawn = levels?.length && player.getAttribute("size") !== "small" && player.getAttribute("variant") !== "inline";
    this.#bars = isDrawn ? shape(levels, this.#number("waveform-scale-strength", 0.4)) : null;
    this.#parts.canvas.hidden = !isDrawn;
    this.#parts.seek.classList.toggle("waves", Boolean(isDrawn));
  }

  /** All in seconds: the place, the window that can be played, and the whole track. */
  paint(position, from, to, length) {
    this.#last = { progress: position / (length || 1), from: from / (length || 1), to: to / (length || 1) };
    this.#repaint();
  }

  #repaint() {
    if (!this.#bars || !this.#last) return;
    const { canvas, played, rest } = this.#parts;
    draw(canvas, this.#bars, {
      ...this.#last,
      played: getComputedStyle(played).color,
      rest: getComputedStyle(rest).color,
      width: this.#number("waveform-line-width", 2),
      gap: this.#number("waveform-gap", 2),
      variant: this.#player.getAttribute("waveform-variant") ?? undefined,
    });
  }

  #number(name, otherwise) {
    const value = Number.parseFloat(this.#player.getAttribute(name));
    return Number.isFinite(value) ? value : otherwise;
  }
}
