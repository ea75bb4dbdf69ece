/** How `<audiodn-uploader>` looks. */

export const UPLOADER_STYLE = `
.zone {
  display: grid; place-content: center; justify-items: center; gap: 2px; padding: 16px; text-align: center; width: 100%;
  position: relative; min-height: 288px;
  border: 1.5px dashed var(--_control); border-radius: 8px; cursor: pointer;
  transition: background-color var(--_speed), border-color var(--_speed);
}
.zone:hover, .zone.over { background: var(--_hover); border-color: var(--_accent); }
.zone:focus-within { outline: 2px solid var(--_accent); outline-offset: 2px; }
.zone i { color: var(--_muted); margin-bottom: 6px; }
.zone i svg { width: 28px; height: 28px; }
.zone strong { font-weight: 600; }
.zone span { color: var(--_muted); }
.zone.off { cursor: default; opacity: 0.55; }
.zone input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: inherit; }
.zone input::file-selector-button { cursor: inherit; }
.files { list-style: none; margin: 10px 0 0; padding: 0; display: grid; gap: 2px; }
.files:empty { display: none; }
.file { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: 4px 12px; padding: 8px 2px; }
.file + .file { border-top: 1px solid var(--_hair); }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500; }
.state { color: var(--_muted); font-variant-numeric: tabular-nums; white-space: nowrap; display: flex; gap: 8px; align-items: center; }
.message { grid-column: 1 / -1; color: var(--_error); overflow-wrap: anywhere; }
progress {
  grid-column: 1 / -1; width: 100%; height: 4px; appearance: none; border: 0; border-radius: 2px; overflow: hidden;
  background: var(--_line);
}
progress::-webkit-progress-bar { background: var(--_line); }
progress::-webkit-progress-value { background: var(--_accent); }
progress::-moz-progress-bar { background: var(--_accent); }
.again { color: var(--_fg); text-decoration: underline; text-underline-offset: 2px; min-height: 28px; padding: 0 6px; }
`;
