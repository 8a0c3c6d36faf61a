// Starts the page and keeps it up to date.
import {$, json} from './dom.js';
import {Board} from './board.js';
import {TimeRange} from './range.js';
import {readPalette} from './palette.js';
import {drawAlarms, readReasons, startAlarms} from './alarms.js';
import {drawDrills, startDrills} from './drills.js';
import {drawMails} from './mails.js';
import {readRunners, startRuns} from './runs.js';

const THEMES = ['system', 'light', 'dark'];
const troubles = new Map();
const now = {alarms: [], mails: []};

/** Says what could not be read, until it could. */
function trouble(what, error) {
  if (error) troubles.set(what, `${what}: ${error.message}`);
  else if (!troubles.delete(what)) return;
  $('trouble').textContent = troubles.size ? `Not up to date. ${[...troubles.values()].join('; ')}` : '';
}

/** Calls a task again and again, never twice at a time and not while nobody looks. */
function repeat(what, seconds, task) {
  let running = null;
  const run = async () => {
    try {
      await task();
      trouble(what, null);
    } catch (error) {
      trouble(what, error);
    }
  };
  const next = () => { running ??= run().finally(() => { running = null; }); return running; };
  setInterval(() => { if (!document.hidden) next(); }, seconds * 1000);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) next(); });
  next();
  return async () => { await running; return next(); };
}

function theme() {
  const button = $('theme');
  const show = chosen => {
    if (chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
    button.textContent = `Theme: ${chosen}`;
    readPalette();
  };
  button.addEventListener('click', () => {
    const chosen = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme || 'system') + 1) % THEMES.length];
    try { localStorage.setItem('runwatch-theme', chosen); } catch (ignored) { /* no storage */ }
    show(chosen);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', readPalette);
  show(document.documentElement.dataset.theme || 'system');
}

function keys(range) {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === 'l') $('live').click();
    if (event.key === 't') $('theme').click();
    if (event.key === 'Escape' && !$('sheet').open && !range.live()) range.setZoom(null);
  });
}

function describe(about) {
  $('environment').textContent = about.environment;
  $('about').textContent = [about.what, `namespace ${about.namespace}`, 'times in UTC',
    about.minute_seconds === 60 ? '' : `a minute takes ${about.minute_seconds} s here`].filter(Boolean).join(' · ');
  for (const node of document.querySelectorAll('[data-needs]')) node.hidden = !about[node.dataset.needs];
}

async function start() {
  theme();
  const about = await json('/api/console');
  describe(about);
  let readBoard = () => {};
  const range = new TimeRange(about.start, () => readBoard());
  const board = new Board(zoom => zoom ? range.zoomTo(zoom.from, zoom.to) : range.setZoom(null));
  keys(range);
  // For people who debug a dashboard in the developer tools, and for the tests of this page.
  window.runwatch = {charts: () => Object.fromEntries(board.cells.filter(it => it.chart).map(it => [it.chart.widget.title, it.chart.u]))};

  const readAlarms = repeat('alarms', Math.min(5, Math.max(1, about.refresh_seconds / 4)), async () => {
    const [alarms, mails] = await Promise.all([json('/api/alarms'), about.mails ? json('/api/mails') : {mails: []}]);
    now.alarms = alarms.alarms;
    now.mails = mails.mails;
    await readReasons(now.alarms);
    drawAll();
  });
  const drawAll = () => {
    drawAlarms(now.alarms);
    board.setAlarms(now.alarms);
    if (about.drills) drawDrills(now.alarms, now.mails);
    if (about.mails) drawMails(now.mails);
  };
  readBoard = repeat('metrics', about.refresh_seconds, async () => {
    if (!range.live() && range.drawn === range.query()) return;
    const asked = range.query();
    const data = await json(`/api/dashboard/data?${asked}`);
    // The user may have chosen another range meanwhile.
    if (asked !== range.query()) return;
    range.drawn = asked;
    range.shown = {from: new Date(data.from * 1000).toISOString(), to: new Date(data.to * 1000).toISOString()};
    board.draw(data);
  });
  startAlarms(about, readAlarms, error => trouble('request', error));
  if (about.drills) startDrills(about.drills, readAlarms, error => trouble('drill', error));
  if (about.runs) {
    startRuns().catch(error => trouble('runs', error));
    repeat('runners', 2, readRunners);
  }
}

start().catch(error => trouble('console', error));
