/** Why a divergence is infinite, in words. */

import { included, pointMass } from "../maths/distributions.js";
import { momentsOf } from "../maths/moments.js";

/** @param {number} x */
const end = (x) => (x === Infinity ? "∞" : x === -Infinity ? "−∞" : String(Number(x.toPrecision(6))).replace("-", "−"));

/** The support of a distribution, in words. @param {import("../maths/distributions.js").Distribution} distribution */
export function supportInWords(distribution) {
  const point = distribution.discrete ? pointMass(distribution) : undefined;
  if (point !== undefined) return `on ${end(point)} alone`;
  if (distribution.name === "rv_discrete")
    return `on ${distribution.xk
      .filter((/** @type {any} */ _, /** @type {number} */ i) => distribution.pk[i] > 0)
      .map(end)
      .join(", ")}`;
  if (distribution.low === -Infinity && distribution.high === Infinity)
    return distribution.discrete ? "on all whole numbers" : "on the whole line";
  const numbers = distribution.discrete ? "the whole numbers" : "the numbers";
  if (distribution.high === Infinity) return `on ${numbers} from ${end(distribution.low)} up`;
  if (distribution.low === -Infinity) return `on ${numbers} up to ${end(distribution.high)}`;
  return `on ${numbers} from ${end(distribution.low)} to ${end(distribution.high)}`;
}

/**
 * @param {import("../maths/distributions.js").Distribution} p
 * @param {import("../maths/distributions.js").Distribution} q
 * @param {[string, string]} names of the first and the second argument
 */
export function whyInfinite(p, q, [one, two]) {
  if (!included(p, q)) return `${one} has its values ${supportInWords(p)}, ${two} only ${supportInWords(q)}`;
  const known = momentsOf(p);
  if (q.name === "norm" && known?.variance(p) === Infinity)
    return `${one} has no finite variance, and log q of a normal is a square`;
  if (["expon", "gamma", "laplace"].includes(q.name) && known && !Number.isFinite(known.mean(p)))
    return `${one} has no finite mean, which log q asks for`;
  if (p.name === "gengamma" && p.c * q.c < 0)
    return `c of the two has opposite signs, and the mean that log q asks for is infinite`;
  return "larger than the largest number that a computer's float holds";
}
