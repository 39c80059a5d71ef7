/** Two normal distributions of which one may be cut off above an edge: their divergences, and those of their bins. */

import { klDivergence } from "./discrete.js";
import { klNormal } from "./normal.js";
import { cutNormal, klTruncatedNormal } from "./truncation.js";

/** @typedef {[number, number]} Normal mean and standard deviation */

/** Bins of equal width on [−REACH, REACH]; the two outer ones go on without end. */
export const REACH = 4;

/**
 * The log of the mass that a normal has on [a, b], alike for all in which these are as many
 * standard deviations from the mean.
 * @param {number} a @param {number} b @param {Normal} normal
 */
const logMass = (a, b, [mean, sigma]) => cutNormal((a - mean) / sigma, (b - mean) / sigma, 0, 1).logMass;

/**
 * D(P‖Q), where P is a normal cut off above an edge, and Q is a whole one.
 * @param {Normal} p before it is cut
 * @param {Normal} q
 * @param {number} edge
 */
export function klCutAbove([meanP, sigmaP], [meanQ, sigmaQ], edge) {
  const [mean, sigma, b] = [(meanQ - meanP) / sigmaP, sigmaQ / sigmaP, (edge - meanP) / sigmaP];
  const slope = ((sigmaP - sigmaQ) * (sigmaP + sigmaQ)) / (sigmaQ * sigmaQ);
  const alike = klTruncatedNormal(-Infinity, b, mean, sigma, [slope, -mean / (sigma * sigma)]);
  const outside = logMass(b, Infinity, [mean, sigma]) - logMass(-Infinity, b, [mean, sigma]);
  return alike + Math.log1p(Math.exp(outside));
}

/**
 * D(P‖Q) and D(Q‖P) of the densities.
 * @param {Normal} p @param {Normal} q @param {string} cut which is cut off: "P", "Q" or "none" @param {number} edge
 */
export function klOfDensities(p, q, cut, edge) {
  if (cut === "P") return [klCutAbove(p, q, edge), Infinity];
  if (cut === "Q") return [Infinity, klCutAbove(q, p, edge)];
  return [klNormal(...p, ...q), klNormal(...q, ...p)];
}

/**
 * The probabilities of so many bins.
 * @param {Normal} normal
 * @param {number} end where it is cut off, Infinity for nowhere
 * @param {number} count
 */
export function binMasses(normal, end, count) {
  const total = logMass(-Infinity, end, normal);
  return Array.from({ length: count }, (_, k) => {
    const [low, high] = binEnds(k, count);
    return low >= end ? 0 : Math.exp(logMass(low, Math.min(high, end), normal) - total);
  });
}

/** The ends of bin k of n. @param {number} k @param {number} n @returns {[number, number]} */
export function binEnds(k, n) {
  const at = (/** @type {number} */ i) => -REACH + (2 * REACH * i) / n;
  return [k === 0 ? -Infinity : at(k), k === n - 1 ? Infinity : at(k + 1)];
}

/** Probabilities that are known: while one of two normals is moved, the other stays. @type {Map<string, number[]>} */
const known = new Map();
const MOST_KNOWN = 24;

/** The probabilities of so many bins, kept for the next call. @param {Normal} normal @param {number} end @param {number} count */
function keptMasses(normal, end, count) {
  const key = [...normal, end, count].join();
  const masses = known.get(key) ?? binMasses(normal, end, count);
  known.delete(key); // so that it is the newest again
  known.set(key, masses);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value ?? "");
  return masses;
}

/**
 * Two normals in so many bins, and the divergences of these.
 * @param {Normal} normalP @param {Normal} normalQ @param {number[]} ends where each is cut off @param {number} count
 */
export function binned(normalP, normalQ, [endP, endQ], count) {
  const [p, q] = [keptMasses(normalP, endP, count), keptMasses(normalQ, endQ, count)];
  return { p, q, kl: klDivergence(p, q), kl_reverse: klDivergence(q, p) };
}

/** The share of a normal that lies above an edge. @param {Normal} normal @param {number} edge */
export const shareAbove = (normal, edge) => Math.exp(logMass(edge, Infinity, normal));

/** The density of a normal that may be cut off. @param {Normal} normal @param {number} end */
export function cutDensity([mean, sigma], end) {
  const { logDensity, anchor } = cutNormal(-Infinity, end, mean, sigma);
  return (/** @type {number} */ x) => (x > end ? 0 : Math.exp(logDensity(x - anchor)));
}
