/** Which cells run when a reader asks for one. */

/**
 * @typedef {object} Standing what counts of a cell
 * @property {string} id
 * @property {string} state "done" once it has run
 * @property {boolean} stale whether its code was changed since
 * @property {boolean} hidden whether the page does not show it
 * @property {boolean} optional whether no other cell needs it
 */

/**
 * A cell; before it all that have not run as they are, and the hidden ones after the first of these;
 * after it the hidden ones that stand between it and the next cell that the page shows: they bring
 * the numbers in the prose up to date.
 * @template {Standing} Kind
 * @param {Kind[]} cells in the notebook's order
 * @param {string} id
 * @returns {Kind[]}
 */
export function neededFor(cells, id) {
  const wanted = cells.findIndex((cell) => cell.id === id);
  const outdated = (/** @type {Kind} */ cell) => cell.state !== "done" || cell.stale;
  const first = cells.findIndex((cell, place) => place === wanted || (outdated(cell) && !cell.optional));
  const next = cells.findIndex((cell, place) => place > wanted && !cell.hidden);
  const before = cells.slice(first, wanted).filter((cell) => cell.hidden || outdated(cell));
  const after = cells.slice(wanted + 1, next < 0 ? undefined : next);
  return [...before.filter((cell) => !cell.optional), cells[wanted], ...after];
}
