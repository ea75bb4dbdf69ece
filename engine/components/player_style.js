/** How `<audiodn-player>` looks in its three sizes, inline, and on narrow pages. */

export const PLAYER_STYLE = `
.player {
  display: grid; align-items: center; gap: 4px var(--_gap);
  grid-template: "cover play head" auto "cover seek seek" auto "cover foot foot" auto / auto auto minmax(0, 1fr);
}
.cover {
  grid-area: cover; align-self: start; overflow: hidden; display: grid; place-items: center;
  --_cover: var(--adn-coverart-size, 170px);
  width: var(--adn-coverart-width, var(--_cover)); height: var(--adn-coverart-height, auto); aspect-ratio: 1;
  background: var(--adn-coverart-bg, var(--adn-coverart-bg-placeholder, var(--_hover)));
  color: var(--adn-coverart-color-placeholder, var(--adn-coverart-color-font, var(--_muted)));
  border: var(--adn-coverart-border, 0); border-radius: var(--adn-coverart-radius, 8px);
  padding: var(--adn-coverart-padding, 0); box-shadow: var(--adn-coverart-box-shadow, none);
  filter: var(--adn-coverart-filter, none); transform: var(--adn-coverart-transform, none);
  transition: var(--adn-coverart-transition, none);
}
.cover img { width: 100%; height: 100%; object-fit: cover; display: block; }
.cover i svg { width: 30%; height: 30%; margin: auto; opacity: 0.55; }
.cover i { display: grid; width: 100%; height: 100%; }
.play {
  grid-area: play; position: relative; display: grid; place-items: center; --_play: var(--adn-playbutton-size, 44px);
  width: var(--adn-playbutton-width, var(--_play)); height: var(--adn-playbutton-height, var(--_play));
  min-width: var(--adn-playbutton-touch, 0); min-height: var(--adn-playbutton-touch, 0);
  background: var(--adn-playbutton-bg, var(--_accent)); color: var(--adn-playbutton-color, var(--_on-accent));
  border: var(--adn-playbutton-border, 0); border-radius: var(--adn-playbutton-radius, 50%);
  padding: var(--adn-playbutton-padding, 0); box-shadow: var(--adn-playbutton-box-shadow, none);
  transform: var(--adn-playbutton-transform, none); transition: var(--adn-playbutton-transition, none);
}
.play:hover { filter: brightness(1.08); }
.play svg { width: var(--adn-playbutton-width-icon, 24px); height: var(--adn-playbutton-width-icon, 24px); }
.player.error .play {
  background: var(--adn-playbutton-bg-error, var(--_error)); color: var(--adn-playbutton-color-error, var(--_bg));
}
.head {
  grid-area: head; min-width: 0; display: grid; gap: var(--adn-tracktitle-gap, 0); width: var(--adn-tracktitle-width, auto);
  background: var(--adn-tracktitle-bg, none); border: var(--adn-tracktitle-border, 0);
  border-radius: var(--adn-tracktitle-radius, 0); padding: var(--adn-tracktitle-padding, 0);
  box-shadow: var(--adn-tracktitle-box-shadow, none);
}
.title, .subtitle { margin: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.title { font-weight: 600; font-size: var(--adn-tracktitle-font-size, 1.05em); color: var(--adn-tracktitle-color-fg, inherit); }
.subtitle { color: var(--adn-tracktitle-color-fg-subtitle, var(--_muted)); font-size: var(--adn-tracktitle-font-size-subtitle, 0.93em); }
.seek {
  grid-area: seek; position: relative; display: grid; align-items: center; min-height: var(--adn-progress-height, 24px);
  width: var(--adn-progress-width, auto); background: var(--adn-progress-bg, none); border: var(--adn-progress-border, 0);
  border-radius: var(--adn-progress-radius, 0); padding: var(--adn-progress-padding, 0);
  box-shadow: var(--adn-progress-box-shadow, none);
  --_slider: var(--adn-progress-color-slider, var(--_control));
  --_done: var(--adn-progress-color-highlight, var(--_accent));
  --_thumb: var(--adn-progress-color-thumb, var(--_done));
  --_size: var(--adn-progress-size-thumb, var(--adn-thumb-size, 12px));
}
.seek:hover { --_size: var(--adn-progress-size-thumb-hover, var(--adn-thumb-size-hover, 12px)); }
.seek.waves {
  background: var(--adn-waveform-bg, var(--adn-progress-bg, none)); border: var(--adn-waveform-border, var(--adn-progress-border, 0));
  border-radius: var(--adn-waveform-radius, var(--adn-progress-radius, 0)); padding: var(--adn-waveform-padding, var(--adn-progress-padding, 0));
}
.seek.waves { height: var(--wave-height, 82px); }
.seek > * { grid-area: 1 / 1; }
canvas { width: 100%; height: 100%; min-height: 0; pointer-events: none; }
.seek input { width: 100%; height: 100%; margin: 0; padding: var(--adn-progress-padding-input, 0); border-radius: 6px; outline-offset: 0; }
.seek.waves input { opacity: 0; cursor: pointer; }
.seek.waves input:focus-visible { opacity: 1; outline-offset: 3px; }
.seek.waves input:focus-visible::-webkit-slider-runnable-track { background: none; }
.seek.waves input:focus-visible::-moz-range-track { background: none; }
.seek.waves input:focus-visible::-webkit-slider-thumb { height: var(--wave-height, 82px); width: var(--adn-waveform-playhead-width, 2px); background: var(--adn-waveform-color-playhead, var(--_thumb)); border-radius: 1px; margin-top: calc(2px - var(--wave-height, 82px) / 2); }
.played, .rest { width: 0; height: 0; transition: color 1ms; }
.played { color: var(--adn-waveform-color-fg, var(--_accent)); }
.rest { color: light-dark(#98a3aa, #59646b); }
.player { --_slider: var(--_control); --_done: var(--_accent); --_thumb: var(--_accent); --_size: var(--adn-thumb-size, 12px); }
input[type="range"] { appearance: none; background: none; cursor: pointer; --fill: 0%; accent-color: var(--_accent); --_tall: var(--adn-height-slider, 4px); }
input[type="range"]::-webkit-slider-runnable-track {
  height: var(--_tall); border: var(--adn-progress-border-slider, 0); border-radius: var(--adn-progress-radius-slider, 2px);
  background: linear-gradient(to right, var(--_done) var(--fill), var(--_slider) var(--fill));
}
input[type="range"]::-webkit-slider-thumb {
  appearance: none; width: var(--_size); height: var(--_size); margin-top: calc((var(--_tall) - var(--_size)) / 2);
  border: var(--adn-progress-border-thumb, 0); border-radius: var(--adn-progress-radius-thumb, 50%);
  background: var(--_thumb); transition: var(--adn-progress-transition-thumb, none);
}
input[type="range"]::-moz-range-track { height: var(--_tall); border-radius: var(--adn-progress-radius-slider, 2px); background: var(--_slider); }
input[type="range"]::-moz-range-progress { height: var(--_tall); border-radius: var(--adn-progress-radius-slider, 2px); background: var(--_done); }
input[type="range"]::-moz-range-thumb { width: var(--_size); height: var(--_size); border: var(--adn-progress-border-thumb, 0); border-radius: var(--adn-progress-radius-thumb, 50%); background: var(--_thumb); }
.foot { grid-area: foot; display: flex; align-items: center; gap: 2px; min-width: 0; }
.time {
  color: var(--adn-playtime-color-font, var(--_muted)); font-variant-numeric: tabular-nums; margin-right: auto; white-space: nowrap;
  font-size: var(--adn-playtime-font-size, 0.93em); background: var(--adn-playtime-bg, none);
  border: var(--adn-playtime-border, 0); border-radius: var(--adn-playtime-radius, 0); padding: var(--adn-playtime-padding, 0);
}
.volume {
  display: flex; align-items: center; background: var(--adn-volumecontrol-bg, none);
  border: var(--adn-volumecontrol-border, 0); border-radius: var(--adn-volumecontrol-radius, 0);
  padding: var(--adn-volumecontrol-padding, 0);
}
.volume input { width: min(84px, var(--adn-volume-max-width, 84px)); height: 24px; margin: 0 8px 0 0; }
.menu { position: relative; }
.sheet {
  position: absolute; z-index: 5; right: 0; bottom: calc(100% + 6px); min-width: 208px; overflow: auto; padding: var(--adn-settingsmenu-padding, 10px);
  background: var(--adn-settingsmenu-bg, var(--_bg)); border: var(--adn-settingsmenu-border, 1px solid var(--_line));
  border-radius: var(--adn-settingsmenu-radius, 8px);
  box-shadow: var(--adn-settingsmenu-box-shadow, 0 8px 24px rgb(0 0 0 / 0.18));
}
.sheet.under { bottom: auto; top: calc(100% + 6px); }
fieldset { border: 0; margin: 0; padding: 0; }
legend { color: var(--_muted); font-size: 0.86em; padding: 0 6px 4px; }
.choice { display: flex; gap: 8px; align-items: center; padding: 6px; border-radius: 6px; cursor: pointer; min-height: var(--adn-settingsmenu-min-touch, 32px); }
.choice:hover { background: var(--_hover); }
.choice input { accent-color: var(--_accent); margin: 0; }
.choice small { color: var(--_muted); margin-left: auto; padding-left: 16px; }
.output { display: grid; gap: 4px; padding: 6px; color: var(--_muted); font-size: 0.86em; }
.output select { font: inherit; color: var(--_fg); background: var(--_bg); border: 1px solid var(--_control); border-radius: 6px; min-height: 32px; max-width: 240px; }
.download { width: 100%; text-align: left; padding: 8px 6px; margin-top: 4px; border-top: 1px solid var(--_hair); border-radius: 0 0 6px 6px; }
.download:hover { background: var(--_hover); }
.list {
  list-style: none; margin: 12px 0 0; padding: var(--adn-tracklist-padding, 6px 0 0); display: grid;
  background: var(--adn-tracklist-bg, none); border: var(--adn-tracklist-border, 0); border-radius: var(--adn-tracklist-radius, 0);
  box-shadow: 0 -1px var(--_hair); color: var(--adn-tracklist-color-font, inherit);
  grid-template-columns: minmax(0, 1fr);
  gap: var(--adn-tracklist-gap, 0); max-height: var(--adn-tracklist-max-height, 260px); overflow-y: auto;
}
.list button { display: flex; align-items: center; min-height: 40px; gap: 10px; width: 100%; text-align: left; padding: var(--adn-tracklist-padding-item, 0 8px); }
.list button:hover { background: var(--_hover); }
.list .number { color: var(--adn-tracklist-color-number, var(--_muted)); min-width: var(--adn-tracklist-width-number, 1.6em); text-align: right; font-variant-numeric: tabular-nums; }
.list .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list .length { color: var(--_muted); font-variant-numeric: tabular-nums; }
.list [aria-current] { background: var(--adn-tracklist-color-highlight, var(--_hover)); }
.list [aria-current] .name { font-weight: 600; }
.list [aria-current] .number { color: var(--adn-tracklist-color-number-active, var(--adn-tracklist-color-highlight-indicator, var(--_fg))); }

:host([size="regular"]) { --wave-height: 42px; }
:host([size="regular"]) .cover { --_cover: var(--adn-coverart-size, 90px); }
:host([size="regular"]) .player { grid-template: "cover play head foot" auto "cover seek seek seek" auto / auto auto minmax(0, 1fr) auto; }
:host([size="small"]) .player { grid-template: "play cover head foot" auto "seek seek seek seek" auto / auto auto minmax(0, 1fr) auto; }
:host([size="small"]) .cover { --_cover: var(--adn-coverart-size, 36px); align-self: center; border-radius: 4px; }
:host([size="small"]) .volume input { display: none; }
:host([variant="inline"]) .frame { padding: var(--adn-inline-padding, 0); border: 0; background: none; box-shadow: none; }
:host([variant="inline"]) .player { grid-template: "play head foot" auto "play seek seek" auto / auto minmax(0, 1fr) auto; gap: 0 var(--_gap); }
:host([variant="inline"]) .cover, :host([variant="inline"]) .subtitle, :host([variant="inline"]) .volume { display: none; }
:host([variant="inline"]) .play { --_play: var(--inline-height, 56px); }
:host([variant="inline"]) .seek { min-height: 16px; }
:host([variant="inline"]) .list { display: none; }

@container (max-width: 460px) {
  .player {
    grid-template: "cover head play" auto "seek seek seek" auto "foot foot foot" auto / auto minmax(0, 1fr) auto;
  }
  :host(:not([size="small"], [variant="inline"])) .cover { --_cover: 56px; align-self: center; }
  :host([size="regular"]) .player { grid-template: "cover head play" auto "seek seek seek" auto "foot foot foot" auto / auto minmax(0, 1fr) auto; }
}
`;
