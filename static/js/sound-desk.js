/**
 * What pages beside a sound have in common: `SoundDesk`, an element with one `<audio>` in it. Loaded before the script
 * that extends it.
 */
globalThis.SoundDesk = class SoundDesk extends HTMLElement {
  get audio() { return this.querySelector("audio"); }

  seek(seconds, { play = false } = {}) {
    if (!this.audio) return;
    this.audio.currentTime = Math.max(0, seconds);
    if (play) this.audio.play();
  }

  toggle() {
    if (this.audio?.paused) this.audio.play();
    else this.audio?.pause();
  }
};
