// The time range of all charts: the last so many minutes, or a part that was zoomed into.
import {$, clock, dateAndClock} from './dom.js';

const CHOICES = [['-PT15M', '15 min'], ['-PT1H', '1 h'], ['-PT3H', '3 h'], ['-PT12H', '12 h'], ['-PT24H', '24 h'],
  ['-P7D', '7 days'], ['-P28D', '4 weeks']];

export class TimeRange {
  /** @param changed called after every change */
  constructor(start, changed) {
    this.changed = changed;
    this.zoom = null;
    const kept = new URLSearchParams(location.hash.slice(1));
    this.start = kept.get('range') || start;
    if (kept.get('from') && kept.get('to')) this.zoom = {from: kept.get('from'), to: kept.get('to')};
    const choices = CHOICES.some(([value]) => value === this.start) ? CHOICES : [[this.start, this.start], ...CHOICES];
    for (const [value, text] of choices) $('range').add(new Option(text, value));
    $('range').value = this.start;
    $('range').addEventListener('change', () => {
      this.start = $('range').value;
      this.setZoom(null);
    });
    $('live').addEventListener('click', () => this.live() ? this.freeze() : this.setZoom(null));
    this.show();
  }

  live() { return this.zoom === null; }

  /** Stops at the present range. */
  freeze() { if (this.shown) this.setZoom(this.shown); }

  /** @param zoom {from, to} as ISO texts, or null to follow the time again */
  setZoom(zoom) {
    this.zoom = zoom;
    const kept = new URLSearchParams({range: this.start, ...(zoom || {})});
    history.replaceState(null, '', `#${kept}`);
    this.show();
    this.changed();
  }

  zoomTo(from, to) {
    this.setZoom({from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString()});
  }

  show() {
    const live = $('live');
    live.setAttribute('aria-pressed', String(this.live()));
    live.textContent = this.live() ? 'Live' : `${dateAndClock(this.zoom.from)} – ${clock(this.zoom.to)} · back to live`;
  }

  query() {
    return new URLSearchParams(this.zoom || {from: this.start}).toString();
  }
}
