/** Two distributions over four letters: bars to drag, the terms of D(P‖Q), and where it fits. */

import { crossEntropy, entropy, klDivergence, klTerms } from "../maths/discrete.js";
import { barGrips } from "../parts/bar_grips.js";
import { probabilities } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { formulaTerms } from "../parts/formula_terms.js";
import { hatching } from "../parts/hatching.js";
import { panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";

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

/** A term in few digits, with a true minus sign. @param {number} value */
export function threeDecimals(value) {
  if (value === Infinity) return "∞";
  const text = Math.abs(value).toFixed(3);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The limits of the terms' axis: all that is finite, and room for the numbers. @param {number[]} terms @returns {[number, number]} */
export function termLimits(terms) {
  const finite = terms.filter(Number.isFinite);
  const low = Math.min(-0.05, ...finite);
  const high = Math.max(0.05, ...finite);
  const room = 0.2 * (high - low);
  return roundLimits(low - room, high + room);
}

/** The letters under a panel with a unit of width for each. @param {any} frame */
function letters(frame) {
  const names = LETTERS.map((letter) => frame.root.append("text").attr("text-anchor", "middle").text(letter));
  /** @param {number} height */
  return (height) => names.forEach((name, i) => name.attr("x", frame.x(i + 0.5)).attr("y", height + 17));
}

/**
 * The bars of P and Q, each with a grip at its top.
 * @param {any} svg
 * @param {string} hatch
 * @param {import("../parts/explorer.js").Tools} tools
 */
function pairs(svg, hatch, tools) {
  const frame = panel(svg, { yLabel: "probability (drag)", xAxis: false });
  const name = letters(frame);
  const sides = ["p", "q"].map((role, k) => ({
    role,
    k,
    bars: LETTERS.map(() => {
      const bar = frame.body.append("rect").attr("class", `kl-bar kl-fill-${role}`);
      if (role === "q") bar.style("fill", hatch);
      return { bar, edge: frame.body.append("line").attr("class", `kl-line kl-bar-edge kl-bar-edge-${role}`) };
    }),
    grips: barGrips(svg.node().parentElement, {
      name: role,
      look: `kl-of-${role}`,
      labels: LETTERS.map((letter) => `${role.toUpperCase()}(${letter}), on the figure`),
      at: frame.heightAt,
      tools,
    }),
  }));
  const legend = ["p", "q"].map((role) => ({
    mark: frame.root.append("rect").attr("class", `kl-fill-${role}`).attr("width", 14).attr("height", 10),
    text: frame.root.append("text").attr("class", `kl-name kl-of-${role}`).text(role.toUpperCase()),
  }));
  legend[1].mark.style("fill", hatch);
  /** @param {import("../parts/panel.js").Box} box @param {any} state */
  const draw = (box, state) => {
    frame.place(box, [0, LETTERS.length], [0, 1]);
    name(box.height);
    const width = frame.x(0.4);
    for (const { role, k, bars, grips } of sides) {
      const start = (/** @type {number} */ i) => i + 0.1 + 0.4 * k;
      bars.forEach(({ bar, edge }, i) => {
        const x = frame.x(start(i));
        const y = frame.y(state[role][i]);
        bar
          .attr("x", x)
          .attr("width", width - 1)
          .attr("y", y)
          .attr("height", box.height - y);
        edge
          .attr("x1", x)
          .attr("x2", x + width - 1)
          .attr("y1", y)
          .attr("y2", y);
      });
      grips.show(state[role], (i) => frame.onFigure(start(i) + 0.2, state[role][i]));
    }
    legend.forEach(({ mark, text }, k) => {
      const x = box.width - 70 + 38 * k;
      mark.attr("x", x).attr("y", -18);
      text.attr("x", x + 23).attr("y", -8);
    });
  };
  return { frame, draw, bars: sides.map(({ bars }) => bars.map(({ bar }) => bar)) };
}

/** The terms as bars; an infinite one leaves the panel. @param {any} svg @param {string} hatch */
function termBars(svg, hatch) {
  const frame = panel(svg, { yLabel: "terms p log(p/q), in nats", xAxis: false });
  const name = letters(frame);
  const bars = LETTERS.map(() => frame.body.append("rect"));
  const numbers = LETTERS.map(() => frame.body.append("text").attr("text-anchor", "middle"));
  const zero = frame.body.append("line").attr("class", "kl-zero");
  /** @param {import("../parts/panel.js").Box} box @param {number[]} terms */
  const draw = (box, terms) => {
    frame.place(box, [0, LETTERS.length], termLimits(terms));
    name(box.height);
    zero.attr("x2", box.width).attr("y1", frame.y(0)).attr("y2", frame.y(0));
    terms.forEach((term, i) => {
      const end = term === Infinity ? 0 : frame.y(term);
      const [top, bottom] = term < 0 ? [frame.y(0), end] : [end, frame.y(0)];
      bars[i].attr("class", term < 0 ? "kl-bar" : "kl-bar kl-fill-loss").attr("fill", term < 0 ? hatch : null);
      bars[i]
        .attr("x", frame.x(i + 0.2))
        .attr("width", frame.x(0.6))
        .attr("y", top)
        .attr("height", bottom - top);
      const y = term === Infinity ? 16 : term < 0 ? end + 14 : end - 5;
      numbers[i]
        .attr("x", frame.x(i + 0.5))
        .attr("y", y)
        .text(threeDecimals(term));
      numbers[i].attr("class", term === Infinity ? "kl-infinite" : "");
    });
  };
  return { frame, draw, bars };
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
    above.text(`H(P) ${decimal(h)} + D(P ‖ Q) ${decimal(kl)}`);
    below.text(`= H(P, Q) ${decimal(cross)}${Number.isFinite(cross) ? "" : ", beyond every scale"}`);
  };
  return { draw, bars };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const ofQ = hatching(svg, "kl-q");
  const drawPairs = pairs(svg, ofQ, tools);
  const drawTerms = termBars(svg, hatching(svg, "kl-gain"));
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
          lit: [drawPairs.bars[0][i], drawPairs.bars[1][i], drawTerms.bars[i]],
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
  const readAt = pointReading(svg.node().parentElement, [drawPairs.frame, drawTerms.frame], tools);
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      const left = 48;
      const full = width - 60;
      const stacked = width < NARROW;
      const half = stacked ? full : (full - left) / 2;
      const [top, height] = [28, 170];
      const second = stacked ? top + height + 56 : top;
      drawPairs.draw({ left, top, width: half, height }, state);
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
  compute,
  read,
  figure,
});
