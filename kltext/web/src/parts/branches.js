/** All minima of a divergence against something that changes: solid where best, else dotted. */

import { isBest } from "../maths/mixtures.js";
import { decimal } from "./format.js";
import { panel } from "./panel.js";

/**
 * @typedef {object} Branches
 * @property {[number, number][]} middle
 * @property {[number, number][]} side the upper of two mirror images, or the only one
 * @property {number} exchange where the best passes from one branch to the other
 * @property {string} middleBest "below" or "above" the exchange
 */

/**
 * @param {any} svg
 * @param {object} look
 * @param {string} look.axis
 * @param {string} look.label
 * @param {{at: number, name: string, anchor: string}[]} [look.marks] vertical lines, and what begins there
 * @param {boolean} [look.mirror] whether the lower image is drawn too
 * @param {string} [look.sideRole] the colour of the side branches
 */
export function branches(svg, { axis, label, marks = [], mirror = true, sideRole = "q" }) {
  const area = panel(svg, { xLabel: axis, yLabel: label });
  const here = area.body.append("line").attr("class", "kl-here");
  const lines = marks.map(({ at, name }) => ({
    line: area.body.append("line").attr("class", "kl-mark"),
    texts: [name, `from ${decimal(at, 2)}`].map((text) =>
      area.body.append("text").attr("class", "kl-axis-label kl-halo").text(text),
    ),
  }));
  const paths = area.body.append("g");
  const dots = area.body.append("g");
  /** @type {Branches | undefined} */
  let data;
  let drawn = "";
  return {
    x: area.x,
    onFigure: area.onFigure,
    valueAt: area.valueAt,
    /** @param {Branches} next */
    set(next) {
      data = next;
      drawn = "";
    },
    /**
     * @param {import("./panel.js").Box} box
     * @param {{x: [number, number], y: [number, number]}} limits
     * @param {number} at where the explorer stands
     * @param {import("../maths/mixtures.js").Fit[]} fits the minima there
     * @param {"mean" | "sigma"} [of] what of them is drawn
     */
    draw(box, limits, at, fits, of = "mean") {
      area.place(box, limits.x, limits.y);
      const key = JSON.stringify([box, limits]);
      if (key !== drawn) this.redraw(box);
      drawn = key;
      here.attr("transform", `translate(${area.x(at).toFixed(1)},0)`);
      dots
        .selectAll("circle")
        .data(fits)
        .join("circle")
        .attr("class", (/** @type {any} */ fit) => (isBest(fit, fits) ? "kl-now" : "kl-start"))
        .attr("r", 4.5)
        .attr("cx", area.x(at))
        .attr("cy", (/** @type {any} */ fit) => area.y(fit[of]));
    },
    /** What does not depend on where the explorer stands. @param {import("./panel.js").Box} box */
    redraw(box) {
      marks.forEach(({ at: place, anchor }, i) => {
        const x = area.x(place);
        lines[i].line.attr("x1", x).attr("x2", x).attr("y2", box.height);
        lines[i].texts.forEach((text, row) => {
          text
            .attr("text-anchor", anchor)
            .attr("x", x + (anchor === "end" ? -4 : 4))
            .attr("y", 10 + 14 * row);
        });
      });
      here.attr("y2", box.height);
      paths
        .selectAll("path")
        .data(data ? pieces(data, mirror) : [])
        .join("path")
        .attr(
          "class",
          (/** @type {any} */ piece) =>
            `kl-branch kl-branch-${piece.kind === "q" ? sideRole : piece.kind} ${piece.best ? "" : "kl-local"}`,
        )
        .attr("d", (/** @type {any} */ piece) => area.line(piece.points));
    },
  };
}

/**
 * The curves to draw: each branch cut at the exchange, the side mirrored.
 * @param {Branches} branches
 * @param {boolean} mirror
 */
export function pieces({ middle, side, exchange, middleBest }, mirror) {
  const flipped = side.map(([x, y]) => /** @type {[number, number]} */ ([x, -y]));
  return [
    { kind: "r", points: middle, bestBelow: middleBest === "below" },
    { kind: "q", points: side, bestBelow: middleBest !== "below" },
    ...(mirror ? [{ kind: "q", points: flipped, bestBelow: middleBest !== "below" }] : []),
  ].flatMap(({ kind, points, bestBelow }) => {
    const [below, above] = cut(points, exchange);
    return [
      { kind, points: below, best: bestBelow },
      { kind, points: above, best: !bestBelow },
    ].filter((piece) => piece.points.length > 1);
  });
}

/**
 * Both parts of a curve, with the point at the cut in each.
 * @param {[number, number][]} points by rising abscissa
 * @param {number} at
 * @returns {[number, number][][]}
 */
function cut(points, at) {
  const next = points.findIndex(([x]) => x > at);
  if (next === -1) return [points, []];
  if (next === 0) return [[], points];
  const [[x0, y0], [x1, y1]] = [points[next - 1], points[next]];
  /** @type {[number, number]} */
  const joint = [at, y0 + ((at - x0) / (x1 - x0)) * (y1 - y0)];
  return [
    [...points.slice(0, next), joint],
    [joint, ...points.slice(next)],
  ];
}
