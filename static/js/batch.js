/* Several recordings at once: the server makes an episode for each file name and answers with an upload form for each;
   this hands every form its file, two at a time. `upload.js` does the uploading. */
const said = document.getElementById("words").dataset; // what scripts say, in the language of the page
const AT_ONCE = 2;
const form = document.querySelector("[data-batch]");
const list = document.querySelector("[data-batch-list]");
const problem = form.querySelector("[data-problem]");
const waiting = []; // [form, file]

const next = () => {
  const active = list.querySelectorAll('[data-state="busy"], [data-state="paused"]').length;
  for (let free = AT_ONCE - active; free > 0 && waiting.length; free -= 1) {
    const [upload, file] = waiting.shift();
    const box = new DataTransfer();
    box.items.add(file);
    const input = upload.querySelector("input[type=file]");
    input.files = box.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
};

const refuse = (sentence) => {
  problem.textContent = sentence;
  problem.hidden = false;
  delete form.dataset.sent;
  form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const files = [...form.querySelector("input[type=file]").files];
  const body = new FormData(form);
  files.forEach((file) => body.append("names", file.name));
  problem.hidden = true;
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body });
  } catch {
    return refuse(said.textUnreached);
  }
  const text = await answer.text();
  if (!answer.ok) return refuse(answer.status === 422 ? text.trim() : said.textRefused);
  list.innerHTML = text;
  list.hidden = false;
  form.hidden = true;
  list.querySelectorAll("[data-upload]").forEach((upload, place) => waiting.push([upload, files[place]]));
  next();
  return list.querySelector("a").focus();
});

list.addEventListener("studio:uploaded", (event) => event.preventDefault()); // stay here, the others are on their way
new MutationObserver(next).observe(list, { subtree: true, attributeFilter: ["data-state"] });
