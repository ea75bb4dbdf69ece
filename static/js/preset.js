/* The preset form: folds what does not matter, says what is not saved yet, and puts single fields back. */
const said = document.getElementById("words").dataset; // what scripts say, in the language of the page
const form = document.getElementById("preset");
const names = document.querySelector("[data-names]");

const value = (name) => {
  const field = form.elements[name];
  if (!field) return "";
  return field.type === "checkbox" ? String(field.checked) : field.value;
};

/* -- a field that needs a value of another one is shown with it -- */
const fold = () => {
  for (const row of form.querySelectorAll("[data-needs]")) {
    const [name, values] = row.dataset.needs.split("=");
    row.hidden = !values.split(",").includes(value(name));
  }
  for (const lamp of document.querySelectorAll("[data-lamp]")) lamp.classList.toggle("on", value(lamp.dataset.lamp) === "true");
};

/* -- what differs from what was loaded -- */
const fields = () => [...form.querySelectorAll("input, select, textarea")].filter(
  (each) => each.name && each.type !== "hidden" && !/-(ORDER|DELETE)$/.test(each.name));
const shown = (field) => {
  if (field.type === "checkbox") return field.checked ? "on" : "off";
  if (field.type === "radio") return field.closest("label").textContent.trim().split("\n")[0];
  if (field.tagName === "SELECT") return field.selectedOptions[0]?.textContent ?? "";
  return field.value || "empty";
};
const label = (field) => {
  const group = field.closest("fieldset.f-row, fieldset.opts")?.querySelector("legend")?.textContent;
  return field.type === "radio" ? group : [...(field.labels[0]?.childNodes ?? [])].filter((each) => each.nodeType === 3).map((each) => each.textContent).join("").trim();
};
const read = () => {
  const found = new Map();
  for (const field of fields()) {
    if (field.type === "radio" && !field.checked) continue;
    // boxes of one choice share their name
    found.set(field.type === "checkbox" && form.elements[field.name] !== field ? field.id : field.name, { field, value: field.type === "checkbox" ? field.checked : field.value, words: shown(field) });
  }
  const rows = [...form.querySelectorAll("[data-file]")].filter((row) => !row.hidden);
  found.set("files", { value: rows.map((row) => row.querySelector('[name$="-was"]').value || "new").join(), words: `${rows.length}` });
  return found;
};

const tell = () => {
  fold();
  if (!before) return;
  const now = read(), changes = [];
  for (const [name, { field, value, words }] of now) {
    const was = before.get(name);
    if (was && was.value !== value) changes.push({ name, label: field ? label(field) : said.textFiles, was: was.words, words });
  }
  const bar = document.querySelector("[data-savebar]");
  if (bar) bar.hidden = !changes.length;
  document.querySelector("[data-changed]").hidden = !changes.length;
  const count = document.querySelector("[data-changed-count]");
  if (count) count.textContent = changes.length === 1 ? said.textChange : said.textChanges.replace("{n}", changes.length);
  const list = document.querySelector("[data-changed-list]");
  list.replaceChildren(...changes.map((each) => {
    const item = document.createElement("li");
    for (const [tag, text] of [["span", each.label], ["del", each.was], ["ins", each.words]]) {
      const part = document.createElement(tag);
      part.textContent = text.slice(0, 60);
      item.append(part);
    }
    return item;
  }));
};

let before = null;
fold();
if ("changes" in form.dataset) {
  setTimeout(() => { before = read(); }); // after the rows are dressed
  form.addEventListener("reset", () => setTimeout(() => location.reload()));
}
form.addEventListener("input", tell);
form.addEventListener("change", tell);
names.addEventListener("change", () => document.body.toggleAttribute("data-api", names.checked));
