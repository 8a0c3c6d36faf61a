// Runs and runners as they change, from the coordinator's event stream.
import {$, el, fill, json, clock, ago, number} from './dom.js';

const KEPT = 40;
const UNFINISHED = ['pending', 'claimed', 'running', 'stopping'];
const runs = new Map();
let runners = [];
let due = false;

function put(run) {
  runs.delete(run.run_id);
  runs.set(run.run_id, run);
  while (runs.size > KEPT) runs.delete(runs.keys().next().value);
}

function took(run) {
  if (!run.started_at) return '';
  return number((Date.parse(run.completed_at || new Date().toISOString()) - Date.parse(run.started_at)) / 1000, 'Seconds');
}

function table(caption, head, rows) {
  return el('table', {}, el('caption', {}, caption), el('thead', {}, el('tr', {}, ...head.map(it => el('th', {scope: 'col'}, it)))),
    el('tbody', {}, ...(rows.length ? rows : [el('tr', {}, el('td', {colspan: head.length, class: 'soft'}, 'none'))])));
}

function draw() {
  due = false;
  const newest = [...runs.values()].reverse();
  const waiting = newest.filter(run => UNFINISHED.includes(run.status)).length;
  fill($('runs'), table(`The last ${newest.length} changed runs, ${waiting} of them unfinished`, ['Run', 'Type', 'Status', 'Runner', 'Created', 'Took'],
    newest.map(run => el('tr', {}, el('td', {}, el('code', {}, run.run_id)), el('td', {}, run.type || run.executor),
      el('td', {class: `run-${run.status}`}, run.status, run.error ? el('span', {class: 'soft'}, ` ${String(run.error).slice(0, 80)}`) : null),
      el('td', {}, run.runner_id ? el('code', {}, run.runner_id) : '–'), el('td', {}, clock(run.created_at)), el('td', {}, took(run))))));
  fill($('runners'), table('Runners', ['Runner', 'Status', 'Runs', 'Heard of'], runners.map(it => el('tr', {},
    el('td', {}, el('code', {}, it.executor_profile || it.runner_id)), el('td', {class: `runner-${it.status}`}, it.status),
    el('td', {}, it.max_runs ? `${it.runs.length} of ${it.max_runs}` : String(it.runs.length)), el('td', {}, `${ago(it.last_heartbeat)} ago`)))));
}

/** At most four times a second, whatever the rate of events. */
function drawSoon() {
  if (due || document.hidden) return;
  due = true;
  setTimeout(draw, 250);
}

export async function readRunners() {
  const body = await json('/api/runners');
  runners = body.runners;
  drawSoon();
}

export async function startRuns() {
  const say = text => { $('stream').textContent = text; };
  const events = new EventSource('/sse/runs');
  events.addEventListener('init', event => {
    say('live from the coordinator’s event stream');
    JSON.parse(event.data).runs.forEach(put);
    drawSoon();
  });
  events.addEventListener('run', event => {
    const {run} = JSON.parse(event.data);
    put(run || JSON.parse(event.data));
    drawSoon();
  });
  events.addEventListener('away', () => say('the coordinator does not answer; the stream resumes with it'));
  events.addEventListener('back', () => say('live from the coordinator’s event stream'));
  const {runs: known} = await json('/api/runs');
  [...known].reverse().filter(run => !runs.has(run.run_id)).forEach(put);
  drawSoon();
}
