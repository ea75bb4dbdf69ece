/** The menu of a player: opens where there is room for it, closes by Escape and by a press anywhere else. */

const GAP = 6; // pixels between the button and the sheet

export function connectMenu(player, parts) {
  const { open, sheet, menu } = parts;
  const show = (isOpen) => {
    sheet.hidden = !isOpen;
    open.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) (sheet.querySelector("input:checked") ?? sheet.querySelector("button")).focus();
  };
  const place = () => {
    const { top, bottom } = menu.getBoundingClientRect(), under = innerHeight - bottom;
    const isUnder = sheet.scrollHeight + GAP > top && under > top;
    sheet.classList.toggle("under", isUnder);
    sheet.style.maxHeight = `${Math.max(96, (isUnder ? under : top) - GAP)}px`;
  };
  new ResizeObserver(place).observe(sheet); // it grows when the loudspeakers are known
  open.addEventListener("click", () => show(sheet.hidden));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || sheet.hidden) return;
    event.stopPropagation();
    show(false);
    open.focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) show(false);
  });
  const outside = (event) => {
    if (!player.isConnected) document.removeEventListener("pointerdown", outside);
    else if (!sheet.hidden && !event.composedPath().includes(menu)) show(false);
  };
  document.addEventListener("pointerdown", outside);
}
