// Drills as buttons, and what came of each: the alarm, the mail, and the way back.
import {$, el, fill, post, clock, length, badge} from './dom.js';

const DRILLS = [
  {title: 'No runner', does: 'Stops every runner.', cause: 'runners-stop', undo: 'runners-start', alarm: 'no-online-runners'},
  {title: 'No coordinator', does: 'Stops the coordinator.', cause: 'coordinator-stop', undo: 'coordinator-start', alarm: 'coordinator-down'},
  {title: 'A full queue', does: 'Creates 60 runs that no runner takes.', cause: 'queue-flood', undo: 'queue-drain', alarm: 'queue-backing-up'},
  {title: 'Failing runs', does: 'Creates runs that fail, well over a tenth of all.', cause: 'fail-runs', undo: null, alarm: 'high-failure-rate'},
];
const begun = new Map();
let offered = [];

function steps(drill, alarms, mails) {
  const from = begun.get(drill.cause);
  if (!from) return null;
  const alarm = alarms.find(it => it.name === drill.alarm);
  const after = (alarm?.history || []).filter(it => Date.parse(it.at) >= from);
  const red = after.find(it => it.to === 'ALARM');
  const green = red && after.find(it => it.to === 'OK' && it.at > red.at);
  const mail = mails.find(it => Date.parse(it.at) >= from && it.subject.includes(`ALARM: "${drill.alarm}"`));
  const step = (done, text) => el('li', {class: done ? 'done' : 'open'}, el('span', {'aria-hidden': 'true'}, done ? '✓ ' : '… '), text);
  return el('ol', {class: 'steps'},
    step(true, `begun ${clock(from)}`),
    red ? step(true, `ALARM ${clock(red.at)}, after ${length((Date.parse(red.at) - from) / 1000)}`) : step(false, `${drill.alarm} is ${alarm?.state ?? 'unknown'}`),
    mail ? step(true, `mail to ${mail.to.join(', ')} ${clock(mail.at)}`) : step(false, 'no mail so far'),
    green ? step(true, `OK again ${clock(green.at)}`) : step(false, drill.undo ? `press “${drill.undo}” to end it` : 'it ends by itself'));
}

export function drawDrills(alarms, mails) {
  fill($('drills'), ...DRILLS.filter(it => offered.includes(it.cause)).map(drill => {
    const alarm = alarms.find(it => it.name === drill.alarm);
    return el('article', {class: 'card'}, el('h3', {}, drill.title),
      el('p', {class: 'soft'}, `${drill.does} Watched by ${drill.alarm}: `, alarm ? badge(alarm.state) : ''),
      el('div', {class: 'row'}, el('button', {type: 'button', 'data-drill': drill.cause}, drill.cause),
        drill.undo ? el('button', {type: 'button', 'data-drill': drill.undo}, drill.undo) : null),
      steps(drill, alarms, mails));
  }));
}

export function startDrills(names, changed, failed) {
  offered = names;
  $('drills').addEventListener('click', event => {
    const name = event.target.dataset.drill;
    if (!name) return;
    if (DRILLS.some(it => it.cause === name)) begun.set(name, Date.now());
    post(`/api/drills/${name}`).then(changed, failed);
    changed();
  });
}
