// The alarms: state, reason, the data points behind it, history, runbook and mutes.
import {$, el, fill, json, post, badge, clock, dateAndClock, ago, number, STATES} from './dom.js';
import {markdown} from './markdown.js';

const RANK = {ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2};
const open = new Set();
const states = new Map();
const details = new Map();
let console_ = {};

/** The head line: what is wrong, or that nothing is. */
function verdict(alarms) {
  const wrong = alarms.filter(it => it.state === 'ALARM');
  const blind = alarms.filter(it => it.state === 'INSUFFICIENT_DATA');
  const worst = wrong.length ? 'ALARM' : blind.length ? 'INSUFFICIENT_DATA' : 'OK';
  const text = wrong.length ? `${wrong.map(it => it.name).join(', ')}` : blind.length
    ? `no data: ${blind.map(it => it.name).join(', ')}` : `all ${alarms.length} alarms are OK`;
  fill($('verdict'), el('span', {class: `verdict ${worst}`}, badge(worst), ` ${text}`));
  document.title = `${STATES[worst].shape} ${wrong.length ? wrong.map(it => it.name).join(', ') : 'Runwatch'}`;
}

function points(why) {
  return el('ol', {class: 'points', 'aria-label': `Data points, oldest first; the threshold is ${number(why.threshold)}`},
    ...why.points.map(point => el('li', {class: `${point.breaching ? 'beyond' : ''} ${point.counted ? 'counted' : ''}`},
      el('span', {class: 'soft'}, clock(point.t)), ' ',
      el('strong', {}, number(point.v)), point.v === null ? ' missing' : '',
      point.breaching ? el('span', {'aria-hidden': 'true'}, ' ✕') : null, point.breaching ? el('span', {class: 'unseen'}, ' breaches') : null)));
}

function why(alarm) {
  const found = details.get(alarm.name);
  if (!found) return [el('p', {class: 'soft'}, 'reading the data points…')];
  return [el('p', {}, found.rule), points(found),
    el('p', {class: 'soft'}, `${found.breaching} of the newest ${found.evaluation_periods} data points breach (✕); `
      + `${found.datapoints_to_alarm} raise the alarm. The points with a full frame count.`),
    ...found.inferred.map(it => el('p', {class: 'late'}, `Inferred: ${it}`))];
}

function history(alarm) {
  const changes = alarm.history.slice(-12).reverse();
  return changes.length ? el('ol', {class: 'history'}, ...changes.map(change => el('li', {},
    el('time', {datetime: change.at}, dateAndClock(change.at)), ' ', badge(change.from), ' → ', badge(change.to),
    el('span', {class: 'soft'}, ` ${change.reason}`)))) : el('p', {class: 'soft'}, 'no change so far');
}

/** A part that the user opens; it stays open while the page is drawn anew. */
function part(key, label, content) {
  return el('details', {open: open.has(key), 'data-key': key}, el('summary', {}, label), ...(open.has(key) ? content() : []));
}

function mutes(alarm) {
  const changes = !console_.mutes ? [] : alarm.muted_until
    ? [el('span', {class: 'late'}, `muted until ${clock(alarm.muted_until)}`), el('button', {type: 'button', 'data-unmute': alarm.name}, 'Unmute')]
    : [el('button', {type: 'button', 'data-mute': alarm.name, 'data-for': '30m'}, 'Mute 30 min'),
      el('button', {type: 'button', 'data-mute': alarm.name, 'data-for': '2h'}, 'Mute 2 h')];
  return el('div', {class: 'row'}, ...changes, el('button', {type: 'button', 'data-runbook': alarm.name}, 'Runbook'));
}

function card(alarm) {
  return el('article', {class: `card alarm-card ${alarm.state}`, id: `alarm-${alarm.name}`},
    el('h3', {}, badge(alarm.state), ` ${alarm.name}`),
    el('p', {class: 'soft'}, `${alarm.severity} · since ${clock(alarm.since)}`, el('span', {'data-since': alarm.since})),
    el('p', {}, alarm.summary),
    alarm.state === 'OK' ? null : el('p', {class: 'soft reason'}, alarm.reason),
    mutes(alarm),
    part(`why ${alarm.name}`, 'Why', () => why(alarm)),
    part(`history ${alarm.name}`, `History (${alarm.history.length})`, () => [history(alarm)]));
}

/** An alarm that turns red shows why without being asked. */
function openReasons(alarms) {
  for (const alarm of alarms) {
    if (alarm.state === 'ALARM' && states.get(alarm.name) !== 'ALARM') open.add(`why ${alarm.name}`);
    if (alarm.state === 'OK' && states.get(alarm.name) === 'ALARM') open.delete(`why ${alarm.name}`);
    states.set(alarm.name, alarm.state);
  }
}

export function drawAlarms(alarms) {
  verdict(alarms);
  const ordered = [...alarms].sort((a, b) => RANK[a.state] - RANK[b.state]);
  fill($('alarms'), ...ordered.map(card));
  for (const node of $('alarms').querySelectorAll('[data-since]')) node.textContent = ` (${ago(node.dataset.since)})`;
}

/** Reads the data points of the alarms whose reasons are open. */
export async function readReasons(alarms) {
  openReasons(alarms);
  await Promise.all(alarms.filter(alarm => open.has(`why ${alarm.name}`)).map(async alarm => {
    details.set(alarm.name, await json(`/api/alarms/${encodeURIComponent(alarm.name)}`));
  }));
}

export async function showRunbook(name) {
  const {markdown: text} = await json(`/api/runbooks/${encodeURIComponent(name)}`);
  $('sheet-title').textContent = `Runbook: ${name}`;
  $('sheet-body').replaceChildren(...markdown(text));
  if (!$('sheet').open) $('sheet').showModal();
}

/** @param changed called when something was opened or muted */
export function startAlarms(description, changed, failed) {
  console_ = description;
  $('alarms').addEventListener('toggle', event => {
    const {key} = event.target.dataset;
    if (!key || event.target.open === open.has(key)) return;
    if (event.target.open) open.add(key); else open.delete(key);
    changed();
  }, true);
  $('alarms').addEventListener('click', event => {
    const {mute, unmute} = event.target.dataset;
    if (mute) post(`/api/mute/${mute}?for=${event.target.dataset.for}`).then(changed, failed);
    if (unmute) post(`/api/unmute/${unmute}`).then(changed, failed);
  });
  // Links in texts open runbooks, too.
  document.addEventListener('click', event => {
    const {runbook} = event.target.dataset;
    if (runbook) showRunbook(runbook).catch(failed);
  });
  $('sheet-close').addEventListener('click', () => $('sheet').close());
}
