/**
 * `<compare-picture>` inside `<compare-player>`: waveforms and loudness on canvas. Decoration: the slider below it and
 * the lists say the same in words.
 *
 * The first 128 KiB of each waveform (compare/peaks.py) fill a screen; finer levels are fetched when somebody zooms in.
 * `canvas[data-draw]`: a side's key, `loudness`, `ruler` or `whole`. `drawn` counts the points the last picture looked at,
 * `loaded` the bytes that came.
 */
const FIRST = 128 * 1024; // bytes
const CLOSEST = 4; // seconds at most that fill the picture
const QUIET = -48, LOUD = -6; // LUFS at the lower and upper edge

const clamp = (value, least, most) => Math.min(most, Math.max(least, value));
const clock = (seconds) => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, String(Math.floor(seconds) % 60).padStart(2, "0")];
  return h ? `${h}:${String(m).padStart(2, "0")}:${s}` : `${m}:${s}`;
};

/** The file of one waveform, as much of it as is here. */
class Peaks {
  levels = [];
  curve = null;
  loaded = 0;
  #coming = new Set();

  constructor(address) {
    this.address = address;
  }

  async #bytes(first, last) {
    const answer = await fetch(this.address, { headers: { range: `bytes=${first}-${last}` } });
    if (!answer.ok) throw new Error(String(answer.status));
    const body = await answer.arrayBuffer();
    this.loaded += body.byteLength;
    return answer.status === 206 ? body : body.slice(first, last + 1);
  }

  async open() {
    const body = await this.#bytes(0, FIRST - 1);
    this.start = 8 + new DataView(body).getUint32(4, true);
    const head = JSON.parse(new TextDecoder().decode(body.slice(8, this.start)));
    this.levels = head.levels;
    for (const level of this.levels) this.#fill(level, body, this.start + level.at);
    const { at, points, rate } = head.curve;
    if (this.start + at + 4 * points <= body.byteLength) {
      this.curve = { rate, values: new Int16Array(body.slice(this.start + at, this.start + at + 4 * points)) };
    }
  }

  #fill(level, body, at) {
    if (at + 2 * level.points <= body.byteLength) level.values = new Int8Array(body, at, 2 * level.points);
  }

  /** The coarsest level that has a point for every pixel, of those that are here; what is missing is fetched. */
  level(rate, onCome) {
    const wanted = this.levels.find((level) => level.rate >= rate) ?? this.levels.at(-1);
    if (wanted && !wanted.values) this.#fetch(wanted, onCome);
    return wanted?.values ? wanted : this.levels.findLast((level) => level.values);
  }

  async #fetch(level, onCome) {
    if (this.#coming.has(level)) return;
    this.#coming.add(level);
    const first = this.start + level.at;
    try {
      this.#fill(level, await this.#bytes(first, first + 2 * level.points - 1), 0);
      onCome();
    } catch {
      this.#coming.delete(level);
    }
  }
}

