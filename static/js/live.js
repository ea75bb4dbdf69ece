/* Live pages: every [data-poll] is told to ask the server again, every two seconds while somebody looks.

   The element listens by hx-trigger="tick" and is merged by hx-swap="outerMorph". The server ends it: what comes to
   rest comes back without data-poll, or with data-poll="rest", which is asked every fifth time only. Nothing is asked while the page is hidden or the machine offline; after two
   failures in a row it slows down to ten seconds and the dot in the top bar turns amber. */
const USUAL = 2000, SLOW = 10000, REST = 5;
let failures = 0, timer = 0, rounds = 0;

const polled = () => document.querySelectorAll("[data-poll]");
const isAwake = () => !document.hidden && navigator.onLine;

const show = () => {
  const dot = document.querySelector("[data-live]");
  if (!dot) return;
  dot.hidden = !polled().length;
  const isOff = failures >= 2 || !navigator.onLine;
  dot.toggleAttribute("data-off", isOff);
  const text = isOff ? dot.dataset.offText : dot.dataset.onText;
  if (dot.textContent !== text) dot.textContent = text;
};

const round = () => {
  clearTimeout(timer);
  show();
  if (!polled().length) return;
  rounds += 1;
  const isTurn = (each) => each.dataset.poll !== "rest" || rounds % REST === 0;
  if (isAwake()) polled().forEach((each) => isTurn(each) && each.dispatchEvent(new Event("tick")));
  timer = setTimeout(round, failures >= 2 ? SLOW : USUAL);
};

/* -- news of the team: what rests is asked again, unless somebody is typing or uploading in it -- */
const heard = () => document.querySelector("[data-beat]")?.dataset.beat;
const BUSY = '[data-upload][data-state="busy"], [data-upload][data-state="paused"], dialog[open], [data-choosing] td input:checked, :is(input, select, textarea):focus';
let beat = heard();
const news = () => {
  if (heard() === beat) return;
  beat = heard();
  for (const each of document.querySelectorAll("[data-news]")) if (!each.querySelector(BUSY)) each.dispatchEvent(new Event("news"));
};

const isPoll = (event) => event.target.closest?.("[data-poll], #card, #running");
document.addEventListener("htmx:after:request", (event) => {
  if (!isPoll(event)) return;
  const status = event.detail.ctx?.response?.status ?? 0;
  failures = status && status < 500 ? 0 : failures + 1;
  show();
});
document.addEventListener("htmx:error", (event) => {
  if (!isPoll(event)) return;
  failures += 1;
  show();
});

/* -- what changed is said once, politely; percentages are not -- */
const words = new Map([...document.querySelectorAll("[data-word]")].map((each) => [each.id, each.dataset.word]));
document.addEventListener("htmx:after:swap", () => {
  for (const each of document.querySelectorAll("[data-word]")) {
    if (words.get(each.id) === each.dataset.word) continue;
    words.set(each.id, each.dataset.word);
    const region = document.querySelector("[data-announce]");
    if (region) region.textContent = each.dataset.word;
  }
  show();
  news();
});

document.addEventListener("visibilitychange", () => document.hidden || round());
addEventListener("online", round);
addEventListener("offline", show);
timer = setTimeout(round, USUAL);
show();
