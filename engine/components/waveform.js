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

/**
 * Paint `bars` (0 to 1) on `canvas`. `progress` is 0 to 1, `from` and `to` the window a preview can play (0 to 1),
 * `played` and `rest` are resolved CSS colours.
 */
export function draw(canvas, bars, { progress, from = 0, to = 1, played, rest, width = 2, gap = 2 }) {
  const box = canvas.getBoundingClientRect();
  if (!box.width || !box.height) return;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const count = Math.max(1, Math.floor((box.width + gap) / (width + gap)));
  for (let bar = 0; bar < count; bar += 1) {
    const place = (bar + 0.5) / count;
    const level = bars[Math.min(bars.length - 1, Math.floor(place * bars.length))];
    const height = Math.max(2, level * box.height);
    pen.globalAlpha = place < from || place > to ? 0.35 : 1;
    pen.fillStyle = place <= progress && progress > 0 ? played : rest;
    pen.beginPath();
    pen.roundRect(bar * (width + gap), (box.height - height) / 2, width, height, width / 2);
    pen.fill();
  }
}
