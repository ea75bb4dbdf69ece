/** The shared look: colours from the page's --adn-* properties, calm neutral ones where it sets none. */

const BASE = `
:host {
  --_bg: var(--adn-bg, light-dark(#ffffff, #14181b));
  --_fg: var(--adn-color-font, light-dark(#1a2227, #eceff1));
  --_muted: var(--adn-color-font-muted, light-dark(#58636b, #a3adb4));
  --_line: var(--adn-border-color, light-dark(#dde2e5, #2b3237));
  --_hair: color-mix(in srgb, var(--_line) 60%, transparent);
  --_control: light-dark(#7f8a91, #6d7880);
  --_hover: var(--adn-color-highlight, light-dark(#eff2f4, #20262a));
  --_error: var(--adn-color-error, light-dark(#b3262b, #ff9e98));
  --_radius: var(--adn-radius, 10px);
  --_gap: var(--adn-gap, 12px);
  --_speed: var(--adn-animation-speed-short, 120ms);
  display: block;
  container-type: inline-size;
  color: var(--_fg);
  font: 400 var(--adn-text-regular, 0.875rem)/1.45 var(--adn-font-family, system-ui, sans-serif);
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]), [hidden] { display: none !important; }
*, ::before, ::after { box-sizing: border-box; }
.frame {
  --_accent: var(--adn-color-accent, light-dark(
    var(--adn-color-accent-light, var(--accent-light, #47555e)), var(--adn-color-accent-dark, var(--accent-dark, #c6d0d6))));
  --_on-accent: var(--adn-color-accent-alt, light-dark(#ffffff, #0d1113));
  background: var(--_bg);
  border: var(--adn-main-border, 1px solid var(--_line));
  border-radius: var(--_radius);
  box-shadow: var(--adn-box-shadow, none);
  padding: var(--adn-padding, 14px);
}
button {
  font: inherit; color: inherit; background: none; border: 0; padding: 0; margin: 0; cursor: pointer;
  border-radius: 6px; transition: background-color var(--_speed);
}
button:disabled { cursor: default; opacity: 0.5; }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }
.icon { width: 36px; height: 36px; display: grid; place-items: center; flex: none; color: var(--_muted); }
.icon:hover { background: var(--_hover); color: var(--_fg); }
svg { width: var(--adn-icon-size, 20px); height: var(--adn-icon-size, 20px); fill: currentColor; display: block; }
.notice {
  margin: var(--adn-notification-gap, 10px) 0 0; padding: var(--adn-notification-padding, 8px 12px);
  border-radius: var(--adn-notification-radius, 6px); font-size: var(--adn-notification-font-size, 0.8125rem);
  box-shadow: var(--adn-notification-box-shadow, none);
  background: var(--adn-notification-bg-info, var(--_hover)); overflow-wrap: anywhere;
}
.notice.success { background: var(--adn-notification-bg-success, var(--_hover)); }
.notice.warning { background: var(--adn-notification-bg-warning, var(--_hover)); }
.notice.error {
  background: var(--adn-notification-bg-error, color-mix(in oklab, var(--_error) 12%, var(--_bg)));
  box-shadow: inset 3px 0 var(--_error);
}
.hidden-text {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
@media (pointer: coarse) { .icon { width: 44px; height: 44px; } }
@media (prefers-reduced-motion: reduce) { *, ::before, ::after { transition-duration: 0s !important; } }
`;

const sheets = new Map();

function sheet(css) {
  if (!sheets.has(css)) {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    sheets.set(css, made);
  }
  return sheets.get(css);
}

/** Give a shadow root the shared look and its own; constructed sheets work under a strict style-src. */
export function dress(root, css) {
  root.adoptedStyleSheets = [sheet(BASE), sheet(css)];
}

/** The track's or collection's colour for light and dark backgrounds, where the page sets none. */
export function tint(frame, { player_color: color, player_color_light: light, player_color_dark: dark }) {
  for (const [name, value] of [["--accent-light", light ?? color], ["--accent-dark", dark ?? color]]) {
    if (value) frame.style.setProperty(name, value);
    else frame.style.removeProperty(name);
  }
}

const PATHS = {
  play: "M8 5.1v13.8a.6.6 0 0 0 .9.5l11-6.9a.6.6 0 0 0 0-1L8.9 4.6a.6.6 0 0 0-.9.5Z",
  pause: "M7.5 5h2.7c.4 0 .8.4.8.8v12.4c0 .4-.4.8-.8.8H7.5a.8.8 0 0 1-.8-.8V5.8c0-.4.4-.8.8-.8Zm6.3 0h2.7c.4 0 .8.4.8.8v12.4c0 .4-.4.8-.8.8h-2.7a.8.8 0 0 1-.8-.8V5.8c0-.4.4-.8.8-.8Z",
  loud: "M4 9.5v5c0 .3.2.5.5.5H8l4.2 3.6c.3.3.8.1.8-.4V5.8c0-.5-.5-.7-.8-.4L8 9H4.5c-.3 0-.5.2-.5.5Zm12-2.3v2.1a3.5 3.5 0 0 1 0 5.4v2.1a5.5 5.5 0 0 0 0-9.6Z",
  mute: "M4 9.5v5c0 .3.2.5.5.5H8l4.2 3.6c.3.3.8.1.8-.4V5.8c0-.5-.5-.7-.8-.4L8 9H4.5c-.3 0-.5.2-.5.5Zm17.2.2-1.4-1.4-2.3 2.3-2.3-2.3-1.4 1.4 2.3 2.3-2.3 2.3 1.4 1.4 2.3-2.3 2.3 2.3 1.4-1.4-2.3-2.3 2.3-2.3Z",
  menu: "M4 7.5h8.2a3 3 0 0 0 5.6 0H20v-2h-2.2a3 3 0 0 0-5.6 0H4v2Zm0 11h2.2a3 3 0 0 0 5.6 0H20v-2h-8.2a3 3 0 0 0-5.6 0H4v2Z",
  note: "M9 18.5a2.5 2.5 0 1 1-1.5-2.3V6.3c0-.4.3-.7.6-.8l8-1.8c.5-.1.9.2.9.7v10.6a2.5 2.5 0 1 1-1.5-2.3V8.2L9 9.7v8.8Z",
  record: "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14Z",
  stop: "M7 6h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Z",
  upload: "M11 15V7.8L8.7 10 7.3 8.6 12 4l4.7 4.6L15.3 10 13 7.8V15h-2Zm-5 4.5a2 2 0 0 1-2-2V15h2v2.5h12V15h2v2.5a2 2 0 0 1-2 2H6Z",
  done: "M9.6 17.3 4.7 12.4l1.4-1.4 3.5 3.5 8.3-8.3 1.4 1.4-9.7 9.7Z",
  again: "M12 5a7 7 0 0 1 6 3.4V5h2v7h-7v-2h3.8A5 5 0 1 0 17 13h2a7 7 0 1 1-7-8Z",
};

const icon = (name) => `<svg viewBox="0 0 24 24" aria-hidden="true" data-icon="${name}"><path d="${PATHS[name]}"/></svg>`;

/** Fill every `<i data-icon="name">` below `root` with its drawing. */
export function icons(root) {
  for (const spot of root.querySelectorAll("i[data-icon]")) setIcon(spot, spot.dataset.icon);
}

export function setIcon(spot, name) {
  spot.dataset.icon = name;
  spot.innerHTML = icon(name);
}
