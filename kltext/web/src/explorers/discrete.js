/** Two distributions over four letters: bars to drag, the terms of D(P‖Q), and where it fits. */

import { crossEntropy, entropy, klDivergence, klTerms } from "../maths/discrete.js";
import { barPairs } from "../parts/bar_pairs.js";
import { probabilities } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { formulaTerms } from "../parts/formula_terms.js";
import { hatching } from "../parts/hatching.js";
import { panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";
import { termBars } from "../parts/term_bars.js";

export const LETTERS = ["a", "b", "c", "d"];
/** Below this width the two panels stand one under the other. */
const NARROW = 520;
const PARAMETERS = [
  probabilities("p", "P, how often each letter comes", { role: "p", outcomes: () => LETTERS }),
  probabilities("q", "Q, how often the model expects it", { role: "q", outcomes: () => LETTERS }),
];

/** @param {import("../parts/explorer.js").State} state */
export function compute({ p, q }) {
  return {
    kl: klDivergence(p, q),
    kl_reverse: klDivergence(q, p),
    entropy: entropy(p),
    cross_entropy: crossEntropy(p, q),
    terms: klTerms(p, q),
  };
}

/** The letters that the first sends and the second rules out. @param {number[]} p @param {number[]} q */
export const lost = (p, q) => LETTERS.filter((_, i) => p[i] > 0 && q[i] === 0);

/**
 * @param {import("../parts/explorer.js").Values} values
 * @param {import("../parts/explorer.js").State} state
 */
export function read({ kl, kl_reverse, entropy: h, cross_entropy }, { p, q }) {
  const [missed] = lost(p, q);
  const [unused] = lost(q, p);
  const why = missed ? `Q rules out ${missed}, which P sends` : `${decimal(kl / Math.LN2)} bits`;
  const back = unused ? `P never sends ${unused}, which Q expects` : "the other way round";
  const sum = `entropy ${spoken(h)}, cross-entropy ${spoken(cross_entropy)}`;
  return {
    readouts: [
      { label: "D(P ‖ Q)", text: `${decimal(kl)} nats`, note: why },
      { label: "D(Q ‖ P)", text: `${decimal(kl_reverse)} nats`, note: back },
    ],
    words: `D of P and Q is ${spoken(kl)} nats${missed ? `, for ${why}` : ""}: ${sum}. D of Q and P is ${spoken(kl_reverse)} nats.`,
  };
}

/** Entropy and divergence end to end, and the cross-entropy under them. @param {any} svg @param {string} hatch */
function lengths(svg, hatch) {
  const frame = panel(svg, { yAxis: false, xLabel: "nats" });
  const add = (/** @type {string} */ look) => frame.body.append("rect").attr("class", look).attr("height", 20);
  const bars = { h: add("kl-bar kl-fill-p"), d: add("kl-bar kl-fill-loss"), cross: add("kl-bar") };
  bars.cross.attr("fill", hatch);
  const above = frame.body.append("text").attr("y", 10);
  const below = frame.body.append("text").attr("y", 56);
  bars.h.attr("y", 16);
  bars.d.attr("y", 16);
  bars.cross.attr("y", 62);
  /** @param {import("../parts/panel.js").Box} box @param {any} values */
  const draw = (box, { entropy: h, kl, cross_entropy: cross }) => {
    const end = Number.isFinite(cross) ? roundLimits(0, Math.max(1.6, 1.02 * cross))[1] : 2;
    frame.place(box, [0, end], [0, 1]);
    const middle = frame.x(h);
    const last = Number.isFinite(cross) ? frame.x(cross) : box.width;
    bars.h.attr("width", middle);
    bars.d.attr("x", middle).attr("width", Math.max(0, last - middle));
    bars.cross.attr("width", last);
    above.text(`H(P) ${decimal(h)}, D(P ‖ Q) ${decimal(kl)}`);
    below.text(`sum: H(P, Q) ${decimal(cross)}${Number.isFinite(cross) ? "" : ", off the scale"}`);
  };
  return { draw, bars };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const ofQ = hatching(svg, "kl-q");
  const pairs = barPairs(svg, LETTERS, ofQ, tools);
  const drawTerms = termBars(svg, LETTERS, hatching(svg, "kl-gain"));
  const drawLengths = lengths(svg, ofQ);
  const { h, d, cross } = drawLengths.bars;
  const sums = formulaTerms(
    svg.node().parentElement,
    [
      {
        left: "D(P ‖ Q) =",
        terms: LETTERS.map((letter, i) => ({
          before: i === 0 ? "" : "+",
          says: `the term of ${letter}`,
          lit: [pairs.bars[0][i], pairs.bars[1][i], drawTerms.bars[i]],
        })),
      },
      {
        left: "",
        terms: [
          { text: "H(P, Q)", says: "the lower length", lit: [cross] },
          { before: "=", text: "H(P)", says: "the first piece of the upper length", lit: [h] },
          { before: "+", text: "D(P ‖ Q)", says: "the second piece of the upper length", lit: [d] },
        ],
      },
    ],
    tools.signal,
  );
  const readAt = pointReading(svg.node().parentElement, [pairs.frame, drawTerms.frame], tools);
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      const left = 48;
      const full = width - 60;
      const stacked = width < NARROW;
      const half = stacked ? full : (full - left) / 2;
      const [top, height] = [28, 170];
      const second = stacked ? top + height + 56 : top;
      pairs.draw({ left, top, width: half, height }, state);
      drawTerms.draw({ left: stacked ? left : 2 * left + half, top: second, width: half, height }, values.terms);
      state.p.forEach((/** @type {number} */ p, /** @type {number} */ i) => {
        sums.change(i, `${p.toFixed(2)}\u00a0log(${p.toFixed(2)}/${state.q[i].toFixed(2)})`);
      });
      readAt(
        (i) => [
          ["p", state.p[i]],
          ["q", state.q[i]],
          ["p log(p/q)", values.terms[i]],
        ],
        { names: LETTERS },
      );
      const third = second + height + 40;
      drawLengths.draw({ left: 12, top: third, width: width - 24, height: 88 }, values);
      return third + 88 + 40;
    },
  };
}

export default defineExplorer({
  name: "discrete",
  title: "Letter by letter",
  parameters: PARAMETERS,
  dragged: ["p", "q"],
  compute,
  read,
  figure,
});
