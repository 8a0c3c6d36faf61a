'use strict';
// Runs before the first paint, so that a chosen theme does not flash.
(() => {
  let chosen = 'system';
  try { chosen = localStorage.getItem('runwatch-theme') || 'system'; } catch (ignored) { /* no storage */ }
  if (chosen !== 'system') document.documentElement.dataset.theme = chosen;
})();
