// The part of Markdown that dashboards and runbooks use, as elements; HTML in it stays text.
import {el} from './dom.js';

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*|\[(button:)?([^\]]+)\]\(([^)\s]+)\)/;

/** A path to a runbook opens it on this page; another path leads nowhere here. */
function link(label, target) {
  if (/^(https?:|#)/.test(target)) return el('a', {href: target, rel: 'noreferrer'}, label);
  const runbook = /(?:^|\/)runbooks\/([\w-]+)\.md$/.exec(target);
  return runbook ? el('button', {type: 'button', class: 'link', 'data-runbook': runbook[1]}, label) : el('span', {}, label);
}

function inline(text) {
  const out = [];
  let rest = text;
  for (let match; (match = INLINE.exec(rest)); rest = rest.slice(match.index + match[0].length)) {
    out.push(rest.slice(0, match.index));
    const [, code, strong, soft, , label, target] = match;
    if (code) out.push(el('code', {}, code));
    else if (strong) out.push(el('strong', {}, ...inline(strong)));
    else if (soft) out.push(el('em', {}, ...inline(soft)));
    else out.push(link(label, target));
  }
  return [...out, rest];
}

const cells = line => line.trim().replace(/^\||\|$/g, '').split('|').map(cell => cell.trim());

function table(lines) {
  const [head, , ...rows] = lines.map(cells);
  return el('table', {},
    el('thead', {}, el('tr', {}, ...head.map(cell => el('th', {scope: 'col'}, ...inline(cell))))),
    el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map(cell => el('td', {}, ...inline(cell)))))));
}

/** @param level the level of the largest heading */
export function markdown(text, level = 3) {
  const blocks = [];
  const lines = text.split('\n');
  const take = test => {
    const taken = [];
    while (lines.length && test(lines[0])) taken.push(lines.shift());
    return taken;
  };
  while (lines.length) {
    const line = lines[0];
    const heading = /^(#{1,6})\s+(.*)/.exec(line);
    const item = /^\s*(?:[-*]|\d+\.)\s+/;
    if (/^\s*```/.test(line)) {
      lines.shift();
      blocks.push(el('pre', {}, take(it => !/^\s*```/.test(it)).join('\n')));
      lines.shift();
    } else if (heading) {
      lines.shift();
      blocks.push(el(`h${Math.min(6, level - 1 + heading[1].length)}`, {}, ...inline(heading[2])));
    } else if (item.test(line)) {
      const items = [];
      for (const one of take(it => item.test(it) || /^\s{2,}\S/.test(it))) {
        if (item.test(one)) items.push(one.replace(item, ''));
        else items[items.length - 1] += ` ${one.trim()}`;
      }
      blocks.push(el(/^\s*\d/.test(line) ? 'ol' : 'ul', {}, ...items.map(it => el('li', {}, ...inline(it)))));
    } else if (/^\s*\|/.test(line) && /^\s*\|?[\s:|-]+$/.test(lines[1] || '')) {
      blocks.push(table(take(it => /^\s*\|/.test(it))));
    } else if (line.trim() === '') {
      lines.shift();
    } else {
      const paragraph = [lines.shift(), ...take(it => it.trim() && !item.test(it) && !/^(#{1,6}\s|\s*```|\s*\|)/.test(it))];
      blocks.push(el('p', {}, ...inline(paragraph.join(' '))));
    }
  }
  return blocks;
}
