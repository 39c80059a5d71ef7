/** A climate and a forecast: what the forecast costs day by day, and the mean on which that settles. */

import { bisectCenter } from "d3-array";

import { uniformDraws } from "../maths/draws.js";
import { extraSurprise, meanExtra, perDay, tallies } from "../maths/weather.js";
import { barPairs } from "../parts/bar_pairs.js";
import { clipArea } from "../parts/clipping.js";
import { button, probabilities, slider } from "../parts/controls.js";
import { element } from "../parts/element.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { hatching } from "../parts/hatching.js";
import { panel } from "../parts/panel.js";
import { player } from "../parts/player.js";
import { pointReading } from "../parts/point_reading.js";

export const KINDS = ["sun", "cloud", "rain"];
/** The most days that the Python class allows, and the seeds that it has. */
const MOST = 5000;
const SEEDS = 1000;
/** Below this width the two panels stand one under the other. */
const NARROW = 600;
const TICKS = [1, 10, 100, 1000].map((n) => ({ value: Math.log10(n), text: String(n) }));

/** The number of days after the next step of playing: one more at first, then two in a hundred. @param {number} n */
export const nextDays = (n) => Math.min(MOST, n + Math.max(1, Math.round(n / 50)));

/** Where curves have points. */
const STOPS = [1];
while (STOPS[STOPS.length - 1] < MOST) STOPS.push(nextDays(STOPS[STOPS.length - 1]));

/** What was drawn last: kept until the seed or the climate is another, or later days are asked for. */
let drawn = { seed: NaN, draws: /** @type {number[]} */ ([]), climate: "", counts: /** @type {number[][]} */ ([]) };

/** The tallies after 0, 1, … days, at least up to the last one so far. @param {any} state */
function countsOf({ p, seed, days }) {
  if (seed !== drawn.seed || days > drawn.draws.length) {
    // Twice as many as there are: all 5000 for each seed would be felt in the hand.
    drawn = { seed, draws: uniformDraws(seed, Math.min(MOST, 2 * days)), climate: "", counts: [] };
  }
  const climate = p.join();
  if (climate !== drawn.climate) drawn = { ...drawn, climate, counts: tallies(p, drawn.draws) };
  return drawn.counts;
}

/** @param {import("../parts/explorer.js").State} state */
export function compute(state) {
  const { p, q, days } = state;
  const { kl, spread } = perDay(p, q);
  const [counts, extra] = [countsOf(state), extraSurprise(p, q)];
  return { kl, spread, error: spread / Math.sqrt(days), mean: meanExtra(counts[days], extra), counts, extra };
}

/** The kind of the last day. @param {any} values @param {number} days */
const today = ({ counts }, days) => KINDS.findIndex((_, i) => counts[days][i] > counts[days - 1][i]);

/** A number with its sign. @param {number} value */
const signed = (value) => (value > 0 && value < Infinity ? `+${decimal(value)}` : decimal(value));

/** What the last day cost. @param {any} values @param {any} state */
export function dayInWords(values, { p, q, days }) {
  const i = today(values, days);
  return `Day ${days}, ${KINDS[i]}: log(${p[i].toFixed(2)}/${q[i].toFixed(2)}) = ${signed(values.extra[i])}`;
}

/** How near the mean has come. @param {any} values @param {any} state */
function nearness({ kl, mean, error }, { q }) {
  if (kl === Infinity) return mean === Infinity ? "it stays infinite" : `no ${KINDS[q.indexOf(0)]} yet`;
  if (error === 0) return "every day pays the same";
  return `${decimal(Math.abs(mean - kl) / error, 1)} standard errors away`;
}

