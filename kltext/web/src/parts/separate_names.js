/** Names beside curves: where they would lie on each other, they are moved apart. */

/** How close two names of one letter may come, in pixels: across and up. */
const NEAR = [13, 13];

/**
 * Moves each name to the right until it touches none before it.
 * @param {[number, number][]} places
 * @returns {[number, number][]}
 */
export function separateNames(places) {
  /** @type {[number, number][]} */
  const placed = [];
  for (const [x, y] of places) {
    let free = x;
    const rivals = placed.filter((other) => Math.abs(other[1] - y) < NEAR[1]).sort((a, b) => a[0] - b[0]);
    for (const [taken] of rivals) if (Math.abs(taken - free) < NEAR[0]) free = taken + NEAR[0];
    placed.push([free, y]);
  }
  return placed;
}
