/** A target P, a bell Q to drag, and below it what Q costs at each point: one direction. */

import { pairLogDensity } from "../maths/mixtures.js";
import { normalDensity } from "../maths/normal.js";
import { bellGrips } from "./bell_grips.js";
import { decimal, pixels } from "./format.js";
import { hatching } from "./hatching.js";
import { label } from "./label.js";
import { evenly, panel } from "./panel.js";

/** The x axis that all rows share, and the points of every curve. */
export const REACH = 9;
export const XS = evenly(-REACH, REACH, 217);
const LOG_ROOT_2PI = 0.5 * Math.log(2 * Math.PI);
/** Pixels above a row's panels for its words, and between its panels. */
export const HEAD = 46;
export const GAP = 34;
/** Pixels below which a row says less. */
const SHORT = 260;

/**
 * @typedef {{mean: number, sigma: number}} Bell
 * @typedef {"forward" | "reverse"} Direction
 */

/**
 * What a bell costs at a point, in nats: p log(p/q), or q log(q/p).
 * @param {number} x
 * @param {number} logP the log density of P there
 * @param {Bell} bell
 * @param {Direction} direction
 */
export function costAt(x, logP, { mean, sigma }, direction) {
  const z = (x - mean) / sigma;
  const logQ = -0.5 * z * z - LOG_ROOT_2PI - Math.log(sigma);
  return direction === "forward" ? Math.exp(logP) * (logP - logQ) : Math.exp(logQ) * (logQ - logP);
}

/**
 * The same at each point of XS.
 * @param {number[]} logP the log density of P there
 * @param {Bell} bell
 * @param {Direction} direction
 */
export const costs = (logP, bell, direction) => XS.map((x, i) => costAt(x, logP[i], bell, direction));

/** The log density of P at each point of XS. @param {number} separation */
export const targetLogs = (separation) => XS.map((x) => pairLogDensity(x, separation));

const LOOKS = {
  forward: { role: "q", title: "Forward: D(P ‖ Q)", under: "P", term: "p log(p/q)" },
  reverse: { role: "r", title: "Reverse: D(Q ‖ P)", under: "Q", term: "q log(q/p)" },
};

/**
 * @param {any} svg
 * @param {Direction} direction
 * @param {{figure: HTMLElement, limits: Record<string, import("./controls.js").Limits>,
 *   hold: (bell: Partial<Bell>) => void, signal: AbortSignal}} hands
 */
