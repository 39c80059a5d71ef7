/** Two normals: one may be cut off, which makes a divergence infinite; and bins, which make it smaller. */

import { binEnds, binned, cutDensity, klOfDensities, shareAbove } from "../maths/cut_pair.js";
import { choice, slider } from "../parts/controls.js";
import { element, write } from "../parts/element.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { grip } from "../parts/grip.js";
import { hatching } from "../parts/hatching.js";
import { lineLegend } from "../parts/line_legend.js";
import { keepMinHeight } from "../parts/min_height.js";
import { evenly, panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";

/** P before it is cut, as in the Python class. @type {[number, number]} */
const P = [1, 1];
/** What the figure shows of the line. */
const VIEW = 6;
const POINTS = 241;
/** Below this width the two panels stand one under the other. */
const NARROW = 600;
/** Of how many bins the whole sum is written out. */
const WRITTEN = 4;
/** The numbers of bins, finest first, with 0 for none. */
export const BINS = [0, 32, 16, 8, 4, 2, 1];
const NAMES = /** @type {const} */ (["P", "Q"]);

/** @param {number} n */
const binsInWords = (n) => (n === 0 ? "no bins" : n === 1 ? "1 bin" : `${n} bins`);

const PARAMETERS = [
  choice("cut", "Cut off", { none: "neither", P: "P", Q: "Q" }),
  idleWhile(slider("edge", "Edge: cut off above it"), ({ cut }) => cut === "none"),
  slider("merges", "Bins, fewer to the right", { words: (merges) => binsInWords(BINS[merges]) }),
  slider("mu_q", "Mean of Q", { role: "q", symbol: "μ" }),
  slider("sigma_q", "Standard deviation of Q", { role: "q", symbol: "σ" }),
];

/**
 * A slider that does nothing in some states, and shows it.
 * @param {import("../parts/controls.js").Parameter} parameter
 * @param {(state: any) => boolean} idle
 * @returns {import("../parts/controls.js").Parameter}
 */
function idleWhile(parameter, idle) {
  return {
    ...parameter,
    build(wiring) {
      const { node, show } = parameter.build(wiring);
      const input = /** @type {HTMLInputElement} */ (node.querySelector("input"));
      return {
        node,
        show(value, state) {
          show(value, state);
          if (input.disabled !== idle(state)) input.disabled = idle(state);
        },
      };
    },
  };
}

/** Where P and Q end. @param {any} state */
const endsOf = ({ cut, edge }) => NAMES.map((name) => (cut === name ? edge : Infinity));

/** @param {import("../parts/explorer.js").State} state */
export function compute(state) {
  const { mu_q, sigma_q, cut, edge, merges } = state;
  const q = /** @type {[number, number]} */ ([mu_q, sigma_q]);
  const [kl, kl_reverse] = klOfDensities(P, q, cut, edge);
  const steps = BINS.map((n) => (n === 0 ? { p: [], q: [], kl, kl_reverse } : binned(P, q, endsOf(state), n)));
  const { kl: kl_bins, kl_reverse: kl_bins_reverse } = steps[merges];
  const beyond = cut === "none" ? 0 : shareAbove(cut === "P" ? q : P, edge);
  return { kl, kl_reverse, kl_bins, kl_bins_reverse, beyond, steps };
}

/** What the divergence of the densities is made of. @param {number} whole @param {number} bins @param {number} n */
export function split(whole, bins, n) {
  if (n === 0) return "of the densities";
  if (bins === Infinity) return `${binsInWords(n)}: infinite too`;
  return `= ${decimal(bins)} of ${binsInWords(n)} + ${decimal(whole - bins)} lost`;
}

/** Why a direction is infinite, in two lines that a phone has room for. @param {any} values @param {any} state */
export function reason({ beyond }, { cut, edge }) {
  if (cut === "none") return ["p and q are positive everywhere:", "both directions are finite."];
  const [zero, positive, direction] = cut === "Q" ? ["q", "p", "D(P ‖ Q)"] : ["p", "q", "D(Q ‖ P)"];
  const share = beyond < 5e-5 ? "< 0.01%" : `${(100 * beyond).toFixed(2)}%`;
  return [
    `For x > ${decimal(edge, 2)}, ${positive} > 0 and ${zero} = 0:`,
    `${direction} = ∞; ${share} of ${positive.toUpperCase()} is there.`,
  ];
}

/** The sum over the bins with its numbers: all of a few terms, or the three largest. @param {any} values @param {any} state */
export function sumInNumbers({ steps, kl, kl_bins }, { merges }) {
  if (merges === 0) return `D(P ‖ Q) = ∫ p(x) log(p(x)/q(x)) dx = ${decimal(kl)}`;
  const { p, q } = steps[merges];
  const size = (/** @type {number} */ i) => (p[i] === 0 ? 0 : Math.abs(p[i] * Math.log(p[i] / q[i])));
  const all = p.map((/** @type {number} */ _, /** @type {number} */ i) => i);
  const chosen = all.length <= WRITTEN ? all : [...all].sort((a, b) => size(b) - size(a)).slice(0, 3);
  const ordered = chosen.sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
  const terms = ordered.map(
    (/** @type {number} */ i) => `${decimal(p[i])}\u00a0log(${decimal(p[i])}/${decimal(q[i])})`,
  );
  const rest = all.length > WRITTEN ? " + …" : "";
  return `D(P ‖ Q) of ${binsInWords(all.length)} = ${terms.join(" + ")}${rest} = ${decimal(kl_bins)}`;
}

/** @param {any} values @param {any} state */
export function read(values, state) {
  const { kl, kl_reverse, kl_bins, kl_bins_reverse } = values;
  const n = BINS[state.merges];
  const said = (/** @type {number} */ bins) => (n === 0 ? "" : `, of ${binsInWords(n)} ${spoken(bins)}`);
  return {
    readouts: [
      { label: "D(P ‖ Q)", text: kl === Infinity ? "∞" : `${decimal(kl)} nats`, note: split(kl, kl_bins, n) },
      {
        label: "D(Q ‖ P)",
        text: kl_reverse === Infinity ? "∞" : `${decimal(kl_reverse)} nats`,
        note: split(kl_reverse, kl_bins_reverse, n),
      },
    ],
    words:
      `D of P and Q is ${spoken(kl)} nats${said(kl_bins)}. ` +
      `D of Q and P is ${spoken(kl_reverse)} nats${said(kl_bins_reverse)}. ${reason(values, state).join(" ")}`,
  };
}

/** The densities, the bins over them, and the edge. @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function densities(svg, { limits, change, signal }) {
  const frame = panel(svg, { yLabel: "density", xLabel: "x" });
  const mark = (/** @type {string} */ look) => frame.body.append("path").attr("class", look);
  const ofQ = mark("kl-region-q").attr("fill", hatching(svg, "kl-q"));
  const bars = [mark("kl-fill-p kl-pale"), ofQ]; // P's are seen through
  const beyond = mark("kl-fill-loss");
  const steps = [mark("kl-line kl-line-p"), mark("kl-line kl-line-q")];
  const curves = [mark("kl-line kl-line-p"), mark("kl-line kl-line-q")];
  const wall = frame.body.append("line").attr("class", "kl-mark");
  const names = [frame.name("p"), frame.name("q")];
  const zero = frame.body.append("text").attr("class", "kl-halo");
  let left = 0;
  const handle = grip(svg.node().parentElement, {
    label: "Edge, on the figure",
    look: "kl-handle-square",
    limits: limits.edge,
    at: (x) => frame.x.invert(x - left),
    set: (edge) => change({ edge }),
    signal,
  });
  const readAt = pointReading(svg.node().parentElement, [frame], { signal });
  /** @param {import("../parts/panel.js").Box} box @param {any} state @param {any} values */
  return (box, state, values) => {
    ({ left } = box);
    const normals = /** @type {[number, number][]} */ ([P, [state.mu_q, state.sigma_q]]);
    const ends = endsOf(state);
    const { cut, edge, merges } = state;
    const xs = evenly(-VIEW, VIEW, POINTS);
    const of = normals.map((normal, k) => cutDensity(normal, ends[k]));
    const tops = normals.map(([mean], k) => of[k](Math.min(mean, ends[k])));
    frame.place(box, [-VIEW, VIEW], roundLimits(0, 1.3 * Math.max(...tops)));
    normals.forEach(([mean], k) => {
      const places = ends[k] === Infinity ? xs : [...xs.filter((x) => x < ends[k]), ends[k]];
      const points = places.map((x) => /** @type {[number, number]} */ ([x, of[k](x)]));
      const drop = ends[k] === Infinity ? [] : [/** @type {[number, number]} */ ([ends[k], 0])];
      curves[k].attr("d", frame.line([...points, ...drop])).classed("kl-faint", merges > 0);
      names[k](frame.x(Math.min(mean, ends[k]) + (k === 0 ? 0.35 : -0.35)), frame.y(tops[k]) - 5);
      const { p, q } = values.steps[merges];
      const outline = merges === 0 ? [] : stairs(k === 0 ? p : q);
      steps[k].attr("d", outline.length ? frame.line(outline) : "");
      bars[k].attr("d", outline.length ? frame.area(outline) : "");
    });
    const whole = cut === "Q" ? 0 : 1;
    const rest = [edge, ...xs.filter((x) => x > edge)];
    const seen = cut !== "none" && box.height - frame.y(of[whole](edge)) > 0.2;
    beyond.attr("d", seen ? frame.area(rest.map((x) => [x, of[whole](x)])) : "");
    const at = frame.x(edge);
    wall
      .attr("x1", at)
      .attr("x2", at)
      .attr("y2", cut === "none" ? 0 : box.height);
    zero
      .attr("x", at + 18)
      .attr("y", 18)
      .text(cut === "none" ? "" : `${cut.toLowerCase()} = 0`);
    handle.show(edge, left + at, box.top + 14);
    handle.hide(cut === "none");
    readAt((x) => {
      const [p, q] = of.map((density) => density(x));
      return [
        ["p", p],
        ["q", q],
        ["p log(p/q)", p === 0 ? 0 : q === 0 ? Infinity : p * Math.log(p / q)],
      ];
    });
  };
}

