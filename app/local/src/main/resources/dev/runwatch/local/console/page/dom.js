// Elements, requests and texts that every part of the page uses.

/** An element with attributes, listeners (names that begin with "on") and children. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export const $ = id => document.getElementById(id);

/** The JSON of a GET; an error names the path and what the server said. */
export async function json(path) {
  return answer(path, await fetch(path));
}

export async function post(path) {
  return answer(path, await fetch(path, {method: 'POST'}));
}

async function answer(path, response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error?.message || `${path} answered ${response.status}`);
  return body;
}

const drawn = new WeakMap();

/** Replaces the children only if they differ from the last ones; the focus stays where it was. */
export function fill(node, ...children) {
  const next = el('div', {}, ...children);
  const html = next.innerHTML;
  if (drawn.get(node) === html) return;
  drawn.set(node, html);
  const path = [];
  const active = document.activeElement;
  if (active !== node && node.contains(active)) {
    for (let it = active; it !== node; it = it.parentNode) path.unshift([...it.parentNode.children].indexOf(it));
  }
  node.replaceChildren(...next.childNodes);
  if (!path.length) return;
  const same = path.reduce((it, index) => it?.children[index], node);
  if (same?.tagName === active.tagName) same.focus({preventScroll: true});
}

const two = number => String(number).padStart(2, '0');

/** A time of day in UTC, as alarms and mails have it. */
export function clock(time) {
  const at = new Date(time);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}

export function dateAndClock(time) {
  return `${new Date(time).toISOString().slice(0, 10)} ${clock(time)}`;
}

export function ago(time, now = Date.now()) {
  return length((now - new Date(time)) / 1000);
}

/** A length of time in its two largest units. */
export function length(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60 ? `${whole % 60} s` : ''}`.trim();
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor(whole % 86400 / 3600)} h`;
}

const digits = value => {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4) return value.toExponential(1);
  return String(Number(value.toPrecision(size >= 100 ? Math.max(3, Math.floor(Math.log10(size)) + 1) : 3)));
};

/** A value with its unit; a dash where there is none. */
export function number(value, unit, precise) {
  if (value === null || value === undefined) return '–';
  if (precise) return unit === 'Seconds' ? `${value} s` : String(value);
  const size = Math.abs(value);
  if (unit === 'Seconds') {
    if (size === 0) return '0 s';
    if (size < 1e-3) return `${digits(value * 1e6)} µs`;
    if (size < 1) return `${digits(value * 1e3)} ms`;
    return size < 120 ? `${digits(value)} s` : length(value);
  }
  if (unit === 'Percent') return `${digits(value)} %`;
  if (size >= 1e9) return `${digits(value / 1e9)} G`;
  if (size >= 1e6) return `${digits(value / 1e6)} M`;
  if (size >= 1e4) return `${digits(value / 1e3)} k`;
  return digits(value);
}

export const STATES = {
  OK: {shape: '●', word: 'OK'},
  ALARM: {shape: '▲', word: 'ALARM'},
  INSUFFICIENT_DATA: {shape: '◆', word: 'NO DATA'},
};

/** The state of an alarm as a shape and a word, beside the colour. */
export function badge(state) {
  const {shape, word} = STATES[state] || {shape: '?', word: state};
  return el('span', {class: `state ${state}`}, el('span', {'aria-hidden': 'true'}, `${shape} `), word);
}