export function fitRow(svg, direction, { figure, limits, hold, signal }) {
  const { role, title, under, term } = LOOKS[direction];
  const last = direction === "reverse"; // both rows share the axis below it
  const root = svg.append("g");
  const write = (/** @type {string} */ look) => root.append("text").attr("class", look);
  const words = { title: write(`kl-row-title kl-of-${role}`).text(title), note: write("kl-axis-label") };
  const number = write(`kl-big kl-of-${role}`).attr("text-anchor", "end");
  const above = panel(root, { xAxis: false, yAxis: false });
  const below = panel(root, {
    xLabel: last ? "x" : "",
    xAxis: last,
  });
  const mark = (/** @type {any} */ body, /** @type {string} */ look) => body.append("path").attr("class", look);
  const curves = {
    fill: mark(above.body, "kl-fill-p kl-pale"),
    p: mark(above.body, "kl-line kl-line-p"),
    start: mark(above.body, `kl-line kl-line-${role} kl-faint`),
    q: mark(above.body, `kl-line kl-line-${role} kl-chosen kl-solid`),
    gain: mark(below.body, "kl-area").attr("fill", hatching(svg, "kl-gain")),
    loss: mark(below.body, "kl-area kl-fill-loss"),
    edge: mark(below.body, "kl-line kl-ink"),
  };
  const zero = below.body.append("line").attr("class", "kl-zero");
  const base = above.body.append("line").attr("class", "kl-zero");
  const stars = above.body.append("g");
  const nameP = above.name("p");
  const nameQ = label(above.body, `kl-name kl-halo kl-of-${role}`, "Q");
  let [height, placed] = [0, ""];
  let short = false;
  const whose = `of Q, ${direction} row`;
  const grips = bellGrips(figure, {
    role,
    frame: above,
    mean: { label: `Mean ${whose}`, limits: limits.mean, set: (mean) => hold({ mean, sigma: shown.sigma }) },
    width: {
      label: `Standard deviation ${whose}`,
      limits: limits.sigma,
      set: (sigma) => hold({ mean: shown.mean, sigma }),
    },
    signal,
  });
  /** @type {Bell} */
  let shown = { mean: 0, sigma: 1 };
  return {
    frames: [above, below],
    areas: { loss: curves.loss, gain: curves.gain },
    /**
     * Puts the row into its place, with what stays while the bell moves.
     * @param {{left: number, top: number, width: number, heights: [number, number]}} box
     * @param {{logP: number[], density: number, cost: [number, number], least: number,
     *   minima: {mean: number, best: boolean}[], separation: number}} target
     */
    place(box, { logP, density, cost, least, minima, separation }) {
      const { left } = box;
      const top = box.top + HEAD;
      height = box.heights[0];
      const limit = /** @type {[number, number]} */ ([-REACH, REACH]);
      above.place({ left, top, width: box.width, height }, limit, [0, density]);
      below.place({ left, top: top + height + GAP, width: box.width, height: box.heights[1] }, limit, cost);
      words.title.attr("x", 4).attr("y", box.top + 18);
      short = box.width < SHORT;
      const where = short ? `nats, under ${under}; least` : `expectation under ${under}; least possible`;
      words.note
        .attr("x", 4)
        .attr("y", box.top + 36)
        .text(`${where} ${decimal(least)} (★)`);
      below.label(short ? `${term}: area = divergence` : `${term}: area = divergence, hatched below 0`);
      number.attr("x", left + box.width).attr("y", box.top + 21);
      const key = [box.left, top, box.width, height, density, separation].join();
      if (key !== placed) {
        const points = XS.map((x, i) => /** @type {[number, number]} */ ([x, Math.exp(logP[i])]));
        curves.fill.attr("d", above.area(points));
        curves.p.attr("d", above.line(points));
        placed = key;
      }
      base.attr("x2", box.width).attr("y1", height).attr("y2", height);
      zero.attr("x2", box.width).attr("y1", below.y(0)).attr("y2", below.y(0));
      nameP(above.x(-separation / 2), above.y(Math.exp(pairLogDensity(separation / 2, separation))) - 5);
      stars
        .selectAll("text")
        .data(minima)
        .join("text")
        .attr("class", `kl-star kl-of-${role}`)
        .attr("text-anchor", "middle")
        .attr("x", (/** @type {any} */ { mean }) => pixels(above.x(mean)))
        .attr("y", height + 15)
        .text((/** @type {any} */ { best }) => (best ? "★" : "☆"));
    },
    /**
     * Shows a bell, and what it costs.
     * @param {Bell} bell
     * @param {number[]} terms what it costs at each point
     * @param {number} kl
     * @param {Bell} [start] where it was let go
     */
    move(bell, terms, kl, start) {
      shown = bell;
      const pairs = (/** @type {(i: number) => number} */ value) =>
        XS.map((x, i) => /** @type {[number, number]} */ ([x, value(i)]));
      const curve = (/** @type {Bell} */ { mean, sigma }) =>
        above.line(pairs((i) => normalDensity(XS[i], mean, sigma)));
      curves.q.attr("d", curve(bell));
      curves.start.attr("d", start ? curve(start) : "");
      curves.loss.attr("d", below.area(pairs((i) => Math.max(0, terms[i]))));
      curves.gain.attr("d", below.area(pairs((i) => Math.min(0, terms[i]))));
      curves.edge.attr("d", below.line(pairs((i) => terms[i])));
      number.text(short ? decimal(kl) : `${decimal(kl)} nats`);
      const high = normalDensity(0, 0, bell.sigma);
      nameQ(above.x(bell.mean) - 19, above.y(high) + 4);
      grips.show(bell);
    },
  };
}
