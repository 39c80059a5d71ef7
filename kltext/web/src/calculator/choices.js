/**
 * What can be chosen: the catalogue of families and pairs, and the repair of a state that does not
 * fit it, for instance from an address that somebody has changed.
 */

import { CATALOGUE } from "../../generated/catalogue.js";
import { distribution } from "../maths/distributions.js";
import { klDistributions } from "../maths/registry.js";

/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {any} initial
 * @property {number} low
 * @property {number} high
 * @property {{low: number, high: number, step: number}} slide
 * @property {boolean} [whole]
 * @property {number} [away] values nearer to 0 are not allowed
 * @property {"values" | "masses"} [list]
 *
 * @typedef {Record<string, any>} Values parameters by name
 * @typedef {{family_p: string, family_q: string, parameters_p: Values, parameters_q: Values}} State
 */

const MOST_ENTRIES = 50;

export const FAMILIES = CATALOGUE.families;

/** For each P the families that may be Q beside it: asked for at every move. */
const PARTNERS = new Map(
  Object.keys(FAMILIES).map((family) => [
    family,
    Object.keys(FAMILIES).filter((other) => `${family} ${other}` in CATALOGUE.pairs),
  ]),
);

/** The families that may be Q beside this P. @param {string} family @returns {string[]} */
export const partners = (family) => PARTNERS.get(family) ?? [];

/** @param {{family_p: string, family_q: string}} state */
export const pairName = ({ family_p, family_q }) => `${family_p} ${family_q}`;

/** What the catalogue says of a pair. @param {string} pair */
export const catalogueEntry = (pair) => CATALOGUE.pairs[pair];

/** The MathML of a pair's formula and of its definitions. @param {string} pair @returns {string[]} */
export const formulas = (pair) =>
  catalogueEntry(pair).formula.map((/** @type {number} */ place) => CATALOGUE.formulas[place]);

/** The parameters of P ("p") or of Q ("q"). @param {string} pair @param {"p" | "q"} side @returns {Parameter[]} */
export const parameters = (pair, side) => catalogueEntry(pair)[side];

/** Values in the order of the catalogue, by name. @param {string} pair @param {"p" | "q"} side @param {any[]} values */
export const named = (pair, side, values) =>
  Object.fromEntries(parameters(pair, side).map(({ name }, i) => [name, values[i]]));

/** All parameters of Q: its own, those it shares with P, and the fixed ones. @param {State} state @returns {Values} */
export function wholeQ(state) {
  const { shared, fixed } = catalogueEntry(pairName(state));
  const common = Object.fromEntries(shared.map((/** @type {string} */ name) => [name, state.parameters_p[name]]));
  return { ...common, ...fixed, ...state.parameters_q };
}

/** P and Q. @param {State} state @returns {[import("../maths/distributions.js").Distribution, import("../maths/distributions.js").Distribution]} */
export const distributions = (state) => [
  distribution(state.family_p, state.parameters_p),
  distribution(state.family_q, wholeQ(state)),
];

/**
 * The nearest sound state: known families that are a pair, and parameters in their ranges.
 * @param {any} state
 * @returns {State}
 */
export function nearestSoundState(state) {
  const family_p = partners(state.family_p).length > 0 ? state.family_p : "norm";
  const able = partners(family_p);
  const family_q = able.includes(state.family_q) ? state.family_q : able.includes(family_p) ? family_p : able[0];
  const pair = `${family_p} ${family_q}`;
  return {
    family_p,
    family_q,
    parameters_p: sound(parameters(pair, "p"), FAMILIES[family_p].ordered, state.parameters_p),
    parameters_q: sound(parameters(pair, "q"), FAMILIES[family_q].ordered, state.parameters_q),
  };
}

/**
 * The state with another P. Q stays where the divergence is finite; else it follows to the family of
 * P, or to the first one with a finite divergence: a reader who changes P wants a number.
 * @param {State} state
 * @param {string} family_p
 * @returns {State}
 */
export function withFamilyP(state, family_p) {
  const kept = nearestSoundState({ ...state, family_p, parameters_p: {} });
  const followed = [family_p, ...partners(family_p)].map(
    (family_q) => () => nearestSoundState({ ...kept, family_q, parameters_q: {} }),
  );
  const found = [() => kept, ...followed].find((make) => Number.isFinite(klDistributions(...distributions(make()))));
  return found ? found() : kept;
}

/**
 * @param {Parameter[]} known
 * @param {string[]} ordered
 * @param {any} given
 * @returns {Values}
 */
function sound(known, ordered, given) {
  /** @type {Values} */
  const values = Object.fromEntries(
    known.map((parameter) => [parameter.name, soundValue(parameter, given?.[parameter.name])]),
  );
  const [first, second] = ordered;
  if (first in values && second in values) {
    const one = /** @type {Parameter} */ (known.find(({ name }) => name === first));
    const room = one.whole ? 1 : CATALOGUE.shortest;
    if (values[second] < values[first] + room) {
      const top = /** @type {Parameter} */ (known.find(({ name }) => name === second)).high;
      values[first] = Math.min(values[first], top - room);
      values[second] = Number((values[first] + room).toFixed(9));
    }
  }
  return "xk" in values ? { ...values, ...soundTable(values) } : values;
}

/** @param {Parameter} parameter @param {any} value */
export function soundValue(parameter, value) {
  const { initial, low, high, whole, away = 0, list } = parameter;
  if (list)
    return Array.isArray(value) &&
      value.length > 0 &&
      value.every((x) => typeof x === "number" && x >= low && x <= high)
      ? value.slice(0, MOST_ENTRIES)
      : initial;
  if (typeof value !== "number" || Number.isNaN(value)) return initial;
  const inside = Math.min(Math.max(whole ? Math.round(value) : value, low), high);
  return Math.abs(inside) < away ? (inside < 0 ? -away : away) : inside;
}

/** Values with one mass each, which sum to 1. @param {Values} table */
function soundTable({ xk, pk }) {
  const size = Math.min(xk.length, pk.length);
  const values = xk.slice(0, size);
  const masses = pk.slice(0, size);
  const total = masses.reduce((/** @type {number} */ sum, /** @type {number} */ mass) => sum + mass, 0);
  if (!(total > 0) || new Set(values).size < size) return { xk: [0, 1], pk: [0.5, 0.5] };
  return {
    xk: values,
    pk: Math.abs(total - 1) < 1e-9 ? masses : masses.map((/** @type {number} */ mass) => mass / total),
  };
}
