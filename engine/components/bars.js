/** Draws loudness levels as bars on a canvas: the played part in one colour, the rest in another. */

/** Any numeric scale becomes 0 to 1, then is squared until quiet and loud parts differ enough to be seen. */
export function shape(levels, strength = 0.4) {
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  if (high === low) return levels.map(() => 0.5);
  let bars = levels.map((level) => (level - low) / (high - low));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (let round = 0; round < 10 && mean(bars) > 1 - strength; round += 1) bars = bars.map((bar) => bar ** 2);
  return bars;
}

/** A reflection below the bars: `size` its share of the height, `angle` in degrees (90: straight down), `opacity`. */
const MIRROR = { size: 0.25, angle: 90, opacity: 0.55 };

/** How one bar looks: `x` its left edge, `width` of the bar, `level` 0 to 1, `height` of the canvas, `turn` 1 or -1. */
const BARS = {
  vertical(pen, { x, width, level, height }) {
    const tall = Math.max(2, level * height);
    pen.beginPath();
    pen.roundRect(x, (height - tall) / 2, width, tall, width / 2);
    pen.fill();
  },
  reflection(pen, { x, width, level, height, mirror }) {
    const floor = height * (1 - mirror.size);
    const tall = Math.max(2, level * floor);
    pen.fillRect(x, floor - tall, width, tall);
    pen.globalAlpha *= mirror.opacity;
    const deep = (tall * mirror.size) / (1 - mirror.size || 1);
    const lean = deep / Math.tan((mirror.angle * Math.PI) / 180);
    pen.beginPath();
    pen.moveTo(x, floor + 1);
    pen.lineTo(x + width, floor + 1);
    pen.lineTo(x + width + lean, floor + 1 + deep);
    pen.lineTo(x + lean, floor + 1 + deep);
    pen.fill();
  },
  wavy(pen, { x, width, gap, level, height, turn }) {
    const middle = height / 2;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x, middle);
    pen.quadraticCurveTo(x + (width + gap) / 2, middle + turn * Math.max(0.02, level) * height, x + width + gap, middle);
    pen.stroke();
  },
};

/**
 * Paint `bars` (0 to 1) on `canvas`. `progress` is 0 to 1, `from` and `to` the window a preview can play (0 to 1),
 * `played` and `rest` are resolved CSS colours, `variant` is vertical, reflection or wavy.
 */
export function draw(canvas, bars, { progress, from = 0, to = 1, played, rest, width = 2, gap = 2, variant = "vertical", mirror = MIRROR }) {
  const box = canvas.getBoundingClientRect();
  if (!box.width || !box.height) return;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const count = Math.max(1, Math.floor((box.width + gap) / (width + gap)));
  const paint = BARS[variant] ?? BARS.vertical;
  for (let bar = 0; bar < count; bar += 1) {
    const place = (bar + 0.5) / count;
    const level = bars[Math.min(bars.length - 1, Math.floor(place * bars.length))];
    pen.globalAlpha = place < from || place > to ? 0.35 : 1;
    pen.fillStyle = pen.strokeStyle = place <= progress && progress > 0 ? played : rest;
    paint(pen, { x: bar * (width + gap), width, gap, level, height: box.height, turn: bar % 2 ? 1 : -1, mirror });
  }
}
