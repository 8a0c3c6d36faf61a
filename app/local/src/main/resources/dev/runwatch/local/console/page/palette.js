// The colours that canvases need; stylesheets hold them, one set for each theme.

const NAMES = ['ink', 'soft', 'line', 'card', 'alarm', 'ok', 'accent'];
const LINES = 10;
let colours = {};
const listeners = new Set();

export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const next = {lines: []};
  for (const name of NAMES) next[name] = style.getPropertyValue(`--${name}`).trim();
  for (let i = 0; i < LINES; i++) next.lines.push(style.getPropertyValue(`--line-${i}`).trim());
  colours = next;
  listeners.forEach(listener => listener());
}

export const colour = name => colours[name];

/** The colour of a line: its own, or that of its position. */
export const lineColour = (line, index) => line.color || colours.lines[index % LINES];

/** Calls the listener when the theme changes, until the returned function is called. */
export function onPalette(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
