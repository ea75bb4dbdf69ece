/** Short messages at the foot of an element; each is also an `adn-error|success|warning|info` event. */

const STAYS = 8000;

/** Show `message` in `region` (a live region) and tell the page. The same message is not shown twice at once. */
export function notice(element, region, kind, message) {
  const shown = [...region.children].some((line) => line.textContent === message);
  if (shown) return;
  const line = document.createElement("p");
  line.className = `notice ${kind}`;
  line.textContent = message;
  region.append(line);
  if (kind !== "error") setTimeout(() => line.remove(), STAYS);
  tell(element, `adn-${kind}`, { message });
}

export function tell(element, name, detail) {
  element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
