/** Mutual information: a joint distribution of two by two cells, and the product of its marginals. */

import { entropy, klDivergence, klTerms } from "../maths/discrete.js";
import { barPairs } from "../parts/bar_pairs.js";
import { button, probabilities } from "../parts/controls.js";
import { element } from "../parts/element.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { hatching } from "../parts/hatching.js";
import { panel } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";
import { termBars } from "../parts/term_bars.js";

const CELLS = ["ill, +", "ill, −", "healthy, +", "healthy, −"];
/** Below this width the panels stand one under the other. */
const NARROW = 600;

/** The marginals of a table, and their product. @param {number[]} p the two cells of the ill, then those of the healthy */
export function independent([a, b, c, d]) {
  const [x, y] = [
    [a + b, c + d],
    [a + c, b + d],
  ];
  return { x, y, product: x.flatMap((one) => y.map((other) => one * other)) };
}

/** @param {import("../parts/explorer.js").State} state */
export function compute({ p }) {
  const { x, y, product } = independent(p);
  return {
    information: klDivergence(p, product),
    entropy_x: entropy(x),
    entropy_y: entropy(y),
    x,
    y,
    product,
    terms: klTerms(p, product),
  };
}

/** Shares of a column that test positive; of an empty column, nothing. @param {number[]} p @param {number[]} x */
export const positives = (p, x) => x.map((width, i) => (width === 0 ? 0 : p[2 * i] / width));

/** @param {any} values */
export function read({ information, entropy_x, entropy_y }) {
  const share =
    entropy_x === 0 ? "no uncertainty" : `${decimal((100 * information) / entropy_x, 0)}% of it is told by Y`;
  return {
    readouts: [
      { label: "I(X; Y)", text: `${decimal(information)} nats`, note: "D(joint ‖ product)" },
      { label: "H(X), ill or healthy", text: `${decimal(entropy_x)} nats`, note: share },
      { label: "H(Y), + or −", text: `${decimal(entropy_y)} nats`, note: "no less than I(X; Y)" },
    ],
    words:
      `The mutual information is ${spoken(information)} nats. ` +
      `The entropy of X is ${spoken(entropy_x)}, that of Y ${spoken(entropy_y)}.`,
  };
}

/**
 * The unit square: a column for the ill and one for the healthy, each split by the test; if both are
 * split at the same height, the two are independent.
 * @param {any} svg
 */
function square(svg) {
  const frame = panel(svg, { yLabel: "share that tests +", xAxis: false });
  const hatch = hatching(svg, "kl-p");
  const columns = [0, 1].map(() => ({
    rest: frame.body.append("rect").attr("class", "kl-cell").style("fill", hatch),
    plus: frame.body.append("rect").attr("class", "kl-cell kl-fill-p"),
    name: frame.root.append("text").attr("text-anchor", "middle"),
  }));
  const level = frame.body.append("line").attr("class", "kl-line kl-ink kl-dashed");
  const mean = frame.root.append("text").attr("class", "kl-axis-label");
  /** @param {import("../parts/panel.js").Box} box @param {number[]} p @param {any} values */
  return (box, p, { x, y }) => {
    frame.place(box, [0, 1], [0, 1]);
    positives(p, x).forEach((share, i) => {
      const { rest, plus, name } = columns[i];
      const [left, width] = [frame.x(i === 0 ? 0 : x[0]), frame.x(x[i])];
      for (const part of [rest, plus]) part.attr("x", left).attr("width", width);
      rest.attr("y", 0).attr("height", frame.y(share));
      plus.attr("y", frame.y(share)).attr("height", box.height - frame.y(share));
      name
        .attr("x", Math.min(box.width - 14, Math.max(8, left + width / 2)))
        .attr("y", box.height + 17)
        .text(x[i] < 0.01 ? "" : ["ill", "healthy"][i]);
    });
    level.attr("x2", box.width).attr("y1", frame.y(y[0])).attr("y2", frame.y(y[0]));
    mean.attr("y", box.height + 36).text(`dashed: share of all, ${decimal(y[0], 3)}`);
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const pairs = barPairs(svg, CELLS, hatching(svg, "kl-q"), tools, {
    dragged: ["p"],
    names: ["joint", "product"],
    yLabel: "probability",
  });
  const drawSquare = square(svg);
  const drawTerms = termBars(svg, CELLS, hatching(svg, "kl-gain"));
  const readAt = pointReading(svg.node().parentElement, [pairs.frame, drawTerms.frame], tools);
  const { change, state: now, signal } = tools;
  const separate = () => change({ p: independent(now().p).product });
  tools.addControl(element("div", { class: "kl-actions kl-low" }, button("Make independent", separate, signal)));
  return {
    /** @param {any} view */
    draw({ state: { p }, values, width }) {
      const narrow = width < NARROW;
      const [left, top, height] = [48, 28, 170];
      const full = width - left - 12;
      const first = narrow ? full : Math.round(0.6 * full) - 30;
      pairs.draw({ left, top, width: first, height }, { p, q: values.product });
      const second = narrow
        ? { left, top: top + height + 72, width: full, height: 150 }
        : { left: left + first + 64, top, width: full - first - 64, height };
      drawSquare(second, p, values);
      const third = second.top + second.height + 76;
      drawTerms.draw({ left, top: third, width: full, height: 130 }, values.terms);
      readAt(
        (i) => [
          ["joint", p[i]],
          ["product", values.product[i]],
          ["term", values.terms[i]],
        ],
        { names: CELLS },
      );
      return third + 130 + (narrow ? 44 : 30);
    },
  };
}

export default defineExplorer({
  name: "joint",
  title: "Together, and if independent",
  parameters: [probabilities("p", "The joint probabilities", { role: "p", outcomes: () => CELLS })],
  dragged: ["p"],
  compute,
  read,
  figure,
});
