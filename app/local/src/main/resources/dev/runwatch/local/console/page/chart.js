// A time series chart: lines or stacked areas on one or two axes, with a legend and a table of its data.
import {el, number, clock, dateAndClock} from './dom.js';
import {colour, lineColour, onPalette} from './palette.js';
import {drawAnnotations, heights} from './annotations.js';
import {Twin} from './twin.js';

const {uPlot} = window;
const utc = seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC');
const SIDES = ['left', 'right'];
const charts = new Set();

export class Chart {
  /** @param zoom called with the seconds between which the user wants to see the data, or null */
  constructor(widget, zoom) {
    this.zoom = zoom;
    this.hidden = new Set();
    charts.add(this);
    this.plot = el('div', {class: 'plot', role: 'img', tabindex: 0, onkeydown: event => this.key(event)});
    this.legend = el('ul', {class: 'legend'});
    this.spoken = el('p', {class: 'unseen', 'aria-live': 'polite'});
    this.twin = new Twin();
    this.empty = el('p', {class: 'empty soft', hidden: true}, 'no data in this range');
    this.element = el('div', {class: `chart legend-${widget.legend}`}, this.empty, this.plot, this.legend, this.spoken, this.twin.element);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(this.plot);
    this.forget = onPalette(() => this.u?.redraw(false));
    this.update(widget);
  }

  update(widget) {
    this.widget = widget;
    const shape = JSON.stringify([widget.stacked, widget.left, widget.right, widget.series.map(it => [it.label, it.side, it.color])]);
    const range = {min: widget.from, max: widget.to};
    if (shape !== this.shape || !this.u) {
      this.shape = shape;
      this.build();
    } else {
      this.u.setData(this.data(), false);
      this.u.setScale('x', range);
    }
    this.describe();
    this.readings();
    this.twin.update(widget);
  }

  times() {
    const {start, step, count} = this.widget;
    return Array.from({length: count}, (_, i) => start + i * step);
  }

  /** The columns to draw; stacked areas are sums of the lines below them, the topmost first. */
  data() {
    const {series, stacked} = this.widget;
    const values = series.map((line, i) => this.hidden.has(i) ? line.values.map(() => null) : line.values);
    if (!stacked) return [this.times(), ...values];
    const sums = {left: [], right: []};
    return [this.times(), ...values.map((column, i) => column.map((value, at) => {
      if (value === null) return null;
      const below = sums[series[i].side];
      below[at] = (below[at] || 0) + value;
      return below[at];
    }))];
  }

  build() {
    this.u?.destroy();
    const {widget} = this;
    const used = SIDES.filter(side => side === 'left' || widget.series.some(it => it.side === side));
    this.u = new uPlot({
      ...this.size(),
      tzDate: utc,
      legend: {show: false},
      padding: [10, used.length > 1 ? 0 : 10, 0, 0],
      scales: {
        x: {time: true, min: widget.from, max: widget.to},
        ...Object.fromEntries(used.map(side => [side, {range: (u, low, high) => this.bounds(side, low, high)}])),
      },
      axes: [this.axis({space: 56, values: (u, splits) => splits.map(it => this.tick(it, splits))}),
        ...used.map(side => this.axis({
          scale: side, side: side === 'left' ? 3 : 1, size: 54, grid: {show: side === 'left', stroke: () => colour('line'), width: 1},
          values: (u, splits) => splits.map(it => number(it, this.unit(side))), label: widget[side].label || undefined,
          labelSize: 18, labelFont: '11px system-ui, sans-serif',
        }))],
      series: [{}, ...widget.series.map((line, i) => this.line(line, i))],
      cursor: {sync: {key: 'board', setSeries: false}, drag: {x: true, y: false, setScale: false, dist: 6}, points: {size: 6},
        bind: {dblclick: () => () => this.zoom(null)}},
      hooks: {
        draw: [u => drawAnnotations(u, this.widget)],
        setCursor: [() => this.readings()],
        setSelect: [u => this.selected(u)],
      },
    }, this.data(), this.plot);
    this.u.setScale('x', {min: widget.from, max: widget.to});
    this.buildLegend();
  }

  axis(more) {
    return {stroke: () => colour('soft'), font: '11px system-ui, sans-serif', grid: {stroke: () => colour('line'), width: 1},
      ticks: {show: false}, gap: 4, size: 26, ...more};
  }

  line(line, i) {
    const stacked = this.widget.stacked;
    return {
      label: line.label, scale: line.side, stroke: () => lineColour(line, i), width: stacked ? 1 : 1.75,
      fill: stacked ? () => `${lineColour(line, i)}66` : undefined,
      points: {size: 4, fill: () => lineColour(line, i), filter: (u, index, show) => show ? null : alone(u.data[index])},
    };
  }

  tick(seconds, splits) {
    const text = clock(seconds * 1000);
    const day = seconds % 86400 === 0 || splits[splits.length - 1] - splits[0] > 4 * 86400;
    if (day) return dateAndClock(seconds * 1000).slice(5, 10);
    return splits.length > 1 && splits[1] - splits[0] < 60 ? text : text.slice(0, 5);
  }

