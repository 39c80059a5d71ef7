/** Any registered pair of distributions in one dimension: value both ways, formula, picture and code. */

import { distributions, nearestSoundState, pairName } from "../calculator/choices.js";
import { familyMenu, parameterFields } from "../calculator/controls.js";
import { figure as picture } from "../calculator/picture.js";
import { codeSection, formulaSection } from "../calculator/sections.js";
import { whyInfinite } from "../calculator/why_infinite.js";
import { klDistributions } from "../maths/registry.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";

/** Significant digits of a value: all of them are right. */
const DIGITS = 8;

/** @param {import("../calculator/choices.js").State} state */
export function compute(state) {
  const [p, q] = distributions(state);
  const kl = klDistributions(p, q);
  return { kl, kl_bits: kl / Math.LN2, kl_reverse: klDistributions(q, p), p, q };
}

/** A divergence to eight digits. @param {number} value */
export function precise(value) {
  if (value === 0 || !Number.isFinite(value)) return decimal(value, 0);
  const places = Math.min(12, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(value))));
  return value < 1e-4 ? decimal(value, 4) : decimal(value, places);
}

/** @param {number} kl @param {any} p @param {any} q @param {[string, string]} names */
function told(kl, p, q, names) {
  if (Number.isNaN(kl)) return { text: "no closed form", note: "the registry has none for this direction" };
  if (kl === Infinity) return { text: "∞", note: whyInfinite(p, q, names) };
  return { text: `${precise(kl)} nats`, note: kl === 0 ? "the same distribution" : `${precise(kl / Math.LN2)} bits` };
}

/** @param {import("../parts/explorer.js").Values} values */
export function read({ kl, kl_reverse, p, q }) {
  const there = told(kl, p, q, ["P", "Q"]);
  const back = told(kl_reverse, q, p, ["Q", "P"]);
  const say = (/** @type {number} */ value, /** @type {string} */ note) =>
    Number.isNaN(value)
      ? "has no closed form here"
      : `is ${spoken(value)}${value === Infinity ? `: ${note}` : " nats"}`;
  return {
    readouts: [
      { label: "D(P ‖ Q)", ...there },
      { label: "D(Q ‖ P)", ...back },
    ],
    words: `D of P and Q ${say(kl, there.note)}. D of Q and P ${say(kl_reverse, back.note)}.`,
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const { addSection, signal } = tools;
  const drawing = picture(svg, tools);
  const formula = formulaSection();
  const code = codeSection(signal);
  addSection(formula.node);
  addSection(code.node);
  return {
    /** @param {any} view */
    draw(view) {
      formula.show(pairName(view.state));
      code.show(view.state, view.values.p.discrete, view.values.kl);
      return drawing.draw(view);
    },
  };
}

export default defineExplorer({
  name: "calculator",
  title: "KL calculator",
  parameters: [familyMenu("p"), familyMenu("q"), parameterFields("p"), parameterFields("q")],
  repair: nearestSoundState,
  compute: /** @type {any} */ (compute),
  read,
  figure,
});
