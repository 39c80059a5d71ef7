/** Code lengths as areas: as wide as an outcome is frequent, as high as its word is long. */

import { crossEntropy, entropy, klDivergence } from "../maths/discrete.js";
import { barGrips } from "../parts/bar_grips.js";
import { probabilities } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { steady } from "../parts/handle.js";
import { hatching } from "../parts/hatching.js";
import { panel } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";

export const OUTCOMES = ["sun", "cloud", "rain"];
/** Below this width the two codes stand one under the other. */
const NARROW = 520;
/** Pixels that a letter of a name takes, and between two names. */
const LETTER = 7;
const GAP = 6;
/** Pixels from a grip to the next. */
const GRIP_ROOM = 26;
const PARAMETERS = [
  probabilities("p", "P, the climate", { role: "p", outcomes: () => OUTCOMES }),
  probabilities("q", "Q, the model that the code is made for", { role: "q", outcomes: () => OUTCOMES }),
];

/** @param {import("../parts/explorer.js").State} state */
export function compute({ p, q }) {
  return {
    kl_bits: klDivergence(p, q) / Math.LN2,
    entropy_bits: entropy(p) / Math.LN2,
    cross_entropy_bits: crossEntropy(p, q) / Math.LN2,
    columns: columns(p, q),
  };
}

/**
 * The rectangles of the outcomes that occur, from the left: where each begins, its width, and
 * the lengths of its word in the code for P and in the code for Q, in bits.
 * @param {number[]} p
 * @param {number[]} q
 */
export function columns(p, q) {
  let start = 0;
  return p.flatMap((width, i) => {
    if (width === 0) return [];
    const column = { name: OUTCOMES[i], start, width, own: wordLength(width), other: wordLength(q[i]) };
    start += width;
    return [column];
  });
}

/** The bits of a word for probability p. @param {number} p */
const wordLength = (p) => (p === 1 ? 0 : -Math.log2(p));

/** The top of the axis: above all words of finite length. @param {ReturnType<typeof columns>} drawn */
export function ceiling(drawn) {
  const finite = drawn.flatMap(({ own, other }) => [own, other]).filter(Number.isFinite);
  return 1.15 * Math.max(2, ...finite);
}

/**
 * Middles of names on a line, moved so that none overlaps another nor leaves the line.
 * @param {number[]} middles from left to right
 * @param {number[]} widths
 * @param {number} end the length of the line
 */
export function spread(middles, widths, end) {
  const placed = [...middles];
  const apart = (/** @type {number} */ i) => (widths[i] + widths[i + 1]) / 2;
  for (let i = 0; i < placed.length; i += 1) {
    const least = i === 0 ? widths[0] / 2 : placed[i - 1] + apart(i - 1);
    placed[i] = Math.max(placed[i], least);
  }
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    const most = i === placed.length - 1 ? end - widths[i] / 2 : placed[i + 1] - apart(i);
    placed[i] = Math.min(placed[i], most);
  }
  return placed;
}

/** @param {import("../parts/explorer.js").Values} values */
export function read({ kl_bits, entropy_bits, cross_entropy_bits, columns: drawn }) {
  const missed = drawn.find((/** @type {any} */ { other }) => other === Infinity)?.name;
  const note = missed ? `Q's code has no word for ${missed}` : "the difference of the areas";
  return {
    readouts: [
      { label: "H(P)", text: `${decimal(entropy_bits)} bits`, note: "area of the code for P" },
      { label: "H(P, Q)", text: `${decimal(cross_entropy_bits)} bits`, note: "area of the code for Q" },
      { label: "D(P ‖ Q)", text: `${decimal(kl_bits)} bits`, note },
    ],
    words: `The code for P takes ${spoken(entropy_bits)} bits a day, the code for Q ${spoken(cross_entropy_bits)}: ${spoken(kl_bits)} more${missed ? `, for ${note}` : ""}.`,
  };
}

/**
 * A code's panel. The top of a column is the length of a word: dragged up, its outcome becomes less
 * probable, and the other words shorter.
 * @param {any} svg
 * @param {"p" | "q"} role whose code
 * @param {string} hatch
 * @param {import("../parts/explorer.js").Tools} tools
 */
