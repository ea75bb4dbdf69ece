/** The menu of a player: opens above its button, closes by Escape and by a press anywhere else. */

export function connectMenu(player, parts) {
  const { open, sheet, menu } = parts;
  const show = (isOpen) => {
    sheet.hidden = !isOpen;
    open.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) (sheet.querySelector("input:checked") ?? sheet.querySelector("button")).focus();
  };
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
