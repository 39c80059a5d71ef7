/** Why a divergence is infinite, in words. */

import { included, pointMass } from "../maths/distributions.js";
import { facts } from "../maths/moments.js";

/** @param {number} x */
const end = (x) => (x === Infinity ? "∞" : x === -Infinity ? "−∞" : String(Number(x.toPrecision(6))).replace("-", "−"));

/** Where a law lives. @param {import("../maths/distributions.js").Law} law */
export function place(law) {
  const point = law.discrete ? pointMass(law) : undefined;
  if (point !== undefined) return `on ${end(point)} alone`;
  if (law.name === "rv_discrete") return `on ${law.xk.filter((/** @type {any} */ _, /** @type {number} */ i) => law.pk[i] > 0).map(end).join(", ")}`;
  if (law.low === -Infinity && law.high === Infinity) return law.discrete ? "on all whole numbers" : "on the whole line";
  const numbers = law.discrete ? "the whole numbers" : "the numbers";
  if (law.high === Infinity) return `on ${numbers} from ${end(law.low)} up`;
  if (law.low === -Infinity) return `on ${numbers} up to ${end(law.high)}`;
  return `on ${numbers} from ${end(law.low)} to ${end(law.high)}`;
}

/**
 * @param {import("../maths/distributions.js").Law} p
 * @param {import("../maths/distributions.js").Law} q
 * @param {[string, string]} names of the first and the second argument
 */
export function whyInfinite(p, q, [one, two]) {
  if (!included(p, q)) return `${one} lives ${place(p)}, ${two} only ${place(q)}`;
  const known = facts(p);
  if (q.name === "norm" && known?.variance(p) === Infinity) return `${one} has no finite variance, and log q of a normal is a square`;
  if (["expon", "gamma", "laplace"].includes(q.name) && known && !Number.isFinite(known.mean(p))) return `${one} has no finite mean, which log q asks for`;
  if (p.name === "gengamma" && p.c * q.c < 0) return `c of the two has opposite signs, and the mean that log q asks for is infinite`;
  return "larger than the largest number that a computer's float holds";
}