/** @param {any} values @param {any} state */
export function read(values, state) {
  const { kl, mean, error } = values;
  const { days } = state;
  return {
    readouts: [
      {
        label: `Mean of ${days} ${days === 1 ? "day" : "days"}`,
        text: `${decimal(mean)} nats`,
        note: nearness(values, state),
      },
      {
        label: "Expected, D(P ‖ Q)",
        text: `${decimal(kl)} nats`,
        note: kl === Infinity ? "Q rules out what P brings" : `± ${decimal(2 * error)}, two standard errors`,
      },
    ],
    words:
      `After ${days} days the mean extra surprise is ${spoken(mean)} nats. D of P and Q is ${spoken(kl)} nats, ` +
      `two standard errors are ${spoken(2 * error)}.`,
  };
}

/** The limits of the upper axis: what a mean of several days can be. @param {any} values @returns {[number, number]} */
export function meanLimits({ kl, spread, extra }) {
  const finite = extra.filter(Number.isFinite);
  const [middle, reach] = Number.isFinite(spread)
    ? [kl, Math.max(0.02, 1.3 * spread)]
    : [0, 1.3 * Math.max(0.1, ...finite.map(Math.abs))];
  return [middle - reach, middle + reach];
}

/** What the lines are, or since when the mean is infinite. @param {any} values @param {number} days */
export function legend({ spread, counts, extra }, days) {
  if (Number.isFinite(spread)) return ["dashed: D(P ‖ Q)", "shaded: ± two standard errors"];
  const ruledOut = extra.indexOf(Infinity);
  const first = counts.findIndex((/** @type {number[]} */ count) => count[ruledOut] > 0);
  const seen = first > 0 && first <= days;
  return [
    "D(P ‖ Q) = ∞",
    seen ? `the mean too, from day ${first} on: ${KINDS[ruledOut]}` : `no day of ${KINDS[ruledOut]} yet`,
  ];
}

/** The days at which the record is read: where its curve has points. */
const COLUMNS = {
  names: STOPS.map((n) => `day ${n}`),
  at: (/** @type {number} */ i) => Math.log10(STOPS[i]),
  find: (/** @type {number} */ x) => bisectCenter(STOPS.map(Math.log10), x),
};

/** The running mean, the level on which it settles, and two standard errors around that. @param {any} svg @param {AbortSignal} signal */
function record(svg, signal) {
  const frame = panel(svg, { yLabel: "mean extra surprise, in nats", xLabel: "days" });
  const { inside, fit } = clipArea(frame.body);
  const band = inside.append("path").attr("class", "kl-fill-loss kl-pale");
  const zero = inside.append("line").attr("class", "kl-zero");
  const level = inside.append("line").attr("class", "kl-line kl-ink kl-dashed");
  const path = inside.append("path").attr("class", "kl-line kl-line-p");
  const dot = frame.body.append("circle").attr("class", "kl-now").attr("r", 4.5);
  const notes = [0, 1].map(() => frame.body.append("text").attr("class", "kl-halo").attr("text-anchor", "end"));
  const readAt = pointReading(svg.node().parentElement, [frame], { symbol: "a day", signal });
  /** @param {import("../parts/panel.js").Box} box @param {any} state @param {any} values */
  return (box, { days }, values) => {
    const { kl, spread, counts, extra, mean } = values;
    const limits = meanLimits(values);
    frame.place(box, [0, Math.log10(MOST)], limits, TICKS);
    fit(box.width, box.height);
    const finite = Number.isFinite(spread);
    const side = (/** @type {number} */ sign) =>
      STOPS.map((n) => /** @type {[number, number]} */ ([Math.log10(n), kl + (2 * sign * spread) / Math.sqrt(n)]));
    band.attr("d", finite ? `${frame.line(side(1))}L${frame.line(side(-1).reverse()).slice(1)}Z` : "");
    zero.attr("x2", box.width).attr("y1", frame.y(0)).attr("y2", frame.y(0));
    const y = finite ? frame.y(kl) : 0;
    level
      .attr("x2", finite ? box.width : 0)
      .attr("y1", y)
      .attr("y2", y);
    legend(values, days).forEach((words, i) =>
      notes[i]
        .attr("x", box.width - 4)
        .attr("y", box.height - 22 + 15 * i)
        .text(words),
    );
    const shown = [...STOPS.filter((n) => n < days), days];
    path.attr("d", frame.line(shown.map((n) => [Math.log10(n), meanExtra(counts[n], extra)])));
    const at = mean === Infinity ? 0 : frame.y(mean);
    dot.attr("cx", frame.x(Math.log10(days))).attr("cy", Math.min(box.height, Math.max(0, at)));
    readAt((i) => {
      const n = STOPS[i];
      /** @type {[string, number][]} */
      const read = [
        ["D(P ‖ Q)", kl],
        ["two standard errors", (2 * spread) / Math.sqrt(n)],
      ];
      return n <= days ? [["mean", meanExtra(counts[n], extra)], ...read] : read;
    }, COLUMNS);
  };
}

