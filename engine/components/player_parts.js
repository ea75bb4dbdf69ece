/** The parts inside `<audiodn-player>`: markup, references to the parts, and how tracks and qualities are listed. */

import { icons } from "./look.js";
import { clock } from "./texts.js";

const MARKUP = `
<div class="frame" role="group">
  <div class="player">
    <div class="cover"><i data-icon="note"></i><img alt="" hidden></div>
    <button class="play" type="button" disabled><i data-icon="play"></i></button>
    <div class="head"><p class="title"></p><p class="subtitle"></p></div>
    <div class="seek">
      <canvas hidden aria-hidden="true"></canvas><span class="played"></span><span class="rest"></span>
      <input class="position" type="range" min="0" max="1" value="0" step="0.01" disabled>
    </div>
    <div class="foot">
      <span class="time">0:00</span>
      <div class="volume">
        <button class="icon sound" type="button"><i data-icon="loud"></i></button>
        <input class="loudness" type="range" min="0" max="1" step="0.05">
      </div>
      <div class="menu" hidden>
        <button class="icon open" type="button" aria-expanded="false"><i data-icon="menu"></i></button>
        <div class="sheet" hidden>
          <fieldset><legend></legend><div class="choices"></div></fieldset>
          <label class="output" hidden><span></span><select class="speakers"></select></label>
          <button class="download" type="button" hidden></button>
        </div>
      </div>
    </div>
  </div>
  <ol class="list" hidden></ol>
  <div class="notices" role="status"></div>
</div>`;

const NAMES = [
  "frame", "player", "cover", "play", "title", "subtitle", "seek", "position", "time", "sound", "loudness",
  "menu", "open", "sheet", "choices", "output", "speakers", "download", "list", "notices", "played", "rest",
];

/** Build the parts once in `root`; the answer maps each class name to its element, plus `canvas`, `image`, `legend`. */
export function build(root, texts) {
  root.innerHTML = MARKUP;
  icons(root);
  const parts = Object.fromEntries(NAMES.map((name) => [name, root.querySelector(`.${name}`)]));
  parts.canvas = root.querySelector("canvas");
  parts.image = root.querySelector("img");
  parts.frame.setAttribute("aria-label", texts.player);
  parts.play.setAttribute("aria-label", texts.play);
  parts.position.setAttribute("aria-label", texts.seek);
  parts.loudness.setAttribute("aria-label", texts.volume);
  parts.sound.setAttribute("aria-label", texts.mute);
  parts.open.setAttribute("aria-label", texts.settings);
  parts.list.setAttribute("aria-label", texts.tracks);
  root.querySelector("legend").textContent = texts.quality;
  parts.download.textContent = texts.download;
  parts.output.firstElementChild.textContent = texts.output;
  return parts;
}

export const titleOf = (track, texts) => track.player_title || track.file_name || texts.untitled;

export function listTracks(parts, tracks, texts, onSelect) {
  parts.list.hidden = tracks.length < 2;
  const listed = parts.list.hidden ? [] : tracks;
  parts.list.replaceChildren(...listed.map((track, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.track = track.id;
    button.append(
      span("number", String(index + 1)), span("name", titleOf(track, texts)), span("length", clock(track.duration)),
    );
    button.addEventListener("click", () => onSelect(track));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
}

export function markTrack(parts, track) {
  for (const button of parts.list.querySelectorAll("button")) {
    if (button.dataset.track === track.id) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

/** One radio button per playable file of the track; the menu hides where there is nothing to choose. */
export function listQualities(parts, variants, chosen, texts, { downloadable, onChoose }) {
  parts.menu.hidden = variants.length < 2 && !downloadable;
  parts.download.hidden = !downloadable;
  parts.choices.replaceChildren(...variants.map((file) => {
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: "quality" });
    radio.checked = file === chosen;
    radio.addEventListener("change", () => onChoose(file));
    const label = document.createElement("label");
    label.className = "choice";
    label.append(radio, span("", file.variant.index.toUpperCase()), detail(file, texts));
    return label;
  }));
}

function detail(file, texts) {
  const small = document.createElement("small");
  const rate = file.props?.bitrate ? ` ${file.props.bitrate} kbit/s` : "";
  const codec = file.props?.codec ? file.props.codec.toUpperCase() : "";
  small.textContent = file.data ? texts.preview : `${codec}${rate}`.trim();
  return small;
}

function span(name, text) {
  const made = document.createElement("span");
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

/** The cover for the element's size, falling back from larger to smaller; addresses with null in them are none. */
export function coverUrl(images, size) {
  const order = [size, "large", "regular", "small", "icon"];
  const urls = order.map((name) => images?.[name]?.url ?? "");
  return urls.find((url) => url && !/\/(null|undefined)(\/|$)/.test(url)) ?? "";
}
