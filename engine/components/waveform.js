/** `<audiodn-waveform>`: levels as bars, with a slider over them; it plays nothing and calls nobody. */

import { draw, shape } from "./bars.js";
import { dress } from "./look.js";
import { clock, localeOf, textsIn } from "./texts.js";

const STYLE = `
.stage { position: relative; display: grid; height: var(--wave-height, 120px); border-radius: var(--adn-waveform-radius, 6px);
  background: var(--adn-waveform-bg, none); border: var(--adn-waveform-border, 0); padding: var(--adn-waveform-padding, 0); }
.stage > * { grid-area: 1 / 1; }
canvas { width: 100%; height: 100%; min-height: 0; pointer-events: none; }
.played, .rest { width: 0; height: 0; transition: color 1ms; }
.played { color: var(--adn-waveform-color-fg, var(--adn-color-accent, var(--line-color, light-dark(#47555e, #c6d0d6)))); }
.rest { color: light-dark(#98a3aa, #59646b); }
input { width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.stage:focus-within { outline: 2px solid currentColor; outline-offset: 2px; }
.stage:not(:has(:focus-visible)) { outline: 0; }
`;
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 6, PageDown: -6 };
const STEP = 5; // seconds by an arrow key; without a duration a hundredth of the whole
const NUMBERS = {
  height: 120, "line-width": 2, gap: 3, "scale-strength": 0.4, progress: 0, duration: 0, min: 0, max: 1,
  "reflection-angle": 45, "reflection-size": 0.25, "reflection-opacity": 0.55, "highlight-from": 0, "highlight-width": 1,
};

class Waveform extends HTMLElement {
  static observedAttributes = [...Object.keys(NUMBERS), "variant", "line-color", "locale"];

  #levels = [];
  #bars = [];
  #parts;

  connectedCallback() {
    if (this.#parts) return;
    const root = this.attachShadow({ mode: "open" });
    dress(root, STYLE);
    root.innerHTML = `<div class="stage"><canvas aria-hidden="true"></canvas><span class="played"></span>
      <span class="rest"></span><input type="range" min="0" max="1" step="any"></div>`;
    const find = (name) => root.querySelector(name);
    this.#parts = {
      stage: find(".stage"), canvas: find("canvas"), played: find(".played"), rest: find(".rest"), slider: find("input"),
    };
    this.#parts.slider.addEventListener("input", () => this.#seek(this.#parts.slider.valueAsNumber));
    this.#parts.slider.addEventListener("keydown", (event) => this.#step(event));
    // A canvas does not follow its colours by itself; they have a transition so that a change can be heard.
    this.#parts.played.addEventListener("transitionend", () => this.#paint());
    new ResizeObserver(() => this.#paint()).observe(this);
    this.#update();
  }

  attributeChangedCallback() {
    if (this.#parts) this.#update();
  }

  get levels() {
    return this.#levels;
  }

  /** Any numbers, on any scale. */
  set levels(levels) {
    this.#levels = Array.isArray(levels) ? levels.filter(Number.isFinite) : [];
    if (this.#parts) this.#update();
  }

  get progress() {
    return this.#number("progress");
  }

  /** 0 to 1. */
  set progress(progress) {
    this.setAttribute("progress", String(progress));
  }

  #number(name) {
    const value = Number.parseFloat(this.getAttribute(name));
    return Number.isFinite(value) ? value : NUMBERS[name];
  }

  #update() {
    const { stage, slider } = this.#parts;
    const texts = textsIn(localeOf(this));
    const duration = this.#number("duration");
    this.#bars = this.#levels.length ? shape(this.#levels, this.#number("scale-strength")) : [];
    stage.style.setProperty("--wave-height", `${this.#number("height")}px`);
    if (this.hasAttribute("line-color")) stage.style.setProperty("--line-color", this.getAttribute("line-color"));
    slider.value = this.progress;
    slider.setAttribute("aria-label", texts.seek);
    slider.setAttribute("aria-valuetext", duration
      ? `${clock(this.progress * duration)} ${texts.of} ${clock(duration)}`
      : `${Math.round(this.progress * 100)} %`);
    this.#paint();
  }

  #paint() {
    const { canvas, played, rest } = this.#parts;
    if (!this.#bars.length) return canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
    const from = this.#number("highlight-from");
    return draw(canvas, this.#bars, {
      progress: this.progress,
      from: Math.max(from, this.#number("min")),
      to: Math.min(from + this.#number("highlight-width"), this.#number("max")),
      played: getComputedStyle(played).color,
      rest: getComputedStyle(rest).color,
      width: this.#number("line-width"),
      gap: this.#number("gap"),
      variant: this.getAttribute("variant") ?? undefined,
      mirror: {
        angle: this.#number("reflection-angle"),
        size: this.#number("reflection-size"),
        opacity: this.#number("reflection-opacity"),
      },
    });
  }

  #step(event) {
    const steps = STEPS[event.key];
    if (!steps) return;
    event.preventDefault();
    const duration = this.#number("duration");
    this.#seek(this.progress + steps * (duration ? STEP / duration : 0.01));
  }

  /** Within the part that can be played. The page decides what becomes of it; the place is shown at once. */
  #seek(wanted) {
    const percent = Math.min(Math.max(wanted, this.#number("min")), this.#number("max"));
    this.progress = percent;
    this.dispatchEvent(new CustomEvent("adni-seek", { detail: { percent }, bubbles: true }));
  }
}

if (!customElements.get("audiodn-waveform")) customElements.define("audiodn-waveform", Waveform);
