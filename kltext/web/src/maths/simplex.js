/** The triangle of all distributions over three outcomes, and regions in it. */

import { g } from "./kernels.js";

/** @typedef {[number, number]} Point */

const HEIGHT = Math.sqrt(3) / 2;
const RAYS = 240;
/** The most steps on each ray, and when they end: a picture needs no more than a millionth of its width. */
const STEPS = 26;
const PRECISE = 1e-8;

/** Directions along which probabilities may move: each sums to zero. */
const DIRECTIONS = Array.from({ length: RAYS }, (_, k) => {
  const angle = (2 * Math.PI * k) / RAYS;
  const [along, up] = [Math.cos(angle) / Math.SQRT2, Math.sin(angle) / Math.sqrt(6)];
  return [-along - up, along - up, 2 * up];
});

/** The place of a distribution: corners at (0, 0), (1, 0) and on top. @param {number[]} p */
export const toPlane = (p) => /** @type {Point} */ ([p[1] + p[2] / 2, p[2] * HEIGHT]);

/**
 * The distribution at a place, in thousandths; the nearest side takes what lies outside.
 * @param {Point} place
 */
export function fromPlane([x, y]) {
  const third = y / HEIGHT;
  const inside = project([1 - x - third / 2, x - third / 2, third]);
  const first = Math.round(1000 * inside[0]);
  const second = Math.min(Math.round(1000 * inside[1]), 1000 - first);
  return [first, second, 1000 - first - second].map((count) => count / 1000);
}

/**
 * The nearest point of the triangle to numbers that sum to one.
 * @param {number[]} values
 */
function project(values) {
  const falling = [...values].sort((a, b) => b - a);
  let excess = 0;
  falling.reduce((sum, value, i) => {
    const total = sum + value;
    if (value > (total - 1) / (i + 1)) excess = (total - 1) / (i + 1);
    return total;
  }, 0);
  return values.map((value) => Math.max(0, value - excess));
}

/**
 * Which point of the edge of a ball lies in the direction of another distribution.
 * @param {number[]} old
 * @param {number[]} other
 */
export function rayTowards(old, other) {
  const [[x0, y0], [x1, y1]] = [toPlane(old), toPlane(other)];
  return (Math.round((Math.atan2(y1 - y0, x1 - x0) * RAYS) / (2 * Math.PI)) + RAYS) % RAYS;
}

/**
 * The edge of the policies with D(old‖new) ≤ delta, once around.
 * @param {number[]} old
 * @param {number} delta
 */
export function klBall(old, delta) {
  return DIRECTIONS.map((ray) => {
    // Never beyond a side; where an outcome that old has is lost, the divergence is infinite.
    let outside = Math.min(...ray.map((r, i) => (r < 0 ? old[i] / -r : Infinity)));
    let inside = 0;
    let at = outside / 2;
    for (let k = 0; k < STEPS && outside - inside > PRECISE; k += 1) {
      let [kl, slope] = [-delta, 0];
      for (let i = 0; i < 3; i += 1) {
        const next = Math.max(0, old[i] + at * ray[i]);
        kl += g(old[i], next, -at * ray[i]);
        slope -= old[i] > 0 ? (old[i] / next) * ray[i] : 0;
      }
      if (kl <= 0) inside = at;
      else outside = at;
      // Newton's step where it stays between the two, as it does near the edge; else their middle.
      const newton = at - kl / slope;
      if (Math.abs(newton - at) < PRECISE) {
        inside = newton;
        break;
      }
      at = newton > inside && newton < outside ? newton : (inside + outside) / 2;
    }
    return old.map((value, i) => Math.max(0, value + inside * ray[i]));
  });
}

/**
 * The corners of the policies whose ratios to old all lie within 1 ± epsilon: the triangle, cut
 * by two lines for each action.
 * @param {number[]} old
 * @param {number} epsilon
 */
export function clipRange(old, epsilon) {
  let corners = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  old.forEach((value, i) => {
    corners = cut(corners, (p) => p[i] - value * (1 - epsilon));
    corners = cut(corners, (p) => value * (1 + epsilon) - p[i]);
  });
  return corners;
}

/**
 * The part of a polygon where a linear function is not negative.
 * @param {number[][]} corners
 * @param {(p: number[]) => number} height
 */
function cut(corners, height) {
  return corners.flatMap((corner, k) => {
    const next = corners[(k + 1) % corners.length];
    const [here, there] = [height(corner), height(next)];
    const kept = here >= 0 ? [corner] : [];
    if (here >= 0 === there >= 0) return kept;
    const share = here / (here - there);
    return [...kept, corner.map((value, i) => value + share * (next[i] - value))];
  });
}
