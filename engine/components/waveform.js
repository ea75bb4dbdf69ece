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

/** How one bar looks: `x` its left edge, `width` of the bar, `level` 0 to 1, `height` of the canvas, `turn` 1 or -1. */
const BARS = {
  vertical(pen, { x, width, level, height }) {
    const tall = Math.max(2, level * height);
    pen.beginPath();
    pen.roundRect(x, (height - tall) / 2, width, tall, width / 2);
    pen.fill();
  },
  reflection(pen, { x, width, level, height }) {
    const floor = height * 0.75;
    const tall = Math.max(2, level * floor);
    pen.fillRect(x, floor - tall, width, tall);
    pen.globalAlpha *= 0.55;
    pen.fillRect(x, floor + 1, width, tall / 3);
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
export function draw(canvas, bars, { progress, from = 0, to = 1, played, rest, width = 2, gap = 2, variant = "vertical" }) {
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
    paint(pen, { x: bar * (width + gap), width, gap, level, height: box.height, turn: bar % 2 ? 1 : -1 });
  }
}