class ComparePicture extends HTMLElement {
  drawn = 0;
  #peaks = new Map();
  #at = 0;
  #queued = 0;
  #ends = new AbortController();
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  connectedCallback() {
    this.player = this.closest("compare-player");
    this.data = JSON.parse(document.getElementById(this.player.dataset.from).textContent);
    this.length = this.data.length;
    this.first = 0;
    this.last = this.length;
    this.isFollowing = true;
    const { signal } = this.#ends;
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(), { signal });
    this.player.addEventListener("compare:place", (event) => this.#move(event.detail), { signal });
    this.player.addEventListener("compare:rows", (event) => this.#rows(event.detail), { signal });
    this.player.addEventListener("compare:zoom", (event) => this.#zoom(event.detail), { signal });
    this.addEventListener("pointerdown", (event) => this.#press(event), { signal });
    this.addEventListener("pointermove", (event) => event.buttons === 1 && this.#press(event), { signal });
    this.addEventListener("wheel", (event) => this.#wheel(event), { passive: false, signal });
    const list = this.player.querySelector("[data-marks]"); // kept fresh by news of the team
    this.marks = new MutationObserver(() => this.#dots(list));
    this.marks.observe(list, { childList: true, subtree: true, attributes: true });
    this.#dots(list);
    this.view(0, this.length);
    this.#open();
  }

  disconnectedCallback() {
    this.#ends.abort();
    this.sizes.disconnect();
    this.marks.disconnect();
    cancelAnimationFrame(this.#queued);
  }

  get loaded() {
    return [...this.#peaks.values()].reduce((sum, each) => sum + each.loaded, 0);
  }

  async #open() {
    const drawn = this.data.sides.filter((side) => side.waveform);
    await Promise.all(drawn.map(async (side) => {
      const peaks = new Peaks(side.waveform);
      try {
        await peaks.open();
        this.#peaks.set(side.key, peaks);
      } catch {
        this.querySelector(`[data-lane="${side.key}"]`)?.setAttribute("data-broken", "");
      }
      this.draw();
    }));
    this.dataset.state = "ready";
  }

  // ------------------------------------------------------------------ what is in view
  view(first, last) {
    const width = clamp(last - first, Math.min(CLOSEST, this.length), this.length);
    this.first = clamp(first, 0, this.length - width);
    this.last = this.first + width;
    this.style.setProperty("--first", this.first);
    this.style.setProperty("--width", width || 1);
    this.style.setProperty("--length", this.length || 1);
    const isWhole = width > this.length - 0.5;
    this.toggleAttribute("data-zoomed", !isWhole);
    const told = this.player.querySelector("[data-zoom]");
    if (told) told.textContent = isWhole ? this.player.dataset.all : `${(this.length / width).toFixed(1)}×`;
    this.draw();
  }

  #zoom(how, around = this.#at) {
    if (how === "all") return this.view(0, this.length);
    const width = (this.last - this.first) * (how === "in" ? 0.625 : 1.6);
    const share = clamp((around - this.first) / (this.last - this.first), 0, 1);
    this.view(around - width * share, around + width * (1 - share));
  }

  #rows({ follow, length }) {
    this.isFollowing = follow;
    this.length = length;
    this.view(0, length);
  }

  #move({ at, side }) {
    const shown = this.#calm.matches ? Math.floor(at) : at;
    if (this.dataset.side !== side) this.dataset.side = side;
    if (shown === this.#at) return;
    this.#at = shown;
    this.style.setProperty("--at", shown);
    if (shown < this.first || shown > this.last) {
      const width = this.last - this.first;
      this.view(shown - width * 0.1, shown + width * 0.9);
    }
  }

  #press(event) {
    const lanes = event.target.closest("[data-lanes], [data-whole]");
    if (!lanes || event.button > 0 || event.target.closest("button, a")) return;
    const box = lanes.getBoundingClientRect();
    const share = clamp((event.clientX - box.left) / box.width, 0, 1);
    const whole = "whole" in lanes.dataset;
    const place = whole ? share * this.length : this.first + share * (this.last - this.first);
    if (whole && this.hasAttribute("data-zoomed")) {
      const half = (this.last - this.first) / 2;
      this.view(place - half, place + half);
    }
    this.player.seek(place);
  }

  #wheel(event) {
    if (!(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const box = this.querySelector("[data-lanes]").getBoundingClientRect();
    this.#zoom(event.deltaY < 0 ? "in" : "out", this.first + ((event.clientX - box.left) / box.width) * (this.last - this.first));
  }

  /** A dot on the line for each in the list below. */
  #dots(list) {
    const box = this.querySelector("[data-dots]");
    box.replaceChildren(...[...list.querySelectorAll("[data-at]")].map(({ dataset }) => {
      const dot = document.createElement("button");
      dot.type = "button";
      dot.tabIndex = -1; // the list below has the same as links
      dot.dataset.at = dataset.at;
      dot.style.setProperty("--t", dataset.at);
      dot.textContent = dataset.initials || "•";
      return dot;
    }));
  }

  // ------------------------------------------------------------------ drawing
  draw() {
    if (this.#queued) return;
    this.#queued = requestAnimationFrame(() => {
      this.#queued = 0;
      this.drawn = 0;
      for (const canvas of this.querySelectorAll("canvas")) this.#paint(canvas);
    });
  }

  #paint(canvas) {
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
    if (!width || !height) return;
    Object.assign(canvas, { width, height });
    const style = getComputedStyle(canvas);
    const pen = canvas.getContext("2d");
    const place = { width, height, ratio, style, first: this.first, span: this.last - this.first };
    const what = canvas.dataset.draw;
    if (what === "ruler") this.#ruler(pen, place);
    else if (what === "loudness") this.#loudness(pen, place);
    else if (what === "whole") this.#lane(pen, { ...place, first: 0, span: this.length }, "processed");
    else this.#lane(pen, place, what);
  }

  #rowsOf(side) {
    return this.isFollowing ? side.rows : [[0, side.length, 0]];
  }

  #lane(pen, place, key) {
    const { width, height, first, span, style } = place;
    const side = this.data.sides.find((each) => each.key === key);
    const peaks = this.#peaks.get(key);
    const x = (at) => ((at - first) / span) * width;
    let free = 0;
    for (const [from, to, own] of this.#rowsOf(side)) {
      if (x(from) - free > 0.5) this.#hatch(pen, place, free, x(from));
      free = Math.max(free, x(to));
      if (peaks && to > first && from < first + span) this.#peaksOf(pen, place, peaks, [from, to, own], x);
    }
    if (width - free > 0.5) this.#hatch(pen, place, free, width);
    if (key === "source" && this.isFollowing) {
      pen.fillStyle = style.outlineColor;
      for (const [from, to] of this.data.cuts) {
        pen.fillRect(x(from), height - 3 * place.ratio, Math.max(2 * place.ratio, x(to) - x(from)), 3 * place.ratio);
      }
    }
  }