/** The outline of bins as a histogram; the outer ones reach the ends of the figure. @param {number[]} masses @returns {[number, number][]} */
export function stairs(masses) {
  const inside = (/** @type {number} */ x) => Math.min(VIEW, Math.max(-VIEW, x));
  const corners = masses.flatMap((mass, k) => {
    const [low, high] = binEnds(k, masses.length).map(inside);
    const height = mass / (high - low);
    return /** @type {[number, number][]} */ ([
      [low, height],
      [high, height],
    ]);
  });
  return [[-VIEW, 0], ...corners, [VIEW, 0]];
}

const DIRECTIONS = /** @type {const} */ ([
  { key: "kl", role: "p", name: "D(P ‖ Q)", offset: 0 },
  { key: "kl_reverse", role: "q", name: "D(Q ‖ P)", offset: 1 },
]);

/** Both divergences against the number of bins. @param {any} svg */
function ladder(svg) {
  const frame = panel(svg, { yLabel: "nats", xLabel: "bins: each merge halves them" });
  const here = frame.body.append("line").attr("class", "kl-here");
  const legend = lineLegend(
    svg,
    DIRECTIONS.map(({ role, name }) => [`kl-line-${role}`, name]),
  );
  const rows = DIRECTIONS.map(({ role }) => ({
    line: frame.body.append("path").attr("class", `kl-line kl-line-${role}`),
    dots: BINS.map(() => frame.body.append("circle").attr("class", `kl-fill-${role}`)),
    signs: BINS.map(() =>
      frame.body.append("text").attr("class", `kl-infinite kl-halo kl-of-${role}`).attr("text-anchor", "middle"),
    ),
  }));
  const ticks = BINS.map((n, i) => ({ value: i, text: n === 0 ? "none" : String(n) }));
  /** @param {import("../parts/panel.js").Box} box @param {any} state @param {any} values */
  return (box, { merges }, { steps }) => {
    const all = steps.flatMap((/** @type {any} */ step) => [step.kl, step.kl_reverse]).filter(Number.isFinite);
    const limit = roundLimits(0, 1.35 * Math.max(0.05, ...all));
    frame.place(box, [-0.3, 6.3], limit, ticks);
    here.attr("x1", frame.x(merges)).attr("x2", frame.x(merges)).attr("y2", box.height);
    legend.forEach((entry, k) => entry.attr("transform", `translate(${box.left - 20 + 104 * k},${box.top - 24})`));
    rows.forEach(({ line, dots, signs }, k) => {
      const values = steps.map((/** @type {any} */ step) => step[DIRECTIONS[k].key]);
      line.attr("d", frame.line(values.map((/** @type {number} */ value, /** @type {number} */ i) => [i, value])));
      values.forEach((/** @type {number} */ value, /** @type {number} */ i) => {
        const x = frame.x(i);
        const finite = Number.isFinite(value);
        dots[i]
          .attr("cx", x)
          .attr("cy", finite ? frame.y(value) : 0)
          .attr("r", finite ? (i === merges ? 5.5 : 3.5) : 0);
        signs[i]
          .attr("x", x)
          .attr("y", 18)
          .text(finite ? "" : "∞");
      });
    });
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const rows = [0, 1].map(() => svg.append("text").attr("x", 4));
  const drawDensities = densities(svg, tools);
  const drawLadder = ladder(svg);
  const formula = element("p", { class: "kl-note" });
  tools.addSection(element("div", { class: "kl-section" }, formula));
  keepMinHeight(formula, tools.signal);
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      reason(values, state).forEach((words, i) => rows[i].attr("y", 16 + 17 * i).text(words));
      write(formula, sumInNumbers(values, state));
      const narrow = width < NARROW;
      const [left, top, height] = [44, 64, 190];
      const across = narrow ? width - left - 12 : Math.round(0.58 * width) - left;
      drawDensities({ left, top, width: across, height }, state, values);
      const second = narrow
        ? { left, top: top + height + 74, width: across, height: 150 }
        : { left: left + across + 62, top, width: width - across - left - 74, height };
      drawLadder(second, state, values);
      return second.top + second.height + 40;
    },
  };
}

export default defineExplorer({
  name: "support",
  title: "A missing place, and bins",
  parameters: PARAMETERS,
  compute,
  read,
  figure,
});