function code(svg, role, hatch, tools) {
  const letter = role.toUpperCase();
  const frame = panel(svg, { yLabel: `code for ${letter}: bits per word (drag)`, xAxis: false });
  const rows = OUTCOMES.map(() => ({
    shared: frame.body.append("rect").attr("class", "kl-bar kl-fill-p kl-cell"),
    longer: frame.body.append("rect").attr("class", "kl-bar kl-fill-loss kl-cell"),
    shorter: frame.body.append("rect").attr("class", "kl-bar kl-saved").attr("fill", hatch),
    beyond: frame.body.append("text").attr("class", "kl-infinite").attr("text-anchor", "middle"),
    name: frame.root.append("text").attr("text-anchor", "middle"),
  }));
  const grips = barGrips(svg.node().parentElement, {
    name: role,
    look: `kl-of-${role}`,
    labels: OUTCOMES.map((name) => `${letter}(${name}), by the length of its word`),
    at: (y) => 2 ** -frame.heightAt(y),
    tools,
  });
  const length = (/** @type {{own: number, other: number}} */ { own, other }) => (role === "p" ? own : other);
  return {
    frame,
    held: grips.held,
    /**
     * @param {import("../parts/panel.js").Box} box
     * @param {ReturnType<typeof columns>} drawn
     * @param {number} top
     * @param {import("../parts/explorer.js").State} state
     */
    draw(box, drawn, top, { p, ...other }) {
      frame.place(box, [0, 1], [0, top]);
      const middles = drawn.map(({ start, width }) => frame.x(start + width / 2));
      const places = spread(
        middles,
        drawn.map(({ name }) => name.length * LETTER + GAP),
        box.width,
      );
      rows.forEach((row, i) => {
        for (const node of Object.values(row)) node.style("display", i < drawn.length ? null : "none");
        if (i >= drawn.length) return;
        const { name, start, width, own } = drawn[i];
        const used = Math.min(top, length(drawn[i]));
        const low = Math.min(own, used);
        const bar = (/** @type {any} */ node, /** @type {number} */ from, /** @type {number} */ to) =>
          node
            .attr("x", frame.x(start))
            .attr("width", frame.x(width))
            .attr("y", frame.y(to))
            .attr("height", frame.y(from) - frame.y(to));
        bar(row.shared, 0, low);
        bar(row.longer, low, used);
        bar(row.shorter, low, own);
        row.beyond
          .attr("x", Math.min(box.width - 9, Math.max(9, middles[i])))
          .attr("y", 30)
          .text(length(drawn[i]) === Infinity ? "∞" : "");
        row.name
          .attr("x", places[i])
          .attr("y", box.height + 17)
          .text(name);
      });
      // Grips of narrow columns stand beside each other, also those of outcomes that never occur.
      let start = 0;
      const centres = p.map((/** @type {number} */ width) => {
        start += width;
        return frame.x(start - width / 2);
      });
      const room = centres.map(() => GRIP_ROOM);
      const across = spread(centres, room, box.width);
      const values = role === "p" ? p : other.q;
      grips.show(values, (i) => frame.onFigure(frame.x.invert(across[i]), Math.min(top, wordLength(values[i]))));
    },
  };
}

/** What the colours of the code for Q mean. @param {any} svg @param {string} hatch */
function legend(svg, hatch) {
  const root = svg.append("g");
  const entries = [
    ["kl-fill-loss", "Q's word longer"],
    ["kl-saved", "Q's word shorter"],
  ].map(([look, text]) => {
    const entry = root.append("g");
    entry.append("rect").attr("class", look).attr("y", -9).attr("width", 14).attr("height", 10).attr("fill", hatch);
    entry.append("text").attr("x", 19).text(text);
    return entry;
  });
  return (/** @type {number} */ x, /** @type {number} */ y, /** @type {boolean} */ stacked) => {
    root.attr("transform", `translate(${x},${y})`);
    entries[1].attr("transform", stacked ? "translate(0,18)" : "translate(120,0)");
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const hatch = hatching(svg, "kl-gain");
  const left = code(svg, "p", hatch, tools);
  const right = code(svg, "q", hatch, tools);
  const readAt = pointReading(svg.node().parentElement, [left.frame, right.frame], tools);
  const keep = steady(() => left.held() || right.held());
  const explain = legend(svg, hatch);
  const widths = svg.append("text").attr("class", "kl-axis-label").text("width of a column: probability under P");
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      const margin = 34;
      const full = width - margin - 8;
      const stacked = width < NARROW;
      const half = stacked ? full : (full - margin - 8) / 2;
      const [top, height] = [26, stacked ? 150 : 200];
      const [, limit] = keep([0, ceiling(values.columns)]);
      const second = { left: stacked ? margin : 2 * margin + 8 + half, top: stacked ? top + height + 58 : top };
      left.draw({ left: margin, top, width: half, height }, values.columns, limit, state);
      right.draw({ ...second, width: half, height }, values.columns, limit, state);
      const columns = values.columns;
      readAt(
        (i) => {
          const { width, own, other } = columns[i];
          return [
            ["p", width],
            ["−log₂ p", own],
            ["−log₂ q", other],
            ["p log₂(p/q)", width * (other - own)],
          ];
        },
        {
          names: columns.map((/** @type {any} */ { name }) => name),
          at: (i) => columns[i].start + columns[i].width / 2,
          find: (x) => columns.findLastIndex((/** @type {any} */ { start }) => start <= x),
        },
      );
      const end = second.top + height + 44;
      explain(stacked ? 4 : second.left, end, stacked);
      widths.attr("x", stacked ? 4 : margin).attr("y", end + (stacked ? 36 : 0));
      return end + (stacked ? 48 : 12);
    },
  };
}

export default defineExplorer({
  name: "code_length",
  title: "Code lengths as areas",
  parameters: PARAMETERS,
  dragged: ["p", "q"],
  compute,
  read,
  figure,
});
