/** Three Monte Carlo estimators of one divergence, as the draws come in. */

import { normalDraws } from "../maths/draws.js";
import { crossing, exact, NAMES, running, truth } from "../maths/estimators.js";
import { clipArea } from "../parts/clipping.js";
import { button, slider } from "../parts/controls.js";
import { element } from "../parts/element.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { grip, MARKER_LIFT } from "../parts/grip.js";
import { evenly, panel } from "../parts/panel.js";
import { player } from "../parts/player.js";

/** The most draws that the Python class allows, and the seeds that it has. */
const MOST = 2000;
const SEEDS = 1000;
const FEWEST = 2;
/** Below this width the estimators stand under each other. */
const NARROW = 520;
const LOOKS = { k1: "p", k2: "q", k3: "r" };
const TITLES = { k1: "k₁ = t", k2: "k₂ = t²/2", k3: "k₃ = e⁻ᵗ − 1 + t" };
const SPOKEN = { k1: "k 1", k2: "k 2", k3: "k 3" };
const MUS = evenly(0.02, 2, 100);
/** What the panels show, in rows that a phone has room for. */
const KEY = ["t = log(p(x)/q(x)) of a draw x", "grey: the truth; dashed: exact mean"];
/** From the end of a curve to the middle of its name, and the room that names need there. */
const NAME_GAP = 14;
const NAME_ROOM = 24;
const TICKS = [10, 100, 1000].map((n) => ({ value: Math.log10(n), text: String(n) }));

/** The number of draws after the next step: one more at first, then two in a hundred. @param {number} n */
export const nextSampleSize = (n) => Math.min(MOST, n + Math.max(1, Math.round(n / 50)));

/** Where curves have points. */
const STOPS = [FEWEST];
while (STOPS[STOPS.length - 1] < MOST) STOPS.push(nextSampleSize(STOPS[STOPS.length - 1]));

/** @type {{seed: number, mu: number, draws: number[], runs: any}} */
let known = { seed: NaN, mu: NaN, draws: [], runs: {} };

/** The estimates after 1, 2, … draws, kept until mu or the seed is another. @param {any} state */
function runs({ mu, seed }) {
  if (seed !== known.seed) known = { seed, mu: NaN, draws: normalDraws(seed, MOST), runs: {} };
  if (mu !== known.mu) {
    const all = NAMES.map((name) => [name, running(mu, known.draws, name)]);
    known = { ...known, mu, runs: Object.fromEntries(all) };
  }
  return known.runs;
}

/** @param {import("../parts/explorer.js").State} state */
export function compute(state) {
  const { mu, draws } = state;
  const [all, known] = [runs(state), exact(mu)];
  const of = NAMES.flatMap((name) => {
    const { value, error } = all[name][draws - 1];
    const spread = known[name].spread / Math.sqrt(draws);
    return [
      [name, value],
      [`${name}_error`, error],
      [`${name}_spread`, spread],
    ];
  });
  return { truth: truth(mu), k2_bias: known.k2.mean - truth(mu), ...Object.fromEntries(of), exact: known, runs: all };
}

/** @param {import("../parts/explorer.js").Values} values @param {import("../parts/explorer.js").State} state */
export function read(values, { draws, mu }) {
  return {
    readouts: [
      ...NAMES.map((name) => ({
        label: TITLES[name],
        text: `${decimal(values[name])} ± ${decimal(values[`${name}_error`])}`,
        note: `exact: ${decimal(values.exact[name].mean)} ± ${decimal(values[`${name}_spread`])}`,
      })),
      { label: "The truth, D(P ‖ Q)", text: `${decimal(values.truth)} nats`, note: `P = N(0, 1), ${draws} draws` },
    ],
    words:
      `After ${draws} draws, with mu ${spoken(mu, 2)}: ` +
      NAMES.map(
        (name) => `${SPOKEN[name]} is ${spoken(values[name])} plus or minus ${spoken(values[`${name}_error`])}`,
      ).join(", ") +
      `. The truth is ${spoken(values.truth)} nats.`,
  };
}

/**
 * One estimator: what it says as the draws come in, and the funnel in which two thirds of all
 * such runs are.
 * @param {any} svg @param {import("../maths/estimators.js").Name} name
 * @param {import("../parts/explorer.js").Tools} tools
 */
