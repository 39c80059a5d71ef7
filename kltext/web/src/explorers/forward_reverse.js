/** One normal for two modes: both fits, all minima against the separation, and the way there. */

import { descentStep } from "../maths/descent.js";
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
import { choice, slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { lineLegend } from "../parts/line_legend.js";
import { evenly, panel } from "../parts/panel.js";
import { player } from "../parts/player.js";

const SIDES = { forward: "D(P ‖ Q)", reverse: "D(Q ‖ P)" };
const POINTS = 241;
const PARAMETERS = [
  slider("separation", "Separation of the modes of P", { role: "p", symbol: "d" }),
  choice("direction", "Direction of the fit and its path", { forward: "forward", reverse: "reverse" }),
  slider("start_mean", "Path starts at mean", { role: "q", symbol: "μ" }),
  slider("start_sigma", "… and standard deviation", { role: "q", symbol: "σ" }),
];

/** @param {import("../parts/explorer.js").State} state */
export function compute({ separation, direction }) {
  const forward = fitForward(separation);
  const minima = fitReverse(separation);
  const { mean, sigma } = direction === "forward" ? forward : minima[0];
  return {
    least_forward: forward.kl,
    least_reverse: minima[0].kl,
    mean,
    sigma,
    kl_forward: forwardLandscape(separation)(mean, Math.log(sigma)).value,
    kl_reverse: pairDivergence(separation, mean, sigma, "reverse"),
    forward,
    minima,
  };
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

/** @param {import("../parts/explorer.js").Values} values @param {import("../parts/explorer.js").State} state */
function read({ least_forward, least_reverse, mean, sigma, kl_forward, kl_reverse, forward, minima }, { direction }) {
  const words = minimaInWords(minima);
  return {
    readouts: [
      {
        label: "Least D(P ‖ Q), forward",
        text: `${decimal(least_forward)} nats`,
        note: `the moments of P: sd ${decimal(forward.sigma)}`,
      },
      { label: "Least D(Q ‖ P), reverse", text: `${decimal(least_reverse)} nats`, note: words, long: true },
      {
        label: `Q of the ${direction} fit`,
        text: `mean ${decimal(mean)}, sd ${decimal(sigma)}`,
        note: `D(P ‖ Q) = ${decimal(kl_forward)}, D(Q ‖ P) = ${decimal(kl_reverse)} nats`,
        long: true,
      },
    ],
    words:
      `The ${direction} fit has mean ${spoken(mean)} and standard deviation ${spoken(sigma)}. ` +
      `D of P and Q is ${spoken(kl_forward)} nats, D of Q and P is ${spoken(kl_reverse)} nats. Reverse fits: ${words}.`,
  };
}

/** The densities of P, of both fits, and of the Q that is under way. @param {any} svg */
function densities(svg) {
  const above = panel(svg, { yLabel: "density", xLabel: "x" });
  const mark = (/** @type {string} */ kind) => above.body.append("path").attr("class", kind);
  const curves = {
    fill: mark("kl-fill-p kl-pale"),
    p: mark("kl-line kl-line-p"),
    local: [0, 1].map(() => mark("kl-line kl-line-r kl-faint")),
    forward: mark("kl-line kl-line-q"),
    reverse: mark("kl-line kl-line-r"),
    moving: mark("kl-line kl-ink"),
  };
  const entries = lineLegend(svg, [
    ["kl-line-p", "target P"],
    ["kl-line-q", "forward fit"],
    ["kl-line-r", "reverse fit (thin: local)"],
    ["kl-ink", "Q on its path"],
  ]);
  const xs = evenly(-8.5, 8.5, POINTS);
  const bell = (/** @type {{mean: number, sigma: number}} */ { mean, sigma }) =>
    above.line(xs.map((x) => [x, normalDensity(x, mean, sigma)]));
  return {
    /** @param {any} view @returns {number} where the panel ends */
    draw({ state: { separation, direction, start_sigma }, values: { forward, minima }, width }) {
      const narrow = width < 520;
      entries.forEach((entry, i) => {
        const [column, row] = narrow ? [[0, 0.42, 0, 0][i], [0, 0, 1, 2][i]] : [[0, 0.19, 0.42, 0.74][i], 0];
        entry.attr("transform", `translate(${4 + column * width},${14 + 18 * row})`);
      });
      const top = narrow ? 80 : 44;
      const tallest = Math.max(0.5, 0.42 / start_sigma);
      above.place({ left: 40, top, width: width - 52, height: 150 }, [-8.5, 8.5], [0, tallest]);
      const p = /** @type {[number, number][]} */ (xs.map((x) => [x, Math.exp(pairLogDensity(x, separation))]));
      curves.fill.attr("d", above.area(p));
      curves.p.attr("d", above.line(p));
      curves.local.forEach((curve, i) => {
        const fit = minima[i + 1];
        curve.attr("d", fit ? bell(fit) : "").classed("kl-faint", fit && !isBest(fit, minima));
      });
      curves.forward.attr("d", bell(forward)).classed("kl-chosen", direction === "forward");
      curves.reverse.attr("d", bell(minima[0])).classed("kl-chosen", direction === "reverse");
      return top + 150;
    },
    /** @param {{mean: number, sigma: number}} place */
    move: (place) => curves.moving.attr("d", bell(place)),
  };
}

/** The plane of mean and standard deviation, with the minima and the path. @param {any} svg */
function plane(svg) {
  const area = panel(svg, { yLabel: "sd of Q: ★ best, ☆ local", xLabel: "mean of Q" });
  const path = area.body.append("path").attr("class", "kl-line kl-ink");
  const stars = area.body.append("g");
  const start = area.body.append("circle").attr("class", "kl-start").attr("r", 4.5);
  const now = area.body.append("circle").attr("class", "kl-now").attr("r", 4.5);
  /** @type {{mean: number, sigma: number}[]} */
  let track = [];
  const show = () => {
    path.attr("d", area.line(track.map(({ mean, sigma }) => [mean, sigma])));
    for (const [dot, place] of [
      [start, track[0]],
      [now, track[track.length - 1]],
    ]) {
      dot.attr("cx", area.x(place.mean)).attr("cy", area.y(place.sigma));
    }
  };
  return {
    /** @param {any} view @param {import("../parts/panel.js").Box} box */
    draw({ state: { direction }, values: { forward, minima } }, box) {
      area.place(box, [-6.3, 6.3], [0, 5]);
      stars
        .selectAll("text")
        .data(direction === "forward" ? [forward] : minima)
        .join("text")
        .attr("class", "kl-star")
        .attr("text-anchor", "middle")
        .attr("x", (/** @type {any} */ fit) => area.x(fit.mean))
        .attr("y", (/** @type {any} */ fit) => area.y(fit.sigma) + 5)
        .text((/** @type {any} */ fit) => (fit === forward || isBest(fit, minima) ? "★" : "☆"));
      if (track.length > 0) show();
    },
    /** @param {{mean: number, sigma: number}[]} places */
    move(places) {
      track = places;
      show();
    },
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const above = densities(svg);
  const curve = branches(svg, {
    axis: "separation of the modes",
    label: "means of all reverse fits",
    marks: [
      { ...reverseFold(), name: "folds", anchor: "end" },
      { ...reverseExchange(), name: "exchange", anchor: "start" },
    ].map(({ separation, name, anchor }) => ({ at: separation, name, anchor })),
  });
  curve.set(reverseBranches());
  const below = plane(svg);
  /** @type {any} */
  let view;
  const play = player(tools, {
    start: ({ start_mean, start_sigma }) => ({ mean: start_mean, sigma: start_sigma }),
    next: (place, { separation, direction }) =>
      descentStep(direction === "forward" ? forwardLandscape(separation) : reverseLandscape(separation), place),
    tell: ({ mean, sigma }, { separation, direction }) => {
      const landscape = direction === "forward" ? forwardLandscape(separation) : reverseLandscape(separation);
      const kl = landscape(mean, Math.log(sigma)).value;
      return `mean ${decimal(mean, 3)}, sd ${decimal(sigma, 3)}, ${SIDES[/** @type {"forward"} */ (direction)]} = ${decimal(kl)} nats`;
    },
    show: (places) => {
      above.move(places[places.length - 1]);
      below.move(places);
    },
  });
  let key = "";
  return {
    /** @param {any} next */
    draw(next) {
      view = next;
      const { state, values, width } = view;
      const end = above.draw(view) + 68;
      const wide = width >= 520;
      const half = wide ? width / 2 - 46 : width - 52;
      const limits = {
        x: /** @type {[number, number]} */ ([0, 9.2]),
        y: /** @type {[number, number]} */ ([-5.2, 7.6]),
      };
      curve.draw({ left: 40, top: end, width: half, height: 170 }, limits, state.separation, values.minima);
      const second = wide ? end : end + 170 + 68;
      below.draw(view, { left: wide ? width / 2 + 34 : 40, top: second, width: half, height: 170 });
      const now = Object.values(state).join();
      if (now !== key) play.restart();
      key = now;
      return second + 170 + 40;
    },
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
  compute,
  read,
  figure,
});
