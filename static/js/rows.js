/* Rows that can be added, moved and taken away, for a Django formset: `data-rows` is the list, with the words of its
   buttons in `data-add`, `data-up`, `data-down`, `data-remove`; `data-row` its template. Without this script the rows have
   a number for their place, a box to remove them, and two empty ones at the end. */
const number = /-(\d+|__prefix__)-/;

const start = (list) => {
  const name = list.dataset.rows;
  const template = document.querySelector(`template[data-row="${name}"]`);
  const total = list.closest("form").querySelector(`[name="${name}-TOTAL_FORMS"]`);
  const rows = () => [...list.children].filter((row) => !row.hidden);
  const field = (row, ending) => row.querySelector(`[name$="-${ending}"]`);
  const isEmpty = (row) => [...row.querySelectorAll('select[name$="-format"], input:is([type=text], [type=url])')]
    .filter((each) => !each.closest(".ord")).every((each) => !each.value);
  const tell = () => list.dispatchEvent(new Event("change", { bubbles: true }));

  const button = (label, icon, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-ghost btn-i btn-s";
    made.setAttribute("aria-label", label);
    const drawing = list.closest("main").querySelector("svg.i use").getAttribute("href").replace(/#.*/, `#i-${icon}`);
    made.innerHTML = `<svg class="i i-s" viewBox="0 0 16 16" aria-hidden="true"><use href="${drawing}"/></svg>`;
    made.addEventListener("click", act);
    return made;
  };
  const order = () => rows().forEach((row, place, all) => {
    if (!field(row, "ORDER")) return;
    field(row, "ORDER").value = place + 1;
    const [up, down] = row.querySelectorAll(".ord button");
    up.disabled = !place;
    down.disabled = place === all.length - 1;
  });
  const move = (row, step) => {
    const all = rows(), other = all[all.indexOf(row) + step];
    if (!other) return;
    other[step < 0 ? "before" : "after"](row);
    order();
    tell();
    const wanted = row.querySelectorAll(".ord button")[step < 0 ? 0 : 1];
    (wanted.disabled ? row.querySelector(".ord button:not(:disabled)") : wanted)?.focus();
  };
  const dress = (row) => {
    const place = row.querySelector(".ord");
    if (place) {
      place.replaceChildren(field(row, "ORDER"), button(list.dataset.up, "up", () => move(row, -1)),
        button(list.dataset.down, "down", () => move(row, 1)));
      field(row, "ORDER").type = "hidden";
    }
    const box = field(row, "DELETE").closest("label");
    box.hidden = true;
    box.after(button(list.dataset.remove, "x", () => {
      field(row, "DELETE").checked = true;
      row.hidden = true;
      order();
      tell();
      add.focus();
    }));
  };
  const add = document.createElement("button");
  add.type = "button";
  add.className = "btn btn-s";
  add.textContent = list.dataset.add;
  add.addEventListener("click", () => {
    const fresh = template.content.firstElementChild.cloneNode(true);
    for (const each of fresh.querySelectorAll("[name], [id], [for]")) {
      for (const key of ["name", "id", "for"]) {
        if (each.hasAttribute(key)) each.setAttribute(key, each.getAttribute(key).replace(number, `-${total.value}-`));
      }
    }
    total.value = Number(total.value) + 1;
    list.append(fresh);
    dress(fresh);
    order();
    fresh.querySelector("select, input:not([type=hidden])").focus();
    tell();
  });
  for (const row of list.children) dress(row);
  for (const row of rows()) if (isEmpty(row)) row.hidden = true;
  order();
  list.closest("section").querySelector(".grp-h").append(add);
};

for (const list of document.querySelectorAll("[data-rows]")) start(list);

/* -- a format has its own bitrates and endings; what does not fit is not offered. A row comes with those of its format,
   and gets others from the template, which has all -- */
const facts = JSON.parse(document.getElementById("formats")?.textContent || "{}");
const fit = (row) => {
  const known = facts[row.querySelector('[name$="-format"]')?.value];
  for (const [ending, values] of [["bitrate", known?.rates], ["ending", known?.endings]]) {
    const select = row.querySelector(`select[name$="-${ending}"]`);
    if (!select) continue;
    const offered = (values || []).map(String), there = [...select.options].map((each) => each.value);
    const all = document.querySelector("template[data-row=files]").content.querySelector(`select[name$="-${ending}"]`);
    if (offered.some((each) => !there.includes(each))) {
      const value = select.value;
      select.replaceChildren(...[...all.options].map((each) => each.cloneNode(true)));
      select.value = value;
    }
    for (const option of select.options) option.hidden = option.disabled = Boolean(option.value) && !offered.includes(option.value);
    if (select.selectedOptions[0]?.disabled) select.value = "";
    select.hidden = offered.length < (ending === "ending" ? 2 : 1);
  }
  for (const name of ["mono_mixdown", "split_on_chapters"]) {
    const label = row.querySelector(`[name$="-${name}"]`)?.closest("label");
    if (label) label.style.visibility = known && !known.audio ? "hidden" : "";
  }
};
document.querySelectorAll("[data-file]").forEach(fit);
document.addEventListener("change", (event) => {
  const row = event.target.closest?.("[data-file]");
  if (row && event.target.name?.endsWith("-format")) fit(row);
});
