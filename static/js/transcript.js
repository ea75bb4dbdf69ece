/**
 * `<transcript-desk>`: a transcript beside its sound (sound-desk.js). Without it there is the browser's own player, and every form works.
 *
 * `#script` is what answers replace, while the sound goes on; `data-doubtful` is the next page with a doubtful word ·
 * `[data-line]` a line and its second, `data-words` when its words begin · `[data-shadow]` the text below a textarea, with
 * `<u>` around doubtful words · `[data-rows]` the form of a page · `[data-swap]` forms and `[data-page]` links whose answer
 * is swapped in; `data-since` is the first second of a page · `[data-anchor]` writes when the line with the focus is said,
 * and when it is heard
 */
const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const MOST = 220; // lines of a page, four fields each; Django reads a thousand
const STILL = 1500; // ms after typing in which nothing is scrolled away

class TranscriptDesk extends SoundDesk {
  #isDirty = false;
  #typedAt = 0;
  #now = null; // the line that is heard
  #line = null; // the line that had the focus last

  connectedCallback() {
    this.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#key(event)); // chords work anywhere on the page
    this.addEventListener("input", (event) => this.#input(event));
    this.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("focusin", ({ target }) => { this.#line = target.closest("[data-line]") ?? this.#line; });
    this.audio?.addEventListener("timeupdate", () => this.#follow());
    this.audio?.addEventListener("seeked", () => this.#follow());
    addEventListener("beforeunload", (event) => { if (this.#isDirty) event.preventDefault(); });
    this.#isDirty = Boolean(this.querySelector("[data-typed]")); // what was refused is not saved yet
    this.#dress();
    const at = Number(new URLSearchParams(location.search).get("t"));
    if (at) this.seek(at);
  }

  get form() { return this.querySelector("[data-rows]"); }
  get lines() { return [...this.querySelectorAll("[data-line]")].filter((line) => line.dataset.line !== ""); }

  #dress() {
    for (const part of this.querySelectorAll("[data-scripted]")) if (this.audio) part.hidden = false;
    this.#now = null;
    this.#follow();
  }

  // ---------------------------------------------------------------- sound
  #rate(way) {
    const now = RATES.indexOf(this.audio.playbackRate);
    this.audio.playbackRate = RATES[Math.min(Math.max(now + way, 0), RATES.length - 1)];
    this.querySelector("[data-rate]").value = String(this.audio.playbackRate);
  }

  /** Marks the line that is heard; turns the page when it is on another one and nothing is unsaved. */
  #follow() {
    if (!this.audio) return;
    const time = this.audio.currentTime + 0.05;
    const line = this.lines.findLast((each) => Number(each.dataset.line) <= time) ?? null;
    const isCalm = performance.now() - this.#typedAt > STILL && this.querySelector("[data-follow]").checked;
    const page = [...this.querySelectorAll("[data-since]")].findLast((each) => Number(each.dataset.since) <= time);
    if (page && !page.hasAttribute("aria-current") && isCalm && !this.#isDirty && !this.audio.paused) return void this.#turn(page);
    if (line === this.#now) return;
    this.#now?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    this.#now = line;
    if (line && isCalm && !this.audio.paused && !line.contains(document.activeElement)) {
      line.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }

  // ---------------------------------------------------------------- answers
  async #swap(address, options = {}, keep = true) {
    const focus = keep ? this.#focus() : null;
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, ...options });
      if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
      const made = document.createElement("template");
      made.innerHTML = await answer.text();
      const fresh = made.content.getElementById("script");
      if (!fresh) throw new Error("signed out");
      this.querySelector("#script").replaceWith(fresh);
      this.#isDirty = "typed" in fresh.dataset;
      this.#dress();
      focus?.();
      const said = fresh.querySelector(".notes, [role=alert], .tr-count");
      if (said) say(said.textContent.trim().replace(/\s+/g, " "));
      if (answer.status === 422) fresh.querySelector("[role=alert]").scrollIntoView({ block: "center" });
      return true;
    } catch {
      say(this.dataset.lost);
      return false;
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  /** What gives the focus back to the same line, field and letter. */
  #focus() {
    const field = document.activeElement, line = field?.closest?.("[data-line]");
    if (!line) return null;
    const { name, selectionStart: first, selectionEnd: last } = field, at = line.dataset.line;
    return () => {
      const same = this.lines.find((each) => each.dataset.line === at)?.querySelector(`[name="${name}"]`);
      same?.focus({ preventScroll: true });
      if (name === "text") same?.setSelectionRange(first, last);
    };
  }

  /** Whether the other page is there; its first line, or the one that was found, has the focus then. */
  async #turn(link) {
    if (this.hasAttribute("aria-busy")) return false;
    const { to } = link.dataset;
    if (!await this.#swap(link.href, {}, false)) return false;
    if (to) this.querySelector(`#${to}`)?.scrollIntoView({ block: "center" });
    this.querySelector(to ? `#${to}` : "[data-line]")?.focus({ preventScroll: Boolean(to) });
    return true;
  }

  #submit(event) {
    const form = event.target;
    if (!form.matches("[data-swap]")) return;
    event.preventDefault();
    const isRows = form === this.form;
    if (this.#isDirty && !isRows) return this.#warn();
    const data = new FormData(form, event.submitter);
    if (form.method === "get") return void this.#swap(`?${new URLSearchParams(data)}`);
    this.#swap(form.action, { method: "POST", body: data }, isRows);
  }

  #warn() {
    say(this.dataset.unsaved);
    this.form.querySelector(".panel-h .btn-primary").focus();
  }

  // ---------------------------------------------------------------- lines
  #input({ target }) {
    if (target.matches("[data-rate]")) this.audio.playbackRate = Number(target.value);
    if (!target.closest("[data-rows]")) return;
    this.#isDirty = true;
    this.#typedAt = performance.now();
    if (target.matches("textarea")) this.#shade(target);
  }

  /** The shadow says what the field says; words that stayed keep their mark. */
  #shade(field) {
    const shadow = field.parentElement.querySelector("[data-shadow]");
    const old = [...shadow.childNodes].flatMap((node) => node.textContent.split(/\s+/).filter(Boolean).map((text) => ({ text, isDoubted: node.nodeName === "U" })));
    const pieces = field.value.split(/(\s+)/), words = pieces.filter((each) => each.trim());
    const head = common(old.map((each) => each.text), words);
    const tail = Math.min(common(old.map((each) => each.text).reverse(), [...words].reverse()), Math.min(old.length, words.length) - head);
    let place = 0;
    shadow.replaceChildren(...pieces.map((piece) => {
      if (!piece.trim()) return piece;
      const at = place++;
      const known = at < head ? old[at] : at >= words.length - tail ? old[old.length - words.length + at] : null;
      if (!known?.isDoubted) return piece;
      const mark = document.createElement("u");
      mark.textContent = piece;
      return mark;
    }));
  }

  #set(field, text, at) {
    field.value = text;
    this.#shade(field);
    field.focus();
    field.setSelectionRange(at, at);
    this.#isDirty = true;
  }

  /** Enter makes two lines of one; the second begins when its first word is said, as far as that is known. */
  #split(line, field) {
    const before = field.value.slice(0, field.selectionStart).trimEnd(), after = field.value.slice(field.selectionEnd).trimStart();
    if (!before || !after) return;
    if (this.lines.length >= MOST) return this.#warn();
    const of = line.querySelector("[name=of]"), [keys, end = ""] = of.value.split(" ");
    const fresh = line.cloneNode(true);
    const starts = (line.dataset.words ?? "").split(" "), count = before.split(/\s+/).length;
    const from = Number(line.dataset.line), until = read(end) || from;
    const isKnown = starts.length === field.value.trim().split(/\s+/).length && starts[count];
    const at = isKnown ? Number(starts[count]) : from + ((until - from) * before.length) / (before.length + after.length);
    of.value = `${keys} ${clock(at)}`;
    fresh.removeAttribute("id");
    fresh.removeAttribute("aria-current");
    fresh.dataset.line = at.toFixed(3);
    line.dataset.words = isKnown ? starts.slice(0, count).join(" ") : "";
    fresh.dataset.words = isKnown ? starts.slice(count).join(" ") : "";
    fresh.querySelector("[name=start]").value = clock(at);
    fresh.querySelector("[name=speaker]").value = line.querySelector("[name=speaker]").value;
    for (const box of fresh.querySelectorAll(".check")) box.remove();
    line.after(fresh);
    field.value = before;
    this.#shade(field);
    this.#set(fresh.querySelector("textarea"), after, 0);
  }

