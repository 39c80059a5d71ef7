/** The rounds of a game in which Q is shaped until a divergence hits a target. */

import { klDivergence } from "./discrete.js";
import { uniformDraws } from "./draws.js";

/** The log10 of a probability at and below which it is zero. */
export const LOWEST = -8;

/**
 * @typedef {object} Round
 * @property {string} goal
 * @property {string} spoken
 * @property {number} forward what D(P‖Q) is to be
 * @property {number} [reverse] what D(Q‖P) is to be
 * @property {number} [above] what D(Q‖P) is to exceed
 * @property {boolean} [log] whether it needs bars so small that only a log scale shows them
 * @property {string} lesson
 */

/** @type {Round[]} */
export const ROUNDS = [
  {
    goal: "D(P ‖ Q) = 0.1",
    spoken: "make D of P and Q one tenth",
    forward: 0.1,
    lesson: "Close to P the divergence is quadratic: half-way back to P, about a quarter of it is left.",
  },
  {
    goal: "D(P ‖ Q) = 1",
    spoken: "make D of P and Q one",
    forward: 1,
    lesson: "One nat means that log(p/q), averaged with the weights of P, is 1.",
  },
  {
    goal: "D(P ‖ Q) = 10",
    spoken: "make D of P and Q ten",
    forward: 10,
    log: true,
    lesson: "Once q is small, each further factor of ten costs 2.3 p nats: ten nats need a tiny q where p is large.",
  },
  {
    goal: "D(P ‖ Q) = 1, and D(Q ‖ P) above 5",
    spoken: "make D of P and Q one, and D of Q and P larger than five",
    forward: 1,
    above: 5,
    log: true,
    lesson: "Mass of Q where P has almost none costs little under P, and very much under Q.",
  },
  {
    goal: "D(P ‖ Q) = ∞",
    spoken: "make D of P and Q infinite",
    forward: Infinity,
    lesson: "A single bar of zero is enough where P is positive, and D(Q ‖ P) stays finite.",
  },
  {
    goal: "D(P ‖ Q) = 0.5, and D(Q ‖ P) = ∞",
    spoken: "make D of P and Q one half, and D of Q and P infinite",
    forward: 0.5,
    reverse: Infinity,
    lesson: "What P never has gets weight zero in D(P ‖ Q); in D(Q ‖ P) any mass there is infinitely surprising.",
  },
  {
    goal: "D(P ‖ Q) = 1, and D(Q ‖ P) = 1",
    spoken: "make D of P and Q one, and D of Q and P one as well",
    forward: 1,
    reverse: 1,
    lesson: "Both directions can agree for distributions that are far from equal.",
  },
];

/** What the smallest bar is, by the number of the round; in others some hundredths. */
const SMALLEST = new Map([
  [4, 1e-5],
  [6, 0],
]);

/**
 * P in a round, from a seed.
 * @param {number} seed
 * @param {number} round from 1
 */
export function barsOf(seed, round) {
  const [u, v, w] = uniformDraws(seed, 3 * round).slice(-3);
  const first = (25 + Math.floor(45 * u)) / 100;
  const last = SMALLEST.get(round) ?? (5 + Math.floor((round === 7 ? 5 : 15) * v)) / 100;
  const bars = [first, 1 - first - last, last];
  const turn = Math.floor(3 * w);
  return bars.map((_, i) => bars[(i + turn) % 3]);
}

/** Probabilities from their logs to base 10; all zero means all equal. @param {number[]} logs */
export function fromLogs(logs) {
  const weights = logs.map((value) => (value <= LOWEST ? 0 : 10 ** value));
  const total = weights[0] + weights[1] + weights[2];
  return weights.map((weight) => (total === 0 ? 1 / 3 : weight / total));
}

/** @param {number} value a probability */
export const toLog = (value) => Math.max(LOWEST, Math.min(0, Math.log10(value)));

/** How close a divergence is to its target, on the log scale: 1 for a hit, 0 from a factor of ten on. @param {number} kl @param {number} target */
export function closeness(kl, target) {
  if (kl === target) return 1;
  if (kl === 0 || kl === Infinity || target === Infinity) return 0;
  return Math.max(0, 1 - Math.abs(Math.log10(kl / target)));
}

/**
 * What a Q is worth in a round, up to 100.
 * @param {number[]} p @param {number[]} q @param {number} round
 */
export function judged(p, q, round) {
  const { forward, reverse, above } = ROUNDS[round - 1];
  const [kl, kl_reverse] = [klDivergence(p, q), klDivergence(q, p)];
  const other = reverse === undefined ? 1 : closeness(kl_reverse, reverse);
  const enough = above === undefined ? 1 : Math.min(1, kl_reverse / above);
  return { kl, kl_reverse, points: 100 * Math.min(closeness(kl, forward), other) * enough };
}
