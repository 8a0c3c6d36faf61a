// The dashboard: the widgets of its body on a grid of 24 columns, drawn anew as data come.
import {$, el, fill, badge} from './dom.js';
import {Chart} from './chart.js';
import {FIGURES} from './figures.js';
import {markdown} from './markdown.js';

export class Board {
  /** @param zoom called with {from, to} in seconds, or null */
  constructor(zoom) {
    this.zoom = zoom;
    this.cells = [];
    this.alarms = [];
  }

  draw(data) {
    const shape = JSON.stringify(data.widgets.map(it => [it.type, it.view, it.title, it.box]));
    if (shape !== this.shape) {
      this.shape = shape;
      this.cells.forEach(cell => cell.chart?.close());
      this.cells = data.widgets.map(widget => this.cell(widget));
      $('board').replaceChildren(...this.cells.map(cell => cell.element));
    }
    data.widgets.forEach((widget, i) => this.update(this.cells[i], {...widget, from: data.from, to: data.to}));
    $('board').dataset.drawn = String(data.to);
  }

  cell(widget) {
    const body = el('div', {class: 'widget-body'});
    const title = widget.title ? el('h3', {}, widget.title) : null;
    const problem = el('p', {class: 'problem', hidden: true});
    const element = el('article', {class: `widget card ${widget.type}`}, title, problem, body);
    const {x, y, width, height} = widget.box;
    // Properties of the style object, which the content policy allows; attributes it would not.
    element.style.setProperty('--column', `${x + 1} / span ${width}`);
    element.style.setProperty('--row', `${y + 1} / span ${height}`);
    element.style.setProperty('--rows', height);
    element.style.setProperty('--span', width > 12 ? 2 : 1);
    return {element, body, problem};
  }

  update(cell, widget) {
    cell.problem.hidden = !widget.problem;
    cell.problem.textContent = widget.problem || '';
    if (widget.type === 'metric') this.metric(cell, widget);
    else if (widget.type === 'text') {
      if (cell.text !== widget.markdown) cell.body.replaceChildren(el('div', {class: 'text'}, ...markdown(widget.markdown)));
      cell.text = widget.markdown;
    } else if (widget.type === 'alarm') {
      cell.alarms = widget.alarms;
      this.alarmStates(cell);
    }
  }

  metric(cell, widget) {
    if (widget.view === 'timeSeries') {
      if (cell.chart) cell.chart.update(widget);
      else {
        cell.chart = new Chart(widget, range => this.zoomed(range));
        cell.body.replaceChildren(cell.chart.element);
      }
    } else if (FIGURES[widget.view]) {
      fill(cell.body, FIGURES[widget.view](widget));
    }
  }

  zoomed(range) {
    if (range) this.cells.forEach(cell => cell.chart?.preview(range.from, range.to));
    this.zoom(range);
  }

  setAlarms(alarms) {
    this.alarms = alarms;
    this.cells.filter(cell => cell.alarms).forEach(cell => this.alarmStates(cell));
  }

  alarmStates(cell) {
    fill(cell.body, el('ul', {class: 'states'}, ...cell.alarms.map(name => {
      const alarm = this.alarms.find(it => it.cloudwatch_name === name);
      return el('li', {class: alarm?.state || ''}, alarm ? badge(alarm.state) : el('span', {class: 'soft'}, 'unknown here'), ` ${alarm?.name || name}`);
    })));
  }
}