/** The bars, and under each kind of day what it costs. @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function forecasts(svg, tools) {
  const pairs = barPairs(svg, KINDS, hatching(svg, "kl-q"), tools);
  const rows = [0, 1].map(() => KINDS.map(() => pairs.frame.root.append("text").attr("text-anchor", "middle")));
  const heads = ["nats", "days"].map((words) =>
    pairs.frame.root.append("text").attr("class", "kl-axis-label").attr("text-anchor", "end").attr("x", -9).text(words),
  );
  /** @param {import("../parts/panel.js").Box} box @param {any} state @param {any} values */
  return (box, state, { extra, counts }) => {
    pairs.draw(box, state);
    heads.forEach((head, k) => head.attr("y", box.height + 34 + 16 * k));
    rows.forEach((row, k) =>
      row.forEach((text, i) =>
        text
          .attr("class", "kl-axis-label")
          .attr("x", pairs.frame.x(i + 0.5))
          .attr("y", box.height + 34 + 16 * k)
          .text(k === 0 ? signed(extra[i]) : String(counts[state.days][i])),
      ),
    );
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const drawBars = forecasts(svg, tools);
  const drawRecord = record(svg, tools.signal);
  const { change, state: now, signal } = tools;
  const others = () => change({ seed: (now().seed + 1) % SEEDS });
  const later = (/** @type {number} */ more) => (/** @type {number} */ n) =>
    n < MOST ? Math.min(MOST, n + more) : undefined;
  const play = player(tools, {
    start: () => 1,
    next: (n) => (n < MOST ? nextDays(n) : undefined),
    steps: [
      { words: "One day", next: later(1) },
      { words: "100 days", next: later(100) },
    ],
    tell: (_, state) => dayInWords(compute(state), state),
    show: (places) => {
      const days = places[places.length - 1];
      if (days !== now().days) change({ days });
    },
    counted: false,
  });
  tools.addControl(element("div", { class: "kl-actions kl-low" }, button("Other days", others, signal)));
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      if (state.days !== play.place()) play.jump(state.days);
      const narrow = width < NARROW;
      const [left, top, height] = [50, 28, 190];
      const bars = narrow ? width - left - 12 : Math.round(0.38 * width) - left;
      drawBars({ left, top, width: bars, height }, state, values);
      const box = narrow
        ? { left, top: top + height + 84, width: bars, height: 170 }
        : { left: left + bars + 64, top, width: width - bars - left - 76, height };
      drawRecord(box, state, values);
      return Math.max(box.top + box.height + 40, top + height + 60);
    },
  };
}

export default defineExplorer({
  name: "forecast",
  title: "A forecast, day by day",
  parameters: [
    probabilities("p", "P, the climate", { role: "p", outcomes: () => KINDS }),
    probabilities("q", "Q, the forecast", { role: "q", outcomes: () => KINDS }),
    slider("days", "Days so far", { symbol: "n" }),
    slider("seed", "Which days", { symbol: "seed" }),
  ],
  dragged: ["p", "q"],
  compute,
  read,
  figure,
});