function run(svg, name, { limits: allowed, change, signal }) {
  const role = LOOKS[name];
  const frame = panel(svg, { yLabel: `${TITLES[name]}, in nats`, xLabel: "draws" });
  const { inside, fit } = clipArea(frame.body);
  const funnel = inside.append("path").attr("class", `kl-fill-${role} kl-pale`);
  const middle = inside.append("path").attr("class", `kl-line kl-line-${role} kl-faint`);
  const level = inside.append("line").attr("class", "kl-zero");
  const path = inside.append("path").attr("class", `kl-line kl-line-${role} kl-solid`);
  const bar = inside.append("line").attr("class", "kl-line kl-ink");
  // Not in the window: at its right end half of the dot would be cut off.
  const dot = frame.body.append("circle").attr("class", "kl-now").attr("r", 4.5);
  const end = grip(svg.node().parentElement, {
    label: `Draws from P, on the run of ${SPOKEN[name]}`,
    look: "kl-handle-ring",
    limits: allowed.draws,
    at: (x) => 10 ** frame.valueAt(x),
    set: (draws) => change({ draws }),
    signal,
  });
  return {
    /** @param {any} view @param {import("../parts/panel.js").Box} box @param {[number, number]} limits */
    draw({ state: { draws }, values }, box, limits) {
      const { mean, spread } = values.exact[name];
      frame.place(box, [Math.log10(FEWEST), Math.log10(MOST)], limits, TICKS);
      fit(box.width, box.height);
      const edge = (/** @type {number} */ sign) =>
        STOPS.map((n) => /** @type {[number, number]} */ ([Math.log10(n), mean + (sign * spread) / Math.sqrt(n)]));
      funnel.attr("d", `${frame.line(edge(1))}L${frame.line(edge(-1).reverse()).slice(1)}Z`);
      middle.attr(
        "d",
        frame.line([
          [Math.log10(FEWEST), mean],
          [Math.log10(MOST), mean],
        ]),
      );
      level.attr("x2", box.width).attr("y1", frame.y(values.truth)).attr("y2", frame.y(values.truth));
      const shown = [...STOPS.filter((n) => n < draws), draws];
      path.attr("d", frame.line(shown.map((n) => [Math.log10(n), values.runs[name][n - 1].value])));
      const x = frame.x(Math.log10(draws));
      const [value, error] = [values[name], values[`${name}_error`]];
      bar
        .attr("x1", x)
        .attr("x2", x)
        .attr("y1", frame.y(value - error))
        .attr("y2", frame.y(value + error));
      const y = frame.y(value);
      dot.attr("cx", x).attr("cy", y);
      dot.style("display", y < 0 || y > box.height ? "none" : null);
      end.show(draws, box.left + x, box.top + Math.min(box.height, Math.max(0, y)));
    },
  };
}

/** The exact spread as a share of that of k1. @param {number} mu @param {import("../maths/estimators.js").Name} name */
const share = (mu, name) => exact(mu)[name].spread / mu;

/**
 * The spreads against mu, as shares of that of k1.
 * @param {any} svg
 * @param {import("../parts/explorer.js").Tools} tools
 */
function drawSpreads(svg, { limits: allowed, change, signal }) {
  const frame = panel(svg, { yLabel: "exact spread ÷ that of k₁", xLabel: "μ, the mean of Q" });
  const here = frame.body.append("line").attr("class", "kl-here");
  const layNote = crossingNote(frame);
  const curves = NAMES.map((name) => shareCurve(frame, name));
  const marker = grip(svg.node().parentElement, {
    label: "Mean of Q, on the diagram of the spreads",
    look: "kl-of-q kl-handle-marker",
    limits: allowed.mu,
    at: frame.valueAt,
    set: (mu) => change({ mu }),
    signal,
  });
  let laid = NaN;
  return {
    /** @param {any} view @param {import("../parts/panel.js").Box} box */
    draw({ state: { mu } }, box) {
      frame.place(box, [0, MUS[MUS.length - 1]], [0, 4.2]);
      if (laid !== box.width) [layNote, ...curves.map(({ lay }) => lay)].forEach((lay) => lay(box));
      laid = box.width;
      // No higher than the dots, so that it stays clear of the note.
      const top = Math.max(...NAMES.map((name) => share(mu, name)));
      here.attr("x1", frame.x(mu)).attr("x2", frame.x(mu)).attr("y1", frame.y(top)).attr("y2", box.height);
      for (const { move } of curves) move(mu);
      marker.show(mu, box.left + frame.x(mu), box.top + box.height - MARKER_LIFT);
    },
  };
}

