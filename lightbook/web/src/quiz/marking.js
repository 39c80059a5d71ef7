/** Marks an answer: pure functions, so that it can be tested without a page. */

import { readNumber } from "./number.js";

/**
 * @typedef {object} Key what is right, and why; from lightbook/quiz/answers.py
 * @property {number[]} [right] the right options, or all options in their right order
 * @property {any} why the explanation of each option, or of the number, as HTML
 * @property {number} [value]
 * @property {number} [tolerance]
 * @property {string} [unit]
 * @property {{value: number, why: string}[]} [mistakes]
 *
 * @typedef {object} Mark
 * @property {boolean} right
 * @property {string} verdict
 * @property {number[]} [good] options to be marked as right
 * @property {number[]} [bad] options to be marked as wrong
 * @property {number[]} [explained] options whose explanation is given now
 * @property {string} [why] what to say of a number, as HTML
 *
 * @typedef {{problem: string}} Refusal what is no answer yet, and costs no try
 */

/**
 * @param {string} kind
 * @param {Key} key
 * @param {any} given an option, a list of options, the order of the options, or text
 * @returns {Mark | Refusal}
 */
export function mark(kind, key, given) {
  if (kind === "numeric") return markNumber(key, String(given ?? ""));
  const chosen = kind === "single" && given !== null && given !== undefined ? [given] : given;
  const count = key.why.length;
  const sound = Array.isArray(chosen) && chosen.every((i) => Number.isInteger(i) && i >= 0 && i < count);
  if (!sound || new Set(chosen).size < chosen.length) return { problem: "Choose first." };
  if (kind === "order") return markOrder(key, chosen);
  if (chosen.length === 0) return { problem: "Choose at least one option first." };
  return kind === "single" ? markSingle(key, chosen) : markMultiple(key, chosen);
}

/** The mark that shows the answer. @param {string} kind @param {Key} key @returns {Mark} */
export function solution(kind, key) {
  if (kind === "numeric") {
    const value = `${key.value} ${key.unit}`.trim();
    return { right: false, verdict: `The answer is ${value}.`, why: key.why };
  }
  const right = key.right ?? [];
  const all = [...key.why.keys()];
  const bad = kind === "order" ? [] : all.filter((i) => !right.includes(i));
  return { right: false, verdict: "This is the answer.", good: right, bad, explained: all };
}

/** @param {Key} key @param {number[]} chosen @returns {Mark} */
function markSingle(key, chosen) {
  if (key.right?.includes(chosen[0])) return { ...solution("single", key), right: true, verdict: "Right." };
  return { right: false, verdict: "Not right.", good: [], bad: chosen, explained: chosen };
}

/** @param {Key} key @param {number[]} chosen @returns {Mark} */
function markMultiple(key, chosen) {
  const right = key.right ?? [];
  const good = chosen.filter((i) => right.includes(i));
  const bad = chosen.filter((i) => !right.includes(i));
  const missing = right.length - good.length;
  if (bad.length === 0 && missing === 0) return { ...solution("multiple", key), right: true, verdict: "Right." };
  const found = `${good.length} of your ${plural(chosen.length, "choice")} ${good.length === 1 ? "is" : "are"} right`;
  const more =
    missing > 0
      ? `${missing === 1 ? "one right option is" : `${missing} right options are`} still missing`
      : "nothing is missing";
  return { right: false, verdict: `Not quite: ${found}, and ${more}.`, good, bad, explained: chosen };
}

/** @param {Key} key @param {number[]} order @returns {Mark | Refusal} */
function markOrder(key, order) {
  const right = key.right ?? [];
  if (order.length !== right.length) return { problem: "Every item needs its place." };
  const good = order.filter((item, i) => item === right[i]);
  if (good.length === right.length) return { ...solution("order", key), right: true, verdict: "Right." };
  const bad = order.filter((item, i) => item !== right[i]);
  const verdict =
    good.length === 0
      ? "Not right: nothing stands in its place yet."
      : `Not quite: ${good.length} of ${order.length} stand in their place.`;
  return { right: false, verdict, good, bad, explained: good };
}

/** @param {Key} key @param {string} text @returns {Mark | Refusal} */
function markNumber({ value = 0, tolerance = 0, unit = "", why, mistakes = [] }, text) {
  const read = readNumber(text, unit);
  if ("problem" in read) return read;
  const given = read.value;
  const off = Math.abs(given - value);
  // Room for the rounding of the tolerance itself: 1.001 is within 0.001 of 1.
  if (off <= tolerance * (1 + 1e-9)) return { right: true, verdict: "Right.", why };
  const said = `Not right: ${numberInWords(given)}`;
  const [known] = mistakes
    .filter((mistake) => Math.abs(mistake.value - given) <= Math.max(tolerance, Math.abs(mistake.value) / 200))
    .sort((a, b) => Math.abs(a.value - given) - Math.abs(b.value - given));
  if (known) return { right: false, verdict: `${said}.`, why: known.why };
  if (given !== 0 && read.decimals < 12 && Math.abs(rounded(value, read.decimals) - given) < 1e-12) {
    return { problem: `These digits are right. Give more digits: the answer counts within ± ${tolerance}.` };
  }
  return { right: false, verdict: `${said} is too ${given > value ? "large" : "small"}.` };
}

/** @param {number} value @param {number} decimals */
const rounded = (value, decimals) => Number(value.toFixed(decimals));
/** @param {number} value */
const numberInWords = (value) =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))) : value > 0 ? "∞" : "−∞";
/** @param {number} count @param {string} noun */
const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A list with one entry moved to another place. @template T @param {T[]} list @param {number} from @param {number} to */
export function moveItem(list, from, to) {
  if (from < 0 || from >= list.length || to < 0 || to >= list.length) return [...list];
  const rest = list.toSpliced(from, 1);
  return rest.toSpliced(to, 0, list[from]);
}
