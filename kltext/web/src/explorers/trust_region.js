/** Three-action policies as a triangle: how far a step may go by a divergence, and by ratios. */

import { klDivergence } from "../maths/discrete.js";
import { clipRange, fromPlane, klBall, rayTowards, toPlane } from "../maths/simplex.js";
import { probabilities, slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { grip, MARKER_LIFT } from "../parts/grip.js";
import { hatching } from "../parts/hatching.js";
import { panel, roundLimits } from "../parts/panel.js";
import { simplexGrip } from "../parts/simplex_grip.js";

const ACTIONS = ["Action 1", "Action 2", "Action 3"];
/** A ratio on the edge of the range counts as inside, whatever the division rounded it to. */
const ROUNDING = 1e-12;
/** The point of the ball's edge at which its radius is gripped at first: straight up. */
const FIRST_RAY = 60;

const PARAMETERS = [
  probabilities("new", "New policy", { role: "r", outcomes: () => ACTIONS }),
  probabilities("old", "Old policy", { outcomes: () => ACTIONS }),
  slider("delta", "Radius of the KL ball, nats", { role: "p", symbol: "δ" }),
  slider("epsilon", "Half-width of the clip range", { role: "q", symbol: "ε" }),
];

/**
 * new/old, and nothing for an action that neither policy takes.
 * @param {number} after
 * @param {number} before
 */
const ratio = (after, before) => (before > 0 || after > 0 ? after / before : null);

/** @param {import("../parts/explorer.js").State} state */
export function compute({ old, new: after, delta, epsilon }) {
  const kl = klDivergence(old, after);
  const ratios = old.map((/** @type {number} */ p, /** @type {number} */ i) => ratio(after[i], p));
  const taken = /** @type {number[]} */ (ratios.filter((/** @type {any} */ value) => value !== null));
  return {
    kl,
    kl_reverse: klDivergence(after, old),
    smallest_ratio: Math.min(...taken),
    largest_ratio: Math.max(...taken),
    clip_bound: -0.5 * Math.log1p(-epsilon * epsilon),
    ratios,
    inBall: kl <= delta,
    inClip: taken.every((value) => Math.abs(value - 1) <= epsilon + ROUNDING),
  };
}

/** @param {boolean} yes */
const side = (yes) => (yes ? "inside" : "outside");

/** @param {import("../parts/explorer.js").Values} values */
function read({ kl, kl_reverse, smallest_ratio, largest_ratio, clip_bound, inBall, inClip }) {
  return {
    readouts: [
      { label: "D(old ‖ new)", text: `${decimal(kl)} nats`, note: `${side(inBall)} the ball` },
      { label: "D(new ‖ old)", text: `${decimal(kl_reverse)} nats`, note: "the other way round" },
      {
        label: "Ratios new/old",
        text: `${decimal(smallest_ratio, 2)} to ${decimal(largest_ratio, 2)}`,
        note: `${side(inClip)} the range; in it, D(old ‖ new) ≤ ${decimal(clip_bound)}`,
      },
    ],
    words: `D of old and new is ${spoken(kl)} nats, ${side(inBall)} the ball. Ratios go from ${spoken(smallest_ratio, 2)} to ${spoken(largest_ratio, 2)}, ${side(inClip)} the clip range.`,
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const hatch = hatching(svg, "kl-q");
  const triangle = drawTriangle(svg, hatch, tools);
  const ratios = drawRatios(svg, hatch, tools);
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      const beside = width >= 520;
      const size = Math.min(beside ? 0.58 * width : width - 16, 400);
      triangle({ left: beside ? 8 : (width - size) / 2, top: 28, size }, state);
      const foot = 28 + 0.866 * size + 70;
      const box = beside
        ? { left: size + 76, top: 40, width: width - size - 92, height: 0.866 * size - 40 }
        : { left: 60, top: foot + 30, width: width - 76, height: 120 };
      ratios(box, state, values);
      return beside ? foot : box.top + box.height + 44;
    },
  };
}

