// The mails as they were sent, newest first.
import {$, el, dateAndClock} from './dom.js';

const SHOWN = 50;
let drawn = -1;

export function drawMails(mails) {
  if (mails.length === drawn) return;
  drawn = mails.length;
  $('mails').replaceChildren(mails.length ? el('ol', {class: 'mails'}, ...mails.slice(-SHOWN).reverse().map(mail => el('li', {},
    el('details', {}, el('summary', {}, el('time', {datetime: mail.at}, dateAndClock(mail.at)), ` ${mail.subject}`),
      el('p', {class: 'soft'}, `topic ${mail.topic} · to ${mail.to.join(', ') || 'nobody'}`),
      el('pre', {tabindex: 0, 'aria-label': `Body of ${mail.subject}`}, mail.body))))) : el('p', {class: 'soft'}, 'none so far'));
}
