/** The fit of one normal to two modes by divergences between the reverse and the forward one. */

import { alphaBranches } from "../maths/alpha_branches.js";
import { fitAlpha, forwardLandscape, isBest, pairDivergence, pairLogDensity } from "../maths/mixtures.js";
import { normalDensity } from "../maths/normal.js";
import { branches } from "../parts/branches.js";
import { slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { grip, MARKER_LIFT } from "../parts/grip.js";
import { lineLegend } from "../parts/line_legend.js";
import { evenly, panel } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";

const POINTS = 241;
/** What the densities show of the line, on either side of 0. */
const VIEW = 8.5;
const PARAMETERS = [
  slider("alpha", "From reverse (0) to forward (1)", { role: "q", symbol: "α" }),
  slider("separation", "Separation of the modes of P", { role: "p", symbol: "d" }),
];

/** @param {import("../parts/explorer.js").State} state */
export function compute({ separation, alpha }) {
  const minima = fitAlpha(separation, alpha);
  const { mean, sigma, kl } = minima[0];
  return {
    least: kl,
    mean,
    sigma,
    kl_forward: forwardLandscape(separation)(mean, Math.log(sigma)).value,
    kl_reverse: pairDivergence(separation, mean, sigma, "reverse"),
    minima,
  };
}

/** Which divergence this is, in words. @param {number} alpha */
export function divergenceInWords(alpha) {
  if (alpha === 0) return "α = 0: reverse, D(Q ‖ P)";
  if (alpha === 1) return "α = 1: forward, D(P ‖ Q)";
  return alpha === 0.5
    ? "α = ½: twice the squared Hellinger distance"
    : `α = ${decimal(alpha, 2)}: between reverse and forward`;
}

/** Where the minima are, in words. @param {{mean: number}[]} minima */
export function minimaInWords(minima) {
  if (minima.length === 1) return "the only minimum, in the middle";
  return minima[0].mean === 0
    ? "in the middle; two local minima beside it"
    : "on a mode, and its mirror image; the middle is local";
}

/** @param {import("../parts/explorer.js").Values} values @param {import("../parts/explorer.js").State} state */
function read({ least, mean, sigma, kl_forward, kl_reverse, minima }, { alpha }) {
  return {
    readouts: [
      {
        label: "Least α-divergence of P and Q",
        text: `${decimal(least)} nats`,
        note: divergenceInWords(alpha),
        long: true,
      },
      { label: "Best Q", text: `mean ${decimal(mean)}, sd ${decimal(sigma)}`, note: minimaInWords(minima), long: true },
      { label: "Its D(P ‖ Q)", text: `${decimal(kl_forward)} nats`, note: "forward" },
      { label: "Its D(Q ‖ P)", text: `${decimal(kl_reverse)} nats`, note: "reverse" },
    ],
    words:
      `With alpha ${spoken(alpha, 2)} the best normal has mean ${spoken(mean)} and standard deviation ` +
      `${spoken(sigma)}: ${minimaInWords(minima)}.`,
  };
}

/** Where a fit can be told from zero. @param {number} mean @param {number} sigma */
const within = (mean, sigma) => evenly(Math.max(-VIEW, mean - 4 * sigma), Math.min(VIEW, mean + 4 * sigma), POINTS);

/**
 * The densities of P and of every minimum.
 * @param {any} svg
 * @param {import("../parts/explorer.js").Tools} tools
 */
function densities(svg, tools) {
  const { limits, change, signal } = tools;
  const above = panel(svg, { yLabel: "density", xLabel: "x" });
  const fill = above.body.append("path").attr("class", "kl-fill-p kl-pale");
  const target = above.body.append("path").attr("class", "kl-line kl-line-p");
  const fits = above.body.append("g");
  const mirrored = above.body.append("text").attr("class", "kl-axis-label kl-halo").attr("text-anchor", "middle");
  const entries = lineLegend(svg, [
    ["kl-line-p", "target P"],
    ["kl-line-r", "Q in the middle"],
    ["kl-line-q", "Q beside it (thick: best)"],
  ]);
  const xs = evenly(-VIEW, VIEW, POINTS);
  const mode = grip(svg.node().parentElement, {
    label: "Separation of the modes of P, on the figure",
    look: "kl-of-p",
    limits: limits.separation,
    at: (x) => 2 * above.valueAt(x),
    set: (separation) => change({ separation }),
    signal,
  });
  const readAt = pointReading(svg.node().parentElement, [above], tools);
  let drawn = "";
  return {
    /** @param {any} view @returns {number} where the panel ends */
    draw({ state: { separation }, values: { minima }, width }) {
      const narrow = width < 520;
      const top = narrow ? 80 : 44;
      above.place({ left: 40, top, width: width - 52, height: 150 }, [-VIEW, VIEW], [0, 0.45]);
      if (drawn !== `${separation} ${width}`) {
        const p = /** @type {[number, number][]} */ (xs.map((x) => [x, Math.exp(pairLogDensity(x, separation))]));
        fill.attr("d", above.area(p));
        target.attr("d", above.line(p));
        entries.forEach((entry, i) => {
          const [x, y] = narrow ? [0, 18 * i] : [[0, 0.2, 0.46][i] * width, 0];
          entry.attr("transform", `translate(${4 + x},${14 + y})`);
        });
        mode.show(separation, ...above.onFigure(separation / 2, Math.exp(pairLogDensity(separation / 2, separation))));
        drawn = `${separation} ${width}`;
      }
      fits
        .selectAll("path")
        .data(minima)
        .join("path")
        .attr(
          "class",
          (/** @type {any} */ fit) =>
            `kl-line kl-line-${fit.mean === 0 ? "r" : "q"} ${fit === minima[0] ? "kl-chosen" : "kl-faint"}`,
        )
        .attr("d", (/** @type {any} */ { mean, sigma }) =>
          above.line(within(mean, sigma).map((x) => [x, normalDensity(x, mean, sigma)])),
        );
      const other = minima.find((/** @type {any} */ fit) => fit !== minima[0] && isBest(fit, minima));
      mirrored
        .attr("x", above.x(other?.mean ?? 0))
        .attr("y", above.y(other ? normalDensity(0, 0, other.sigma) : 0) - 6)
        .text(other ? "or its mirror image" : "");
      readAt((x) => [
        ["p", Math.exp(pairLogDensity(x, separation))],
        ["best q", normalDensity(x, minima[0].mean, minima[0].sigma)],
      ]);
      return top + 150;
    },
  };
}

/** A diagram of the minima along α, with a grip. @param {any} svg @param {string} label @param {boolean} mirror @param {import("../parts/explorer.js").Tools} tools */
function alongAlpha(svg, label, mirror, { limits, change, signal }) {
  const curve = branches(svg, { axis: "reverse ← α → forward (drag)", label, mirror });
  const marker = grip(svg.node().parentElement, {
    label: `α, on the diagram of the ${mirror ? "mean" : "standard deviation"}`,
    look: "kl-of-q kl-handle-marker",
    limits: limits.alpha,
    at: curve.valueAt,
    set: (alpha) => change({ alpha }),
    signal,
  });
  return {
    set: curve.set,
    /** @param {import("../parts/panel.js").Box} box @param {[number, number]} y @param {number} alpha @param {any[]} minima */
    draw(box, y, alpha, minima) {
      curve.draw(box, { x: [0, 1], y }, alpha, minima, mirror ? "mean" : "sigma");
      const [x] = curve.onFigure(alpha, 0);
      marker.show(alpha, x, box.top + box.height - MARKER_LIFT);
    },
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const above = densities(svg, tools);
  const means = alongAlpha(svg, "mean of Q; dotted: local only", true, tools);
  const sigmas = alongAlpha(svg, "standard deviation of Q", false, tools);
  let known = NaN;
  return {
    /** @param {any} view */
    draw(view) {
      const {
        state: { separation, alpha },
        values: { minima },
        width,
      } = view;
      if (known !== separation) {
        const way = alphaBranches(separation);
        const along = (
          /** @type {import("../maths/alpha_branches.js").Stop[]} */ stops,
          /** @type {"mean" | "sigma"} */ of,
        ) => stops.map(({ alpha: at, fit }) => /** @type {[number, number]} */ ([at, fit[of]]));
        const curves = (/** @type {"mean" | "sigma"} */ of) => ({
          middle: along(way.middle, of),
          side: along(way.side, of),
          exchange: way.exchange,
          middleBest: "above",
        });
        means.set(curves("mean"));
        sigmas.set(curves("sigma"));
        known = separation;
      }
      const first = above.draw(view) + 68;
      const wide = width >= 520;
      const half = wide ? width / 2 - 46 : width - 52;
      const second = wide ? first : first + 170 + 68;
      means.draw({ left: 40, top: first, width: half, height: 170 }, [-5.2, 5.2], alpha, minima);
      const left = wide ? width / 2 + 34 : 40;
      sigmas.draw({ left, top: second, width: half, height: 170 }, [0, 5], alpha, minima);
      return second + 170 + 40;
    },
  };
}

export default defineExplorer({
  name: "alpha",
  title: "From reverse to forward",
  parameters: PARAMETERS,
  dragged: ["separation", "alpha"],
  compute,
  read,
  figure,
});
