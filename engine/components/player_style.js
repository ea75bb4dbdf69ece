/** How `<audiodn-player>` looks in its three sizes, inline, and on narrow pages. */

export const PLAYER_STYLE = `
.player {
  display: grid; align-items: center; gap: 4px var(--_gap);
  grid-template: "cover play head" auto "cover seek seek" auto "cover foot foot" auto / auto auto minmax(0, 1fr);
}
.cover {
  grid-area: cover; align-self: start; overflow: hidden; display: grid; place-items: center; color: var(--_muted);
  width: var(--adn-coverart-size, 170px); aspect-ratio: 1;
  background: var(--adn-coverart-bg, var(--_hover)); border: var(--adn-coverart-border, 0);
  border-radius: var(--adn-coverart-radius, 8px); box-shadow: var(--adn-coverart-box-shadow, none);
}
.cover img { width: 100%; height: 100%; object-fit: cover; display: block; }
.cover i svg { width: 30%; height: 30%; margin: auto; opacity: 0.55; }
.cover i { display: grid; width: 100%; height: 100%; }
.play {
  grid-area: play; position: relative; display: grid; place-items: center; border-radius: 50%;
  width: var(--adn-playbutton-size, 44px); height: var(--adn-playbutton-size, 44px);
  background: var(--adn-playbutton-bg, var(--_accent)); color: var(--adn-playbutton-color, var(--_on-accent));
}
.play:hover { filter: brightness(1.08); }
.play svg { width: 24px; height: 24px; }
.player.error .play { background: var(--adn-playbutton-bg-error, var(--_error)); }
.head { grid-area: head; min-width: 0; }
.title, .subtitle { margin: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.title { font-weight: 600; font-size: var(--adn-tracktitle-font-size, 1.05em); color: var(--adn-tracktitle-color-fg, inherit); }
.subtitle { color: var(--adn-tracktitle-color-fg-subtitle, var(--_muted)); font-size: 0.93em; }
.seek { grid-area: seek; position: relative; display: grid; align-items: center; min-height: 24px; }
.seek.waves { height: var(--wave-height, 82px); }
.seek > * { grid-area: 1 / 1; }
canvas { width: 100%; height: 100%; min-height: 0; pointer-events: none; }
.seek input { width: 100%; height: 100%; margin: 0; border-radius: 6px; outline-offset: 0; }
.seek.waves input { opacity: 0; cursor: pointer; }
.seek.waves input:focus-visible { opacity: 1; outline-offset: 3px; }
.seek.waves input:focus-visible::-webkit-slider-runnable-track { background: none; }
.seek.waves input:focus-visible::-moz-range-track { background: none; }
.seek.waves input:focus-visible::-webkit-slider-thumb { height: var(--wave-height, 82px); width: 2px; border-radius: 1px; margin-top: calc(2px - var(--wave-height, 82px) / 2); }
.played, .rest { width: 0; height: 0; transition: color 1ms; }
.played { color: var(--adn-waveform-color-fg, var(--_accent)); }
.rest { color: light-dark(#98a3aa, #59646b); }
input[type="range"] { appearance: none; background: none; cursor: pointer; --fill: 0%; accent-color: var(--_accent); }
input[type="range"]::-webkit-slider-runnable-track {
  height: var(--adn-height-slider, 4px); border-radius: 2px;
  background: linear-gradient(to right, var(--_accent) var(--fill), var(--_control) var(--fill));
}
input[type="range"]::-webkit-slider-thumb {
  appearance: none; width: 12px; height: 12px; margin-top: -4px; border-radius: 50%; background: var(--_accent); border: 0;
}
input[type="range"]::-moz-range-track { height: var(--adn-height-slider, 4px); border-radius: 2px; background: var(--_control); }
input[type="range"]::-moz-range-progress { height: var(--adn-height-slider, 4px); border-radius: 2px; background: var(--_accent); }
input[type="range"]::-moz-range-thumb { width: 12px; height: 12px; border-radius: 50%; background: var(--_accent); border: 0; }
.foot { grid-area: foot; display: flex; align-items: center; gap: 2px; min-width: 0; }
.time { color: var(--adn-playtime-color-font, var(--_muted)); font-variant-numeric: tabular-nums; font-size: 0.93em; margin-right: auto; white-space: nowrap; }
.volume { display: flex; align-items: center; }
.volume input { width: min(84px, var(--adn-volume-max-width, 84px)); height: 24px; margin: 0 8px 0 0; }
.menu { position: relative; }
.sheet {
  position: absolute; z-index: 5; right: 0; bottom: calc(100% + 6px); min-width: 208px; padding: 10px;
  background: var(--_bg); border: 1px solid var(--_line); border-radius: 8px; box-shadow: 0 8px 24px rgb(0 0 0 / 0.18);
}
fieldset { border: 0; margin: 0; padding: 0; }
legend { color: var(--_muted); font-size: 0.86em; padding: 0 6px 4px; }
.choice { display: flex; gap: 8px; align-items: center; padding: 6px; border-radius: 6px; cursor: pointer; min-height: 32px; }
.choice:hover { background: var(--_hover); }
.choice input { accent-color: var(--_accent); margin: 0; }
.choice small { color: var(--_muted); margin-left: auto; padding-left: 16px; }
.download { width: 100%; text-align: left; padding: 8px 6px; margin-top: 4px; border-top: 1px solid var(--_hair); border-radius: 0 0 6px 6px; }
.download:hover { background: var(--_hover); }
.list {
  list-style: none; margin: 12px 0 0; padding: 6px 0 0; border-top: 1px solid var(--_hair); display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: var(--adn-tracklist-gap, 0); max-height: var(--adn-tracklist-max-height, 260px); overflow-y: auto;
}
.list button { display: flex; align-items: center; min-height: 40px; gap: 10px; width: 100%; text-align: left; padding: var(--adn-tracklist-padding-item, 0 8px); }
.list button:hover { background: var(--_hover); }
.list .number { color: var(--_muted); min-width: 1.6em; text-align: right; font-variant-numeric: tabular-nums; }
.list .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list .length { color: var(--_muted); font-variant-numeric: tabular-nums; }
.list [aria-current] { background: var(--adn-tracklist-color-highlight, var(--_hover)); }
.list [aria-current] .name { font-weight: 600; }
.list [aria-current] .number { color: var(--adn-tracklist-color-highlight-indicator, var(--_fg)); }

:host([size="regular"]) { --wave-height: 42px; }
:host([size="regular"]) .cover { width: var(--adn-coverart-size, 90px); }
:host([size="regular"]) .player { grid-template: "cover play head foot" auto "cover seek seek seek" auto / auto auto minmax(0, 1fr) auto; }
:host([size="small"]) .player { grid-template: "play cover head foot" auto "seek seek seek seek" auto / auto auto minmax(0, 1fr) auto; }
:host([size="small"]) .cover { width: var(--adn-coverart-size, 36px); align-self: center; border-radius: 4px; }
:host([size="small"]) .volume input { display: none; }
:host([variant="inline"]) .frame { padding: var(--adn-inline-padding, 0); border: 0; background: none; box-shadow: none; }
:host([variant="inline"]) .player { grid-template: "play head foot" auto "play seek seek" auto / auto minmax(0, 1fr) auto; gap: 0 var(--_gap); }
:host([variant="inline"]) .cover, :host([variant="inline"]) .subtitle, :host([variant="inline"]) .volume { display: none; }
:host([variant="inline"]) .play { width: var(--inline-height, 56px); height: var(--inline-height, 56px); }
:host([variant="inline"]) .seek { min-height: 16px; }
:host([variant="inline"]) .list { display: none; }

@container (max-width: 460px) {
  .player {
    grid-template: "cover head play" auto "seek seek seek" auto "foot foot foot" auto / auto minmax(0, 1fr) auto;
  }
  :host(:not([size="small"], [variant="inline"])) .cover { width: 56px; align-self: center; }
  :host([size="regular"]) .player { grid-template: "cover head play" auto "seek seek seek" auto "foot foot foot" auto / auto minmax(0, 1fr) auto; }
}
`;
