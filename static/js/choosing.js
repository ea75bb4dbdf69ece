/* Rows chosen for one change: a box for all of the page, and how many there are. Without this script every box is
   ticked by hand, and the bar below says the same. */
for (const panel of document.querySelectorAll("[data-choosing]")) {
  const all = panel.querySelector("[data-all]"), count = panel.querySelector("[data-count]");
  if (!all) continue;
  const boxes = () => [...panel.querySelectorAll('input[name="episode"]')];
  const usual = count.textContent;
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    all.checked = chosen === boxes().length;
    all.indeterminate = Boolean(chosen) && !all.checked;
    count.textContent = chosen ? `${usual}: ${chosen}` : usual;
  };
  all.hidden = false;
  all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); show(); });
  panel.addEventListener("change", (event) => event.target.name === "episode" && show());
  addEventListener("pageshow", show);
  show();
}