  #peaksOf(pen, { width, height, span, style }, peaks, [from, to, own], x) {
    const level = peaks.level(width / span, () => this.draw());
    if (!level) return;
    const middle = height / 2, each = level.rate;
    const begin = Math.max(0, Math.floor(x(from))), end = Math.min(width, Math.ceil(x(to)));
    const perPixel = (span / width) * each;
    pen.fillStyle = style.color;
    for (let column = begin; column < end; column++) {
      const since = own + Math.max(0, (column / width) * span + this.#origin(x) - from);
      const start = Math.floor(since * each), stop = Math.min(level.points, Math.max(start + 1, Math.floor(since * each + perPixel)));
      let least = 0, most = 0;
      for (let point = start; point < stop; point++) {
        least = Math.min(least, level.values[2 * point]);
        most = Math.max(most, level.values[2 * point + 1]);
      }
      this.drawn += stop - start;
      const top = middle - (most / 128) * middle, bottom = middle - (least / 128) * middle;
      pen.fillRect(column, top, 1, Math.max(1, bottom - top));
    }
  }

  /** The second at the left edge, from where a place is drawn. */
  #origin(x) {
    const zero = x(0), one = x(1);
    return -zero / (one - zero);
  }

  #hatch(pen, { height, ratio, style }, from, to) {
    pen.save();
    pen.beginPath();
    pen.rect(from, 0, to - from, height);
    pen.clip();
    pen.strokeStyle = style.outlineColor;
    pen.lineWidth = ratio;
    pen.globalAlpha = 0.55;
    pen.beginPath();
    for (let at = from - height; at < to; at += 6 * ratio) {
      pen.moveTo(at, height);
      pen.lineTo(at + height, 0);
    }
    pen.stroke();
    pen.restore();
  }

  #loudness(pen, { width, height, ratio, first, span, style }) {
    const y = (level) => height - ((clamp(level, QUIET, LOUD) - QUIET) / (LOUD - QUIET)) * height;
    pen.fillStyle = style.outlineColor;
    pen.globalAlpha = 0.18;
    pen.fillRect(0, y(this.data.target + 1), width, y(this.data.target - 1) - y(this.data.target + 1));
    pen.globalAlpha = 1;
    const colors = { source: style.textDecorationColor, processed: style.color, previous: style.borderTopColor };
    for (const side of this.data.sides) {
      const curve = this.#peaks.get(side.key)?.curve;
      if (!curve) continue;
      pen.strokeStyle = colors[side.key];
      pen.lineWidth = 1.5 * ratio;
      pen.beginPath();
      for (const [from, to, own] of this.#rowsOf(side)) this.#line(pen, curve, [from, to, own], { width, first, span, y });
      pen.stroke();
    }
  }

  /** One stretch of a curve, at most one value a pixel. */
  #line(pen, curve, [from, to, own], { width, first, span, y }) {
    const step = Math.max(1, Math.floor((span / width) * curve.rate));
    const begin = own + Math.max(0, first - from), end = own + Math.min(to, first + span) - from;
    let isFirst = true;
    for (let index = Math.floor(begin * curve.rate); index < Math.min(end * curve.rate, curve.values.length / 2); index += step) {
      const x = ((from + index / curve.rate - own - first) / span) * width;
      const level = curve.values[2 * index + 1] / 100;
      if (level < -119) { // silence, or not yet three seconds of sound
        isFirst = true;
        continue;
      }
      isFirst ? pen.moveTo(x, y(level)) : pen.lineTo(x, y(level));
      isFirst = false;
      this.drawn += 1;
    }
  }

  #ruler(pen, { width, height, ratio, first, span, style }) {
    const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
    const step = steps.find((each) => ((each / span) * width) / ratio > 76) ?? 3600;
    pen.fillStyle = style.color;
    pen.font = `${11 * ratio}px ${style.fontFamily}`;
    pen.textBaseline = "middle";
    for (let at = Math.ceil(first / step) * step; at <= first + span; at += step) {
      const x = Math.round(((at - first) / span) * width);
      pen.fillRect(x, height - 6 * ratio, ratio, 6 * ratio);
      if (x < width - 44 * ratio) pen.fillText(clock(at), x + 4 * ratio, height / 2);
    }
  }
}

customElements.define("compare-picture", ComparePicture);
