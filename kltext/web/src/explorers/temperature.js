/** Teacher and student softened by a temperature, and their divergence at every temperature. */

import { softmax } from "../maths/discrete.js";
import { highTemperatureLimit, klLogits } from "../maths/logits.js";
import { slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { grip } from "../parts/grip.js";
import { steady } from "../parts/handle.js";
import { hatching } from "../parts/hatching.js";
import { evenly, panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";

const CLASSES = [1, 2, 3, 4];
/** Below this width the loss stands under the bars. */
const NARROW = 520;
/** The powers of two between which the loss is drawn. */
const POWERS = evenly(-1, 5, 7).map((power) => ({ value: power, text: String(2 ** power) }));
const GRID = evenly(-1, 5, 97);
/** The temperature has a row of its own, so that the logits of a class stand side by side. */
const TEMPERATURE = slider("temperature", "Temperature", { symbol: "T" });
/** @type {import("../parts/controls.js").Parameter[]} */
const PARAMETERS = [
  {
    ...TEMPERATURE,
    build(wiring) {
      const control = TEMPERATURE.build(wiring);
      control.node.classList.add("kl-wide");
      return control;
    },
  },
  ...CLASSES.flatMap((k) => [
    slider(`teacher_${k}`, `Teacher's logit, class ${k}`, { role: "p", symbol: "a" }),
    slider(`student_${k}`, `Student's logit, class ${k}`, { role: "q", symbol: "b" }),
  ]),
];

/** The bars of both: whose logits, in which colour, and how far beside the middle of a class. */
const BARS = /** @type {const} */ ([
  { who: "teacher", role: "p", of: "a", offset: -0.2 },
  { who: "student", role: "q", of: "b", offset: 0.2 },
]);

/** @param {number[]} logits @param {number} temperature */
const heated = (logits, temperature) => logits.map((value) => value / temperature);

/** The logits of both. @param {import("../parts/explorer.js").State} state */
function logits(state) {
  return { a: CLASSES.map((k) => state[`teacher_${k}`]), b: CLASSES.map((k) => state[`student_${k}`]) };
}

/** @param {import("../parts/explorer.js").State} state */
export function compute(state) {
  const { a, b } = logits(state);
  const t = state.temperature;
  const kl = klLogits(heated(a, t), heated(b, t));
  return {
    kl,
    loss: t * t * kl,
    limit: highTemperatureLimit(a, b),
    p: softmax(heated(a, t)),
    q: softmax(heated(b, t)),
  };
}

/**
 * The logit with which an outcome gets a probability while the other logits stay.
 * @param {number} probability
 * @param {number[]} logits
 * @param {number} k the outcome's place
 * @param {number} temperature
 */
export function logitFor(probability, logits, k, temperature) {
  const share = Math.min(1 - 1e-9, Math.max(1e-9, probability));
  const others = logits.reduce((sum, value, i) => (i === k ? sum : sum + Math.exp(value / temperature)), 0);
  return temperature * (Math.log(share / (1 - share)) + Math.log(others));
}

/**
 * The divergence, and T² times it, at the temperatures of the grid.
 * @param {import("../parts/explorer.js").State} state
 */
export function curves(state) {
  const { a, b } = logits(state);
  const kl = GRID.map((power) => klLogits(heated(a, 2 ** power), heated(b, 2 ** power)));
  return { kl, loss: kl.map((value, i) => 4 ** GRID[i] * value) };
}

/**
 * @param {import("../parts/explorer.js").Values} values
 * @param {import("../parts/explorer.js").State} state
 */
export function read({ kl, loss, limit }, { temperature }) {
  const t = Number(temperature.toFixed(4));
  return {
    readouts: [
      {
        label: "T² · D(teacher ‖ student)",
        text: `${decimal(loss)} nats`,
        note: `${decimal(limit)} in the limit of large T`,
      },
      { label: "D(teacher ‖ student)", text: `${decimal(kl)} nats`, note: `both softened at T = ${t}` },
    ],
    words: `At temperature ${t}, D of teacher and student is ${spoken(kl)} nats, and T squared times it ${spoken(loss)}.`,
  };
}

/** @param {any} svg @param {string} hatch @param {import("../parts/explorer.js").Tools} tools */
function bars(svg, hatch, tools) {
  const frame = panel(svg, { yLabel: "softened probability (drag)", xAxis: false });
  const pairs = CLASSES.map((k) => ({
    p: frame.body.append("rect").attr("class", "kl-fill-p"),
    q: frame.body.append("rect").attr("fill", hatch),
    name: frame.body.append("text").attr("class", "kl-axis-label").attr("text-anchor", "middle").text(String(k)),
  }));
  const base = frame.body.append("line").attr("class", "kl-zero");
  const key = frame.body.append("g");
  key.append("rect").attr("class", "kl-fill-p").attr("width", 12).attr("height", 12);
  key.append("text").attr("x", 17).attr("y", 11).text("teacher");
  key.append("rect").attr("fill", hatch).attr("x", 76).attr("width", 12).attr("height", 12);
  key.append("text").attr("x", 93).attr("y", 11).text("student");
  const grips = BARS.flatMap(({ who, role, of, offset }) =>
    CLASSES.map((k, i) => {
      const name = `${who}_${k}`;
      const { show, held } = grip(svg.node().parentElement, {
        label: `${who === "teacher" ? "Teacher" : "Student"}'s logit, class ${k}, by its bar`,
        look: `kl-of-${role} kl-handle-bar`,
        limits: tools.limits[name],
        at: (_, y) => {
          const state = tools.state();
          return logitFor(frame.heightAt(y), logits(state)[of], i, state.temperature);
        },
        set: (value) => tools.change({ [name]: value }),
        released: tools.redraw,
        signal: tools.signal,
      });
      return { show, held, name, role, i, offset };
    }),
  );
  const keep = steady(() => grips.some(({ held }) => held()));
  const draw = (/** @type {any} */ box, /** @type {any} */ state, /** @type {any} */ { p, q }) => {
    frame.place(box, [0, CLASSES.length], keep(roundLimits(0, 1.02 * Math.max(...p, ...q))));
    const wide = frame.x(0.4);
    pairs.forEach((pair, i) => {
      pair.p
        .attr("x", frame.x(i + 0.5) - wide)
        .attr("width", wide)
        .attr("y", frame.y(p[i]))
        .attr("height", box.height - frame.y(p[i]));
      pair.q
        .attr("x", frame.x(i + 0.5))
        .attr("width", wide)
        .attr("y", frame.y(q[i]))
        .attr("height", box.height - frame.y(q[i]));
      pair.name.attr("x", frame.x(i + 0.5)).attr("y", box.height + 16);
    });
    for (const { show, name, role, i, offset } of grips) {
      show(state[name], ...frame.onFigure(i + 0.5 + offset, (role === "p" ? p : q)[i]));
    }
    base.attr("x2", box.width).attr("y1", box.height).attr("y2", box.height);
    key.attr("transform", `translate(0,${box.height + 26})`);
  };
  return { frame, draw };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function losses(svg, tools) {
  const frame = panel(svg, { yLabel: "nats", xLabel: "temperature T" });
  const limit = frame.body.append("line").attr("class", "kl-line kl-line-r");
  const here = frame.body.append("line").attr("class", "kl-zero");
  // Neither the teacher's colour nor the student's.
  const looks = { loss: "kl-line kl-chosen", kl: "kl-line kl-dashed" };
  const lines = Object.fromEntries(
    Object.entries(looks).map(([name, look]) => [name, frame.body.append("path").attr("class", look)]),
  );
  const dots = Object.fromEntries(
    Object.keys(looks).map((name) => [name, frame.body.append("circle").attr("class", "kl-now").attr("r", 5)]),
  );
  const key = frame.body.append("g");
  const entry = (/** @type {number} */ x, /** @type {string} */ look, /** @type {string} */ text) => {
    key
      .append("line")
      .attr("class", look)
      .attr("x1", x)
      .attr("x2", x + 20)
      .attr("y1", 6)
      .attr("y2", 6);
    key
      .append("text")
      .attr("x", x + 25)
      .attr("y", 11)
      .text(text);
  };
  entry(0, looks.loss, "T² · D");
  entry(72, looks.kl, "D");
  entry(116, "kl-line kl-line-r", "limit");
  const marker = grip(svg.node().parentElement, {
    label: "Temperature, on the figure",
    look: "",
    limits: tools.limits.temperature,
    at: (x) => 2 ** frame.valueAt(x),
    set: (temperature) => tools.change({ temperature }),
    signal: tools.signal,
  });
  /** @param {import("../parts/panel.js").Box} box @param {any} state @param {import("../parts/explorer.js").Values} values */
  return (box, state, values) => {
    const drawn = curves(state);
    frame.place(box, [-1, 5], roundLimits(0, 1.05 * Math.max(...drawn.loss, values.limit, values.loss) || 1), POWERS);
    limit.attr("x2", box.width).attr("y1", frame.y(values.limit)).attr("y2", frame.y(values.limit));
    const x = frame.x(Math.log2(state.temperature));
    here.attr("x1", x).attr("x2", x).attr("y1", 0).attr("y2", box.height);
    for (const name of /** @type {const} */ (["loss", "kl"])) {
      // The bare divergence may start above the axis: there it is left out.
      const inside = drawn[name].map((value) => (value <= frame.y.domain()[1] ? value : NaN));
      lines[name].attr("d", frame.line(GRID.map((power, i) => [power, inside[i]])));
      dots[name]
        .attr("cx", x)
        .attr("cy", frame.y(values[name]))
        .attr("display", values[name] <= frame.y.domain()[1] ? null : "none");
    }
    marker.show(state.temperature, ...frame.onFigure(Math.log2(state.temperature), values.loss));
    key.attr("transform", `translate(0,${box.height + 40})`);
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const drawBars = bars(svg, hatching(svg, "kl-q"), tools);
  const drawLosses = losses(svg, tools);
  const readAt = pointReading(svg.node().parentElement, [drawBars.frame], tools);
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      const left = 44;
      const stacked = width < NARROW;
      const full = width - left - 12;
      const half = stacked ? full : (full - 56) / 2;
      const height = 150;
      const top = stacked ? 248 : 24;
      drawBars.draw({ left, top: 24, width: half, height }, state, values);
      drawLosses({ left: stacked ? left : left + half + 56, top, width: half, height }, state, values);
      const { p, q } = values;
      readAt(
        (i) => [
          ["p", p[i]],
          ["q", q[i]],
          ["p log(p/q)", p[i] * Math.log(p[i] / q[i])],
        ],
        { names: CLASSES.map((k) => `class ${k}`) },
      );
      return top + height + 60;
    },
  };
}

export default defineExplorer({
  name: "temperature",
  title: "Teacher and student",
  parameters: PARAMETERS,
  dragged: PARAMETERS.map(({ name }) => name),
  compute,
  read,
  figure,
});
