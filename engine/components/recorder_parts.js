/** The parts inside `<audiodn-recorder>`, which of them each state shows, and how loudness is drawn. */

import { icons } from "./look.js";

const MARKUP = `
<div class="frame" role="group">
  <div class="row">
    <button class="main record" type="button"><i data-icon="record"></i><span></span></button>
    <button class="main stop" type="button" hidden><i data-icon="stop"></i><span></span></button>
    <button class="pause" type="button" hidden></button>
    <button class="resume" type="button" hidden></button>
    <div class="now"><p class="state" role="status"></p><canvas aria-hidden="true" hidden></canvas></div>
    <span class="time" role="timer">0:00</span>
  </div>
  <audio class="listen" controls hidden></audio>
  <progress class="bar" max="1" value="0" hidden></progress>
  <div class="row after" hidden>
    <button class="send" type="button"></button>
    <button class="discard" type="button"></button>
    <button class="cancel" type="button" hidden></button>
  </div>
  <label class="device" hidden><span></span><select></select></label>
  <div class="notices" role="alert"></div>
</div>`;

const NAMES = [
  "frame", "record", "stop", "pause", "resume", "state", "time", "listen", "bar", "after", "send", "discard", "cancel",
  "device", "notices",
];
/** What can be pressed and seen in each state; everything else is hidden. */
const SHOWN = {
  idle: ["record"], countdown: ["stop"], recording: ["stop", "pause", "canvas"], paused: ["stop", "resume"],
  recorded: ["record", "listen", "after", "send", "discard"], uploading: ["bar", "after", "cancel"], ended: ["record"],
};
const PARTS = [...new Set(Object.values(SHOWN).flat())];

export function build(root, texts) {
  root.innerHTML = MARKUP;
  icons(root);
  const parts = Object.fromEntries(NAMES.map((name) => [name, root.querySelector(`.${name}`)]));
  parts.canvas = root.querySelector("canvas");
  parts.select = root.querySelector("select");
  parts.frame.setAttribute("aria-label", texts.recorder);
  parts.record.lastElementChild.textContent = texts.record;
  parts.stop.lastElementChild.textContent = texts.stop;
  parts.pause.textContent = texts.pauseTake;
  for (const name of ["resume", "send", "discard", "cancel"]) parts[name].textContent = texts[name];
  parts.listen.setAttribute("aria-label", texts.listen);
  parts.bar.setAttribute("aria-label", texts.uploading);
  parts.device.firstElementChild.textContent = texts.microphone;
  return parts;
}

/** Show a state; when the pressed button goes, the focus moves to the first that is there instead. */
export function show(parts, root, state) {
  const focused = root.activeElement;
  parts.frame.dataset.state = state;
  for (const name of PARTS) parts[name].hidden = !SHOWN[state].includes(name);
  if (focused?.hidden || focused?.closest("[hidden]")) {
    const next = SHOWN[state].map((name) => parts[name]).find((part) => part.localName === "button" && !part.disabled);
    next?.focus();
  }
}

/** One more bar for the loudness of this moment; the older ones move to the left. */
export class Meter {
  #levels = [];
  #canvas;

  constructor(canvas) {
    this.#canvas = canvas;
  }

  clear() {
    this.#levels = [];
  }

  add(level) {
    const box = this.#canvas.getBoundingClientRect();
    if (!box.width) return;
    this.#canvas.width = box.width;
    this.#canvas.height = box.height;
    const pen = this.#canvas.getContext("2d");
    pen.fillStyle = getComputedStyle(this.#canvas).color;
    this.#levels = [...this.#levels, level].slice(-Math.floor(box.width / 4));
    this.#levels.forEach((loud, place) => {
      const tall = Math.max(2, Math.sqrt(loud) * box.height);
      pen.fillRect(place * 4, (box.height - tall) / 2, 2, tall);
    });
  }
}

export const RECORDER_STYLE = `
.frame { display: grid; gap: 10px; }
.notices:empty { margin-top: -10px; }
.row { display: flex; align-items: center; gap: 8px; flex-wrap: wrap; min-width: 0; }
.row button { min-height: 44px; padding: 0 14px; border: 1px solid var(--_control); font-weight: 500; }
.row button:hover:enabled { background: var(--_hover); }
.row .send { background: var(--_fg); color: var(--_bg); border-color: transparent; }
.row .send:hover:enabled { background: var(--_fg); filter: brightness(1.1); }
.main i { color: var(--_accent); }
.row .main { display: inline-flex; align-items: center; gap: 8px; border-radius: 22px; padding: 0 18px 0 14px; }
.frame[data-state="recorded"] .record { order: 1; }
.now { flex: 1 1 120px; min-width: 0; display: grid; align-items: center; }
.state { margin: 0; color: var(--_muted); }
.frame[data-state="recording"] .state { font-weight: 600; color: var(--_fg); }
canvas { width: 100%; height: 24px; color: var(--_accent); }
.time { font-variant-numeric: tabular-nums; color: var(--adn-playtime-color-font, var(--_muted)); }
.listen { width: 100%; height: 40px; }
progress { width: 100%; height: 6px; appearance: none; border: 0; border-radius: 3px; overflow: hidden; background: var(--_line); }
progress::-webkit-progress-bar { background: var(--_line); }
progress::-webkit-progress-value { background: var(--_accent); }
progress::-moz-progress-bar { background: var(--_accent); }
.device { display: flex; gap: 8px; align-items: center; color: var(--_muted); min-width: 0; }
select { font: inherit; color: var(--_fg); background: var(--_bg); border: 1px solid var(--_control); border-radius: 6px; min-height: 32px; min-width: 0; max-width: 100%; }
:host([variant="panel"]) .now { flex-basis: 100%; order: 3; }
:host([variant="panel"]) canvas { height: 64px; }
:host([variant="inline"]) .frame { border: 0; background: none; box-shadow: none; padding: var(--adn-inline-padding, 0); }
:host([variant="inline"]) .main { min-height: var(--inline-height, 56px); min-width: var(--inline-height, 56px); border-radius: 50%; padding: 0; justify-content: center; background: var(--_accent); border-color: transparent; }
:host([variant="inline"]) .main i { color: var(--_on-accent); }
:host([variant="inline"]) .main span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
:host([variant="inline"]) .device { display: none; }
`;
