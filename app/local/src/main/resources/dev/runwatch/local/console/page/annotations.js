// What a chart draws beside its data: thresholds, bands and moments.
import {colour} from './palette.js';

const FONT = '11px system-ui, sans-serif';

/** The values that an axis must show so that its thresholds are seen. */
export function heights(widget, side) {
  return widget.horizontal.filter(it => it.side === side).flatMap(it => it.to === null ? [it.value] : [it.value, it.to]);
}

function text(context, words, x, y, ratio) {
  if (!words) return;
  context.font = FONT.replace('11', String(11 * ratio));
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const width = context.measureText(words).width;
  context.globalAlpha = 0.8;
  context.fillStyle = colour('card');
  context.fillRect(x - 2 * ratio, y - 12 * ratio, width + 4 * ratio, 14 * ratio);
  context.globalAlpha = 1;
  context.fillStyle = colour('ink');
  context.fillText(words, x, y - 1 * ratio);
}

function shade(context, ink, x, y, width, height) {
  context.globalAlpha = 0.12;
  context.fillStyle = ink;
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}

function rule(context, ink, points, ratio) {
  context.strokeStyle = ink;
  context.lineWidth = 1.5 * ratio;
  context.setLineDash([6 * ratio, 4 * ratio]);
  context.beginPath();
  context.moveTo(points[0], points[1]);
  context.lineTo(points[2], points[3]);
  context.stroke();
  context.setLineDash([]);
}

function horizontal(u, it, ratio) {
  const {ctx, bbox: {left, top, width, height}} = u;
  const scale = it.side === 'right' ? 'right' : 'left';
  if (!u.scales[scale] || u.scales[scale].min === null) return;
  const ink = it.color || colour('alarm');
  const y = Math.round(u.valToPos(it.value, scale, true));
  const other = it.to === null ? null : Math.round(u.valToPos(it.to, scale, true));
  if (other !== null) shade(ctx, ink, left, Math.min(y, other), width, Math.abs(y - other));
  else if (it.fill === 'above') shade(ctx, ink, left, top, width, y - top);
  else if (it.fill === 'below') shade(ctx, ink, left, y, width, top + height - y);
  rule(ctx, ink, [left, y, left + width, y], ratio);
  // The label stays inside the chart: below the line where there is no room above it.
  text(ctx, it.label, left + 6 * ratio, y - top < 16 * ratio ? y + 14 * ratio : y - 2 * ratio, ratio);
  if (other !== null) {
    rule(ctx, ink, [left, other, left + width, other], ratio);
    text(ctx, it.to_label, left + 6 * ratio, other - 2 * ratio, ratio);
  }
}

function vertical(u, it, ratio) {
  const {ctx, bbox: {left, top, width, height}} = u;
  const ink = it.color || colour('soft');
  const x = u.valToPos(it.at, 'x', true);
  const other = it.to === null ? null : u.valToPos(it.to, 'x', true);
  if (other !== null) shade(ctx, ink, x, top, other - x, height);
  else if (it.fill === 'before') shade(ctx, ink, left, top, x - left, height);
  else if (it.fill === 'after') shade(ctx, ink, x, top, left + width - x, height);
  for (const [at, label] of other === null ? [[x, it.label]] : [[x, it.label], [other, it.to_label]]) {
    rule(ctx, ink, [at, top, at, top + height], ratio);
    text(ctx, label, at + 4 * ratio, top + 14 * ratio, ratio);
  }
}

export function drawAnnotations(u, widget) {
  const {ctx, bbox: {left, top, width, height}} = u;
  const ratio = devicePixelRatio || 1;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  widget.vertical.forEach(it => vertical(u, it, ratio));
  widget.horizontal.forEach(it => horizontal(u, it, ratio));
  ctx.restore();
}
