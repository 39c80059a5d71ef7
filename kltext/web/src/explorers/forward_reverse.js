/** One normal Q for two modes, judged in both directions, and where each direction takes it. */

import { descentPath } from "../maths/descent.js";
import {
  fitForward,
  fitReverse,
  forwardLandscape,
  isBest,
  pairDivergence,
  pairLogDensity,
  reverseExchange,
  reverseFold,
  reverseLandscape,
} from "../maths/mixtures.js";
import { normalDensity } from "../maths/normal.js";
import { branches } from "../parts/branches.js";
import { slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { costAt, costs, fitRow, GAP, HEAD, targetLogs } from "../parts/fit_row.js";
import { spoken } from "../parts/format.js";
import { formulaTerms, signedAreas } from "../parts/formula_terms.js";
import { grip, MARKER_LIFT } from "../parts/grip.js";
import { motion } from "../parts/motion.js";
import { evenly, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";
import { press } from "../parts/press.js";

/** Below this width the diagram stands under the rows. */
const NARROW = 600;
const DIRECTIONS = /** @type {const} */ (["forward", "reverse"]);
const PARAMETERS = [
  press("released", "Let Q go", {
    off: "Drag the round dot (mean) and the square dot (width).",
    on: "Each Q went downhill from the thin curve. Drag it to start again.",
  }),
  slider("separation", "Separation of the modes of P", { role: "p", symbol: "d" }),
  holding(slider("mean", "Mean of Q", { role: "q", symbol: "μ" })),
  holding(slider("sigma", "Standard deviation of Q", { role: "q", symbol: "σ" })),
];

/**
 * A parameter that takes hold of Q again.
 * @param {import("../parts/controls.js").Parameter} parameter
 * @returns {import("../parts/controls.js").Parameter}
 */
function holding(parameter) {
  const { name, build } = parameter;
  return {
    name,
    build: (wiring) => build({ ...wiring, set: (value) => wiring.change({ [name]: value, released: false }) }),
  };
}

/** @type {{separation: number, forward: import("../maths/mixtures.js").Fit, minima: import("../maths/mixtures.js").Fit[]} | undefined} */
let known;

/** The best fits, kept while Q alone moves. @param {number} separation */
function fits(separation) {
  if (known?.separation !== separation) {
    known = { separation, forward: fitForward(separation), minima: fitReverse(separation) };
  }
  return known;
}

/** @param {import("../parts/explorer.js").State} state */
export function compute({ separation, mean, sigma, released }) {
  const { forward, minima } = fits(separation);
  const held = { mean, sigma };
  const bells = released ? { forward, reverse: basin(separation, held, minima) } : { forward: held, reverse: held };
  const kl = (/** @type {"forward" | "reverse"} */ direction) =>
    pairDivergence(separation, bells[direction].mean, bells[direction].sigma, direction);
  return {
    least_forward: forward.kl,
    least_reverse: minima[0].kl,
    kl_forward: released ? forward.kl : kl("forward"),
    kl_reverse: kl("reverse"),
    forward_mean: bells.forward.mean,
    forward_sigma: bells.forward.sigma,
    reverse_mean: bells.reverse.mean,
    reverse_sigma: bells.reverse.sigma,
    forward,
    minima,
    bells,
  };
}

/**
 * The minimum of D(Q‖P) that lies downhill of a bell.
 * @param {number} separation
 * @param {import("../parts/fit_row.js").Bell} start
 * @param {import("../maths/mixtures.js").Fit[]} minima
 */
function basin(separation, start, minima) {
  const end = descentPath(reverseLandscape(separation), start).at(-1) ?? start;
  const far = (/** @type {import("../parts/fit_row.js").Bell} */ { mean, sigma }) =>
    Math.hypot(mean - end.mean, Math.log(sigma / end.sigma));
  return minima.reduce((best, fit) => (far(fit) < far(best) ? fit : best));
}

/**
 * What becomes of the reverse fit at this separation, in words.
 * @param {{mean: number}[]} minima
 */
export function minimaInWords(minima) {
  if (minima.length === 1) return "one minimum, in the middle";
  return minima[0].mean === 0
    ? "best in the middle, two local minima beside it"
    : "best on a mode, two equal minima; the middle is local";
}

/** @param {import("../parts/explorer.js").Values} values */
function read({ kl_forward, kl_reverse, bells, minima }) {
  const said = (/** @type {import("../parts/fit_row.js").Bell} */ { mean, sigma }) =>
    `mean ${spoken(mean, 2)} and standard deviation ${spoken(sigma, 2)}`;
  return {
    readouts: [], // each number stands in its row
    words:
      `Forward row: Q has ${said(bells.forward)}, D of P and Q is ${spoken(kl_forward)} nats. ` +
      `Reverse row: Q has ${said(bells.reverse)}, D of Q and P is ${spoken(kl_reverse)} nats. ` +
      `Reverse fits: ${minimaInWords(minima)}.`,
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const { limits, signal, still, change, state: now } = tools;
  const box = svg.node().parentElement;
  const hold = (/** @type {object} */ bell) => change({ ...bell, released: false });
  const rows = DIRECTIONS.map((direction) => fitRow(svg, direction, { figure: box, limits, hold, signal }));
  const diagram = minimaDiagram(svg, box, tools);
  formulaTerms(
    box,
    [signedAreas("D(P ‖ Q)", ["p", "q"], rows[0].areas), signedAreas("D(Q ‖ P)", ["q", "p"], rows[1].areas)],
    signal,
  );
  const frames = rows.flatMap((row) => row.frames);
  const readAt = pointReading(box, frames, tools);
  /** @type {any} */
  let view;
  const show = (/** @type {any} */ bells) => {
    const { state, values, logP } = view;
    const terms = DIRECTIONS.map((direction) => costs(logP, bells[direction], direction));
    const cost = roundLimits(Math.min(-0.1, ...terms.flat()), Math.max(0.3, ...terms.flat()));
    const tallest = Math.max(...DIRECTIONS.map((direction) => normalDensity(0, 0, bells[direction].sigma)));
    const density = roundLimits(0, 1.15 * Math.max(0.36, tallest))[1];
    rows.forEach((row, i) => {
      const direction = DIRECTIONS[i];
      const { minima, forward } = values;
      const fits = direction === "forward" ? [forward] : minima;
      const marks = fits.map((/** @type {any} */ fit) => ({ mean: fit.mean, best: isBest(fit, fits) }));
      const least = values[`least_${direction}`];
      const start = { mean: state.mean, sigma: state.sigma };
      row.place(view.boxes[i], { logP, density, cost, least, minima: marks, separation: state.separation });
      const { mean, sigma } = bells[direction];
      const done = bells[direction] === values.bells[direction];
      const kl = done ? values[`kl_${direction}`] : pairDivergence(state.separation, mean, sigma, direction);
      row.move(bells[direction], terms[i], kl, state.released ? start : undefined);
    });
    readAt((x) => valuesAt(x, state, bells));
  };
  const moving = motion(show, signal);
  let before = now();
  return {
    /** @param {any} next */
    draw({ state, values, width }) {
      const narrow = width < NARROW;
      const heights = /** @type {[number, number]} */ (narrow ? [70, 44] : [92, 58]);
      const across = (narrow ? width : Math.round(0.62 * width)) - 54;
      const each = HEAD + heights[0] + GAP + heights[1] + 16;
      const boxes = [0, 1].map((i) => ({ left: 40, top: i * each, width: across, heights }));
      const end = 2 * each + 24;
      view = { state, values, boxes, logP: targetLogs(state.separation) };
      const same = ["separation", "mean", "sigma"].every((name) => before[name] === state[name]);
      if (same && state.released && !before.released && !still) {
        const { separation, mean, sigma } = state;
        const held = { mean, sigma };
        moving.start({
          forward: [...descentPath(forwardLandscape(separation), held), values.bells.forward],
          reverse: [...descentPath(reverseLandscape(separation), held), values.bells.reverse],
        });
        show({ forward: held, reverse: held });
      } else if (!(moving.running() && same && state.released)) {
        moving.stop();
        show(values.bells);
      }
      before = state;
      const place = narrow
        ? { left: 40, top: end + 62, width: across, height: 104 }
        : { left: across + 104, top: 62, width: width - across - 118, height: end - 102 };
      diagram(place, state.separation, values.minima);
      return narrow ? end + 62 + 104 + 40 : end;
    },
  };
}

/**
 * The densities at a point, and what each row pays there; after Q was let go each has its own.
 * @param {number} x
 * @param {import("../parts/explorer.js").State} state
 * @param {Record<"forward" | "reverse", import("../parts/fit_row.js").Bell>} bells
 * @returns {[string, number][]}
 */
export function valuesAt(x, { separation, released }, bells) {
  const logP = pairLogDensity(x, separation);
  const q = (/** @type {"forward" | "reverse"} */ way) => normalDensity(x, bells[way].mean, bells[way].sigma);
  return [
    ["p", Math.exp(logP)],
    [released ? "forward q" : "q", q("forward")],
    ["p log(p/q)", costAt(x, logP, bells.forward, "forward")],
    ...(released ? /** @type {[string, number][]} */ ([["reverse q", q("reverse")]]) : []),
    ["q log(q/p)", costAt(x, logP, bells.reverse, "reverse")],
  ];
}

/**
 * All minima against the separation; its marker is dragged.
 * @param {any} svg @param {HTMLElement} box @param {import("../parts/explorer.js").Tools} tools
 */
function minimaDiagram(svg, box, { limits, signal, change }) {
  const curve = branches(svg, {
    axis: "separation of the modes (drag)",
    label: "mean of Q",
    sideRole: "r",
    marks: [
      { ...reverseFold(), name: "side minima", anchor: "end" },
      { ...reverseExchange(), name: "lowest", anchor: "start" },
    ].map(({ separation, name, anchor }) => ({ at: separation, name, anchor })),
  });
  curve.set(reverseBranches());
  const title = svg.append("text").attr("class", "kl-row-title kl-of-r").text("Minima of D(Q ‖ P)");
  const note = svg.append("text").attr("class", "kl-axis-label");
  let left = 0;
  const marker = grip(box, {
    label: "Separation of the modes, on the diagram",
    look: "kl-of-p kl-handle-marker",
    limits: limits.separation,
    at: (x) => curve.x.invert(x - left),
    set: (separation) => change({ separation }),
    signal,
  });
  /** @param {import("../parts/panel.js").Box} place @param {number} separation @param {any[]} minima */
  return (place, separation, minima) => {
    ({ left } = place);
    curve.draw(place, { x: [0, 9.2], y: place.height < 200 ? [-9.5, 10.5] : [-6.6, 6.6] }, separation, minima);
    title.attr("x", left - 36).attr("y", place.top - 44);
    note
      .attr("x", left - 36)
      .attr("y", place.top - 26)
      .text(minimaInWords(minima).split(", ")[0]);
    marker.show(separation, left + curve.x(separation), place.top + place.height - MARKER_LIFT);
  };
}

/** All minima of the reverse divergence against the separation, as curves. */
function reverseBranches() {
  const [fold, exchange] = [reverseFold(), reverseExchange().separation];
  const above = evenly(0, 1, 25).map((t) => fold.separation + (9 - fold.separation) * t * t);
  const side = above.map((d, i) => {
    const best = i === 0 ? fold : fitReverse(d).find(({ mean }) => mean > 0);
    return /** @type {[number, number]} */ ([d, best?.mean ?? NaN]);
  });
  const middle = /** @type {[number, number][]} */ ([
    [0.5, 0],
    [9, 0],
  ]);
  return { side, middle, exchange, middleBest: "below" };
}

export default defineExplorer({
  name: "forward_reverse",
  title: "Forward and reverse fit",
  parameters: PARAMETERS,
  dragged: ["separation", "mean", "sigma"],
  compute,
  read,
  figure,
});
