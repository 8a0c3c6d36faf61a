// The data of a chart as a table: for screen readers, and to copy numbers.
import {el, number, dateAndClock} from './dom.js';

const ROWS = 500;

export class Twin {
  constructor() {
    this.body = el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Data of the chart'});
    this.element = el('details', {class: 'twin', ontoggle: () => this.draw()}, el('summary', {}, 'Table'), this.body);
  }

  update(widget) {
    this.widget = widget;
    this.body.setAttribute('aria-label', `Data of ${widget.title}`);
    if (this.element.open) this.draw();
  }

  draw() {
    if (!this.element.open || !this.widget) return;
    const {series, start, step, count, title} = this.widget;
    const rows = [];
    for (let i = count - 1; i >= 0 && rows.length < ROWS; i--) {
      if (series.every(line => line.values[i] === null)) continue;
      rows.push(el('tr', {}, el('th', {scope: 'row'}, dateAndClock((start + i * step) * 1000)),
        ...series.map(line => el('td', {}, number(line.values[i], line.unit)))));
    }
    if (!rows.length) rows.push(el('tr', {}, el('td', {colspan: series.length + 1}, 'no data in this range')));
    this.body.replaceChildren(el('table', {}, el('caption', {}, `${title}, newest first, UTC`),
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Time'), ...series.map(line => el('th', {scope: 'col'}, line.label)))),
      el('tbody', {}, ...rows)));
  }
}