  /** Joins a line with the one before it. */
  #join(line) {
    const before = line.previousElementSibling;
    if (!before) return;
    const [first, second] = [before, line].map((each) => each.querySelector("textarea"));
    const [one, other] = [before, line].map((each) => each.querySelector("[name=of]"));
    const [keys] = one.value.split(" "), [more, end = ""] = other.value.split(" ");
    one.value = `${keys === more ? keys : `${keys}+${more}`} ${end}`;
    before.dataset.words = `${before.dataset.words ?? ""} ${line.dataset.words ?? ""}`.trim();
    const shadows = [before, line].map((each) => each.querySelector("[data-shadow]"));
    shadows[0].append(" ", ...shadows[1].cloneNode(true).childNodes);
    const at = first.value.length;
    line.remove();
    this.#set(first, `${first.value} ${second.value}`.trim(), at);
  }

  #go(way, from) {
    const lines = this.lines;
    const line = lines[lines.indexOf(from ?? this.#now) + way];
    if (!line) return;
    (line.querySelector("textarea") ?? line).focus();
    this.seek(Number(line.dataset.line));
  }

  /** To the next doubtful word after the caret, on the next page that has one: it is selected and heard. */
  async #doubt() {
    const here = document.activeElement?.closest?.("[data-line]");
    const marks = [...this.querySelectorAll("#script u")];
    const isAfter = (mark) => {
      const line = mark.closest("[data-line]");
      if (line !== here) return !here || Boolean(here.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING);
      const field = line.querySelector("textarea");
      return !field || offset(mark) >= field.selectionEnd;
    };
    const after = marks.find(isAfter), { doubtful } = this.querySelector("#script").dataset;
    const next = !after && doubtful && this.querySelector(`.tr-pages [data-page="${doubtful}"]`);
    if (next) return this.#isDirty ? this.#saveAndTurn(next) : void (await this.#turn(next) && this.#doubt());
    const mark = after ?? marks[0];
    if (!mark) return say(this.dataset.none);
    const line = mark.closest("[data-line]"), field = line.querySelector("textarea");
    (field ?? line).focus();
    field?.setSelectionRange(offset(mark), offset(mark) + mark.textContent.length);
    this.seek(Number(line.dataset.line), { play: !this.audio?.paused });
    if (!field) say(mark.textContent);
  }

  /** The line is heard right now: where all of it belongs, or one of two anchors. */
  #anchor({ form, dataset: { anchor } }) {
    const line = this.#line ?? this.#now, time = this.audio.currentTime;
    if (!line) return;
    const said = read(line.querySelector("[name=start]")?.value || line.dataset.line);
    if (anchor === "seconds") form.elements.seconds.value = (time - said).toFixed(1);
    else [form.elements[anchor].value, form.elements[`${anchor}_is`].value] = [clock(said), clock(time)];
  }

  // ---------------------------------------------------------------- hands
  #click(event) {
    const part = event.target.closest("[data-hear], [data-step], [data-doubt], [data-page], [data-anchor]");
    if (!part) return;
    const { dataset } = part;
    if ("hear" in dataset) this.seek(Number(part.closest("[data-line]").dataset.line), { play: true });
    else if ("step" in dataset) this.seek(this.audio.currentTime + Number(dataset.step));
    else if ("doubt" in dataset) this.#doubt();
    else if ("anchor" in dataset) this.#anchor(part);
    else if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      if (this.#isDirty) this.#saveAndTurn(part);
      else this.#turn(part);
    }
  }

  #saveAndTurn(link) {
    this.form.querySelector("[name=then]").value = link.dataset.page;
    this.form.requestSubmit();
  }

  #key(event) {
    const { target, key, code, altKey } = event;
    const isChord = altKey || event.ctrlKey || event.metaKey;
    if (event.defaultPrevented || event.isComposing || !this.isConnected || (!isChord && !this.contains(target))) return;
    const line = target.closest("[data-line]"), isText = target.matches("textarea") && Boolean(line);
    const isTyping = target.matches("input:not([type=checkbox]), textarea, select");
    const does = event.ctrlKey || event.metaKey
      ? key.toLowerCase() === "s" && this.form && (() => this.form.requestSubmit())
      : altKey
        ? { KeyN: () => this.#doubt(), KeyJ: () => this.seek(this.audio?.currentTime - 5), KeyL: () => this.seek(this.audio?.currentTime + 5), ArrowUp: () => this.#go(-1, line), ArrowDown: () => this.#go(1, line) }[code]
        : isTyping ? this.#typing(event, line, isText) : this.#single(event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  #typing({ key, shiftKey, target }, line, isText) {
    if (key === "Escape") return () => this.toggle();
    if (!isText || shiftKey) return null;
    const { selectionStart: first, selectionEnd: last, value } = target;
    if (key === "Enter") return () => this.#split(line, target);
    if (key === "Backspace" && last === 0 && line.previousElementSibling) return () => this.#join(line);
    if (key === "Delete" && first === value.length && line.nextElementSibling?.dataset.line) return () => this.#join(line.nextElementSibling);
    if (key === "ArrowUp" && last === 0) return () => this.#go(-1, line);
    if (key === "ArrowDown" && first === value.length) return () => this.#go(1, line);
    return null;
  }

  /** Keys by themselves, while nothing is typed. */
  #single({ key, target }) {
    if (!this.audio || target.matches("audio") || ([" ", "Enter"].includes(key) && target.matches("button, a, summary, label, input"))) return null;
    return {
      " ": () => this.toggle(), k: () => this.toggle(), Escape: () => this.toggle(), n: () => this.#doubt(),
      ArrowLeft: () => this.seek(this.audio.currentTime - 5), ArrowRight: () => this.seek(this.audio.currentTime + 5),
      ArrowUp: () => this.#go(-1, target.closest("[data-line]")), ArrowDown: () => this.#go(1, target.closest("[data-line]")),
      "[": () => this.#rate(-1), "]": () => this.#rate(1),
    }[key.length === 1 ? key.toLowerCase() : key] ?? null;
  }
}

const common = (one, other) => {
  const place = one.findIndex((word, at) => word !== other[at]);
  return place < 0 ? Math.min(one.length, other.length) : place;
};

/** The place of a doubtful word in the text of its line. */
const offset = (mark) => {
  let length = 0;
  for (let node = mark.previousSibling; node; node = node.previousSibling) length += node.textContent.length;
  return length;
};

const pad = (number, width = 2) => String(number).padStart(width, "0");
const clock = (seconds) => {
  const whole = Math.round(seconds * 1000), minutes = Math.floor(whole / 60000);
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${pad(Math.floor(whole / 1000) % 60)}.${pad(whole % 1000, 3)}`;
};
const read = (text) => text.split(":").reduce((sum, part) => sum * 60 + Number(part.replace(",", ".")), 0);

function say(text) {
  const region = document.querySelector("[data-announce]");
  if (region) region.textContent = text;
}

if (!customElements.get("transcript-desk")) customElements.define("transcript-desk", TranscriptDesk);