/** @param {any} svg @param {string} hatch @param {import("../parts/explorer.js").Tools} tools */
function drawTriangle(svg, hatch, tools) {
  const root = svg.append("g");
  const add = (/** @type {string} */ tag, /** @type {string} */ role) => root.append(tag).attr("class", role);
  const ball = add("path", "kl-line kl-line-p kl-region-p");
  const clipFill = add("path", "kl-region-q").attr("fill", hatch);
  const clip = add("path", "kl-line kl-line-q");
  const sides = add("path", "kl-line kl-ink");
  const step = add("path", "kl-line kl-line-r");
  const oldName = add("text", "kl-halo kl-name").text("old");
  const newName = add("text", "kl-halo kl-name kl-of-r").text("new");
  const corners = ["start", "end", "middle"].map((anchor, i) =>
    add("text", "")
      .attr("text-anchor", anchor)
      .text(`always ${i + 1}`),
  );
  const keys = [
    ["kl-of-p", "━ D(old ‖ new) ≤ δ"],
    ["kl-of-q", "╌ every ratio within 1 ± ε"],
  ].map(([role, text]) => add("text", `kl-halo ${role}`).text(text));
  const figure = svg.node().parentElement;
  const { limits, change, signal } = tools;
  let [left, top, size] = [0, 0, 1];
  const at = (/** @type {number} */ x, /** @type {number} */ y) =>
    fromPlane([(x - left) / size, 0.8660254 - (y - top) / size]);
  // The radius is gripped in the direction in which it was last dragged.
  let ray = FIRST_RAY;
  /** The edge of the ball, kept while neither the old policy nor the radius moves. @type {number[][]} */
  let edge = [];
  let known = "";
  const radius = grip(figure, {
    label: "Radius of the KL ball, on its edge",
    look: "kl-of-p kl-handle-free",
    limits: limits.delta,
    at: (x, y) => {
      const { old } = tools.state();
      const point = at(x, y);
      ray = rayTowards(old, point);
      return klDivergence(old, point);
    },
    set: (delta) => change({ delta }),
    signal,
  });
  const policy = (/** @type {"old" | "new"} */ name, /** @type {string} */ look) =>
    simplexGrip(figure, {
      label: `${name === "old" ? "Old" : "New"} policy: actions 1, 2, 3`,
      look,
      limits: limits[name],
      at,
      set: (p) => change({ [name]: p }),
      signal,
    });
  const showOld = policy("old", "kl-handle-square");
  const showNew = policy("new", "kl-of-r");
  const place = (/** @type {number[]} */ p) => {
    const [x, y] = toPlane(p);
    return [x * size, (0.8660254 - y) * size];
  };
  const closed = (/** @type {number[][]} */ points) => `M${points.map((p) => place(p).join()).join("L")}Z`;
  return (/** @type {any} */ box, /** @type {any} */ { old, new: next, delta, epsilon }) => {
    ({ left, top, size } = box);
    root.attr("transform", `translate(${box.left},${box.top})`);
    const foot = 0.8660254 * size;
    sides.attr(
      "d",
      closed([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    );
    const round = [...old, delta].join();
    if (round !== known) edge = klBall(old, delta);
    known = round;
    ball.attr("d", closed(edge));
    const range = clipRange(old, epsilon);
    for (const path of [clipFill, clip]) path.attr("d", range.length > 0 ? closed(range) : "");
    const [[x1, y1], [x2, y2]] = [place(old), place(next)];
    step.attr("d", `M${x1},${y1}L${x2},${y2}`);
    const [x3, y3] = place(edge[ray]);
    radius.show(delta, left + x3, top + y3);
    showOld(old, left + x1, top + y1);
    showNew(next, left + x2, top + y2);
    // The two names stand apart, on the sides away from each other.
    const away = x2 < x1 ? -1 : 1;
    const within = (/** @type {number} */ x) => Math.max(14, Math.min(size - 14, x));
    oldName.attr("x", within(x1 - away * 20)).attr("y", Math.max(12, Math.min(y1 + (y2 > y1 ? -8 : 16), foot - 4)));
    newName.attr("x", within(x2 + away * 24)).attr("y", Math.max(12, y2 + (y2 > y1 ? -2 : 2)));
    corners[0].attr("x", 0).attr("y", foot + 16);
    corners[1].attr("x", size).attr("y", foot + 16);
    corners[2].attr("x", size / 2).attr("y", -14);
    keys.forEach((key, i) => key.attr("x", 0).attr("y", foot + 38 + 17 * i));
  };
}

/** @param {any} svg @param {string} hatch @param {import("../parts/explorer.js").Tools} tools */
function drawRatios(svg, hatch, { limits, change, signal }) {
  const axes = panel(svg, { xLabel: "new/old", yLabel: "ratio of each action", yAxis: false });
  const band = axes.body.append("rect").attr("class", "kl-region-q").attr("y", 0).attr("fill", hatch);
  const edges = axes.body.append("path").attr("class", "kl-line kl-line-q");
  const one = axes.body.append("path").attr("class", "kl-line kl-ink");
  const rows = ACTIONS.map((name) => ({
    name: axes.body.append("text").attr("x", -8).attr("text-anchor", "end").text(name),
    stem: axes.body.append("path").attr("class", "kl-line kl-arrow-r"),
    dot: axes.body.append("circle").attr("r", 6).attr("class", "kl-fill-r"),
    text: axes.body.append("text").attr("class", "kl-halo"),
  }));
  const edge = grip(svg.node().parentElement, {
    label: "Half-width of the clip range, on its edge",
    look: "kl-of-q kl-handle-marker",
    limits: limits.epsilon,
    at: (x) => axes.valueAt(x) - 1,
    set: (epsilon) => change({ epsilon }),
    signal,
  });
  return (/** @type {any} */ box, /** @type {any} */ { epsilon }, /** @type {any} */ { ratios, largest_ratio }) => {
    const reach = Number.isFinite(largest_ratio) ? Math.min(largest_ratio, 5) : 5;
    const [, end] = roundLimits(0, Math.max(2, 1.2 * reach));
    axes.place(box, [0, end], [0, 1]);
    const { x } = axes;
    band
      .attr("x", x(1 - epsilon))
      .attr("width", x(1 + epsilon) - x(1 - epsilon))
      .attr("height", box.height);
    edges.attr("d", [1 - epsilon, 1 + epsilon].map((r) => `M${x(r)},0V${box.height}`).join(""));
    one.attr("d", `M${x(1)},0V${box.height}`);
    edge.show(epsilon, box.left + x(1 + epsilon), box.top + box.height - MARKER_LIFT);
    rows.forEach(({ name, stem, dot, text }, i) => {
      const y = (box.height * (i + 0.5)) / 3;
      const value = ratios[i];
      const shown = Math.min(value ?? 1, end);
      name.attr("y", y + 4);
      stem.attr("d", `M${x(1)},${y}H${x(shown)}`);
      dot
        .attr("cx", x(shown))
        .attr("cy", y)
        .attr("display", value === null ? "none" : null);
      const words = value === null ? "never taken" : value > end ? `${decimal(value, 2)} →` : decimal(value, 2);
      const inner = shown > 0.7 * end;
      text
        .attr("x", x(shown))
        .attr("y", y - 10)
        .attr("text-anchor", inner ? "end" : shown < 0.15 * end ? "start" : "middle")
        .text(words);
    });
  };
}

export default defineExplorer({
  name: "trust_region",
  title: "How far a policy may move",
  parameters: PARAMETERS,
  dragged: ["old", "new", "delta", "epsilon"],
  compute,
  read,
  figure,
});