  bounds(side, low, high) {
    const {min, max} = this.widget[side];
    const marks = heights(this.widget, side);
    const all = [low, high, ...marks].filter(it => it !== null && Number.isFinite(it));
    let bottom = min ?? (all.length ? Math.min(...all) : 0);
    let top = max ?? (all.length ? Math.max(...all) : 1);
    if (max === null) top += (top - bottom) * 0.08;
    if (min === null && bottom > 0 && this.widget.stacked) bottom = 0;
    if (top <= bottom) {
      top = bottom + (Math.abs(bottom) || 1);
      if (min === null && bottom !== 0) bottom -= Math.abs(bottom);
    }
    return [bottom, top];
  }

  unit(side) {
    const units = new Set(this.widget.series.filter(it => it.side === side).map(it => it.unit));
    return units.size === 1 ? [...units][0] : null;
  }

  size() {
    return {width: Math.max(120, this.plot.clientWidth), height: Math.max(110, this.plot.clientHeight)};
  }

  resize() {
    const {width, height} = this.size();
    if (this.u && (this.u.width !== width || this.u.height !== height)) this.u.setSize({width, height});
  }

  selected(u) {
    const {left, width} = u.select;
    if (width < 6) return;
    const from = u.posToVal(left, 'x');
    const to = u.posToVal(left + width, 'x');
    u.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
    this.zoom({from, to});
  }

  /** Puts the cursor at a time. */
  point(seconds) { this.u?.setCursor({left: this.u.valToPos(seconds, 'x'), top: 1}, true, false); }

  /** Shows a range at once, with the data that are here; those of the range follow. */
  preview(from, to) { this.u?.setScale('x', {min: from, max: to}); }

  buildLegend() {
    this.values = this.widget.series.map(() => el('span', {class: 'reading'}));
    this.legend.replaceChildren(...this.widget.series.map((line, i) => {
      const swatch = el('span', {class: `swatch c${i % 10}`, 'aria-hidden': 'true'});
      if (line.color) swatch.style.backgroundColor = line.color;
      const button = el('button', {type: 'button', 'aria-pressed': String(!this.hidden.has(i)), onclick: () => {
        if (this.hidden.has(i)) this.hidden.delete(i); else this.hidden.add(i);
        button.setAttribute('aria-pressed', String(!this.hidden.has(i)));
        this.u.setData(this.data(), false);
        this.u.setScale('x', {min: this.widget.from, max: this.widget.to});
      }}, swatch, line.label, this.values[i]);
      return el('li', {}, button);
    }));
  }

  /** The values under the cursor, or the newest ones. */
  readings() {
    if (!this.u || !this.values) return;
    const at = this.u.cursor.idx ?? null;
    this.widget.series.forEach((line, i) => {
      const value = at === null ? newest(line.values) : line.values[at];
      if (this.values[i]) this.values[i].textContent = number(value, line.unit);
    });
  }

  describe() {
    const {series, title, problem} = this.widget;
    this.empty.hidden = Boolean(problem) || series.some(line => newest(line.values) !== null);
    const lines = series.map(line => `${line.label} ${number(newest(line.values), line.unit)}`).join(', ');
    const marks = this.widget.horizontal.map(it => `${it.label || 'line'} at ${number(it.value)}`).join(', ');
    this.plot.setAttribute('aria-label', `Chart ${title}: ${problem || lines || 'no data'}${marks ? `; ${marks}` : ''}`);
  }

  key(event) {
    const {start, step, count, from, to} = this.widget;
    const move = {ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10}[event.key];
    if (move) {
      const at = Math.min(count - 1, Math.max(0, (this.u.cursor.idx ?? (move > 0 ? -1 : count)) + move));
      for (const chart of charts) chart.point(start + at * step);
      this.spoken.textContent = `${clock((start + at * step) * 1000)}: ${this.widget.series
        .map(line => `${line.label} ${number(line.values[at], line.unit)}`).join(', ')}`;
    } else if (event.key === '+' || event.key === '-') {
      const middle = this.u.cursor.idx === null || this.u.cursor.idx === undefined ? (from + to) / 2 : start + this.u.cursor.idx * step;
      const half = (to - from) * (event.key === '+' ? 0.25 : 1);
      this.zoom({from: middle - half, to: Math.min(middle + half, Date.now() / 1000)});
    } else if (event.key === 'Escape') {
      this.zoom(null);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  close() {
    charts.delete(this);
    this.forget();
    this.sizes.disconnect();
    this.u?.destroy();
  }
}

/** The indices of points without neighbours, which a line alone would not show. */
function alone(column) {
  const found = [];
  for (let i = 0; i < column.length; i++) {
    if (column[i] !== null && column[i - 1] == null && column[i + 1] == null) found.push(i);
  }
  return found;
}

export function newest(values) {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] !== null) return values[i];
  return null;
}
