// Widgets that show numbers without a time axis: single values, gauges, bars, pies and tables.
import {el, svg, number, length} from './dom.js';
import {newest} from './chart.js';

const LATE = 3;

/** When the newest value is older than a few periods, how old it is. */
function age(widget, line) {
  const last = line.values.findLastIndex(value => value !== null);
  if (last < 0) return 'no data';
  const late = widget.count - 1 - last;
  return late >= LATE ? `${length(late * widget.step)} old` : '';
}

function breach(widget, value) {
  const beyond = widget.horizontal.some(it => value !== null
    && ((it.fill === 'above' && value > it.value) || (it.fill === 'below' && value < it.value)));
  return beyond ? ' beyond' : '';
}

function sparkline(values) {
  const known = values.filter(value => value !== null);
  const low = Math.min(0, ...known);
  const high = Math.max(...known, low + 1e-9);
  let path = '';
  let open = false;
  values.forEach((value, i) => {
    if (value === null) { open = false; return; }
    path += `${open ? 'L' : 'M'}${(i * 100 / Math.max(1, values.length - 1)).toFixed(1)} ${(28 - 26 * (value - low) / (high - low)).toFixed(1)}`;
    open = true;
  });
  return svg('svg', {viewBox: '0 0 100 30', preserveAspectRatio: 'none', class: 'spark', 'aria-hidden': 'true'},
    svg('path', {d: path, class: 'stroke', 'vector-effect': 'non-scaling-stroke'}));
}

function singleValue(widget) {
  return el('ul', {class: 'numbers'}, ...widget.series.map((line, i) => {
    const value = newest(line.values);
    const late = age(widget, line);
    return el('li', {class: `c${i % 10}`}, el('span', {class: `big${breach(widget, value)}`}, number(value, line.unit, widget.full_precision)),
      el('span', {class: 'soft'}, line.label, late ? el('strong', {class: 'late'}, ` · ${late}`) : null),
      widget.sparkline && line.values.length > 1 ? sparkline(line.values) : null);
  }));
}

function gauge(widget) {
  const low = widget.left.min ?? 0;
  const high = widget.left.max ?? 100;
  return el('ul', {class: 'numbers gauges'}, ...widget.series.map(line => {
    const value = newest(line.values);
    const share = value === null ? 0 : Math.min(1, Math.max(0, (value - low) / (high - low)));
    const turn = 100 * Math.PI / 2;
    const arc = (part, name) => svg('path', {d: 'M10 60 A50 50 0 0 1 110 60', class: name, 'stroke-dasharray': `${part * turn} ${2 * turn}`});
    return el('li', {}, svg('svg', {viewBox: '0 0 120 66', class: 'gauge', role: 'img',
      'aria-label': `${line.label}: ${number(value, line.unit)} of ${number(low)} to ${number(high)}`},
    arc(1, 'track'), arc(share, `arc${breach(widget, value)}`)),
    el('span', {class: `big${breach(widget, value)}`}, number(value, line.unit)), el('span', {class: 'soft'}, line.label));
  }));
}

function bars(widget) {
  const values = widget.series.map(line => newest(line.values));
  const high = Math.max(...values.map(value => value ?? 0), 1e-12);
  return el('ul', {class: 'bars'}, ...widget.series.map((line, i) => {
    const bar = el('span', {class: `bar c${i % 10}`});
    bar.style.width = `${Math.max(0, 100 * (values[i] ?? 0) / high)}%`;
    if (line.color) bar.style.backgroundColor = line.color;
    return el('li', {}, el('span', {}, `${line.label} `, el('strong', {}, number(values[i], line.unit))), bar);
  }));
}

function pie(widget) {
  const values = widget.series.map(line => Math.max(0, newest(line.values) ?? 0));
  const sum = values.reduce((a, b) => a + b, 0);
  const ring = 2 * Math.PI * 25;
  let before = 0;
  const parts = values.map((value, i) => {
    const share = sum ? value / sum : 0;
    const part = svg('circle', {cx: 50, cy: 50, r: 25, class: `slice c${i % 10}`,
      'stroke-dasharray': `${share * ring} ${ring}`, 'stroke-dashoffset': -before * ring});
    if (widget.series[i].color) part.style.stroke = widget.series[i].color;
    before += share;
    return part;
  });
  const text = widget.series.map((line, i) => `${line.label} ${number(values[i], line.unit)} (${sum ? Math.round(100 * values[i] / sum) : 0} %)`);
  return el('div', {class: 'pie'}, svg('svg', {viewBox: '0 0 100 100', role: 'img', 'aria-label': text.join(', ')}, ...parts),
    el('ul', {}, ...text.map((it, i) => {
      const swatch = el('span', {class: `swatch c${i % 10}`, 'aria-hidden': 'true'});
      if (widget.series[i].color) swatch.style.backgroundColor = widget.series[i].color;
      return el('li', {}, swatch, it);
    })));
}

const SUMMARIES = {
  MIN: values => Math.min(...values), MAX: values => Math.max(...values), SUM: values => values.reduce((a, b) => a + b, 0),
  AVG: values => values.reduce((a, b) => a + b, 0) / values.length,
};

function table(widget) {
  const columns = widget.summaries.filter(name => SUMMARIES[name]);
  const shown = columns.length ? columns : ['MIN', 'MAX', 'AVG'];
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Table ${widget.title}`}, el('table', {},
    el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Series'), el('th', {scope: 'col'}, 'Newest'),
      ...shown.map(name => el('th', {scope: 'col'}, name)))),
    el('tbody', {}, ...widget.series.map(line => {
      const known = line.values.filter(value => value !== null);
      return el('tr', {}, el('th', {scope: 'row'}, line.label), el('td', {}, number(newest(line.values), line.unit)),
        ...shown.map(name => el('td', {}, number(known.length ? SUMMARIES[name](known) : null, line.unit))));
    }))));
}

export const FIGURES = {singleValue, gauge, bar: bars, pie, table};
