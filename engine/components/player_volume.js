/** The volume of a player: remembered for the visit, told to the page, shown on its slider and its button. */

import { setIcon } from "./look.js";

const USUAL = 0.7;

/** Connect slider and button of `parts` with the sound of `player`. */
export function connectVolume(player, parts, texts) {
  const { audio } = player;
  const { loudness, sound } = parts;
  const kept = Number.parseFloat(sessionStorage.getItem("volume") ?? player.getAttribute("volume"));
  audio.volume = Number.isFinite(kept) ? Math.min(1, Math.max(0, kept)) : USUAL;
  const show = () => {
    const heard = audio.muted ? 0 : audio.volume;
    loudness.value = heard;
    loudness.style.setProperty("--fill", `${heard * 100}%`);
    loudness.setAttribute("aria-valuetext", `${Math.round(heard * 100)} %`);
    sound.setAttribute("aria-label", heard ? texts.mute : texts.unmute);
    setIcon(sound.firstElementChild, heard ? "loud" : "mute");
  };
  audio.addEventListener("volumechange", () => {
    show();
    sessionStorage.setItem("volume", String(audio.volume));
    const detail = { origin: player, volume: audio.volume, muted: audio.muted };
    document.dispatchEvent(new CustomEvent("adn-volumechange", { detail }));
  });
  loudness.addEventListener("input", () => {
    audio.muted = false;
    audio.volume = loudness.valueAsNumber;
  });
  sound.addEventListener("click", () => { audio.muted = !audio.muted; });
  show();
}