/** One curve, its name behind its end, where nothing moves, and the dot on it. @param {any} frame @param {import("../maths/estimators.js").Name} name */
function shareCurve(frame, name) {
  const path = frame.body.append("path").attr("class", `kl-line kl-line-${LOOKS[name]}`);
  const dot = frame.body.append("circle").attr("class", `kl-fill-${LOOKS[name]}`).attr("r", 4.5);
  const text = frame.body.append("text").attr("class", `kl-name kl-of-${LOOKS[name]}`).text(TITLES[name].slice(0, 2));
  return {
    /** What stays while the sliders move. @param {import("../parts/panel.js").Box} box */
    lay(box) {
      path.attr("d", frame.line(MUS.map((mu) => [mu, share(mu, name)])));
      text.attr("x", box.width + NAME_GAP).attr("y", frame.y(share(MUS[MUS.length - 1], name)) + 4);
    },
    /** @param {number} mu */
    move: (mu) => dot.attr("cx", frame.x(mu)).attr("cy", frame.y(share(mu, name))),
  };
}

/** The line from which on k3 spreads more than k1, and words to its left, where all curves are low. @param {any} frame */
function crossingNote(frame) {
  const place = crossing();
  const mark = frame.body.append("line").attr("class", "kl-mark");
  const rows = ["k₃ above k₁", `from ${decimal(place)}`].map((words) =>
    frame.body.append("text").attr("class", "kl-axis-label").attr("text-anchor", "end").text(words),
  );
  /** @param {import("../parts/panel.js").Box} box */
  return (box) => {
    const x = frame.x(place);
    mark.attr("x1", x).attr("x2", x).attr("y2", box.height);
    // Two rows between the grid's lines at 4 and at 3.
    rows.forEach((row, i) => row.attr("x", x - 6).attr("y", frame.y(4) + 14 + 15 * i));
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const key = KEY.map((words) => svg.append("text").attr("class", "kl-axis-label").attr("x", 4).text(words));
  const panels = NAMES.map((name) => run(svg, name, tools));
  const below = drawSpreads(svg, tools);
  const others = () => tools.change({ seed: (tools.state().seed + 1) % SEEDS });
  tools.addControl(element("div", { class: "kl-actions kl-low" }, button("Other draws", others, tools.signal)));
  const play = player(tools, {
    start: () => FEWEST,
    next: (n) => (n < MOST ? nextSampleSize(n) : undefined),
    tell: (n) => `${n} of at most ${MOST} draws`,
    show: (places) => {
      const draws = places[places.length - 1];
      if (draws !== tools.state().draws) tools.change({ draws });
    },
    counted: false,
  });
  return {
    /** @param {any} view */
    draw(view) {
      const { state, values, width } = view;
      if (state.draws !== play.place()) play.jump(state.draws);
      const widest = Math.max(...NAMES.map((name) => values.exact[name].spread));
      const limits = /** @type {[number, number]} */ ([values.truth - 0.85 * widest, values.truth + 0.85 * widest]);
      const stacked = width < NARROW;
      const [left, gap] = [44, 48];
      const each = stacked ? width - left - 12 : (width - left - 12 - 2 * gap) / 3;
      const height = stacked ? 120 : 180;
      key.forEach((row, i) => row.attr("y", 14 + 17 * i));
      const first = 24 + 17 * KEY.length + 6;
      panels.forEach((one, i) => {
        const box = stacked
          ? { left, top: first + i * (height + 66), width: each, height }
          : { left: left + i * (each + gap), top: first, width: each, height };
        one.draw(view, box, limits);
      });
      const top = first + (stacked ? 3 : 1) * (height + 66);
      below.draw(view, { left, top, width: width - left - NAME_ROOM, height: 150 });
      return top + 150 + 40;
    },
  };
}

export default defineExplorer({
  name: "estimator",
  title: "Three estimators, draw by draw",
  parameters: [
    slider("mu", "Mean of Q = N(μ, 1)", { role: "q", symbol: "μ" }),
    slider("draws", "Draws from P", { role: "p", symbol: "n" }),
    slider("seed", "Which draws", { symbol: "seed" }),
  ],
  dragged: ["mu", "draws"],
  compute,
  read,
  figure,
});
