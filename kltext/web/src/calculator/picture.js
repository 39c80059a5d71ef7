/** The picture: both densities or masses, and the terms of the expectation under them. */

import { logDensity } from "../maths/densities.js";
import { atoms, included } from "../maths/distributions.js";
import { clipArea } from "../parts/clipping.js";
import { OVER_GRIP } from "../parts/grip.js";
import { steady } from "../parts/handle.js";
import { hatching } from "../parts/hatching.js";
import { label } from "../parts/label.js";
import { evenly, panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";
import { pictureGrips } from "./grips.js";
import { quantiles } from "./quantiles.js";

const POINTS = 301;
/** Up to so many whole numbers each gets a bar of its own. */
const BARS = 41;
/** A density below this share of the one at the median is not worth the room. */
const FAINT = 0.004;
/** Of so many distributions the extent is kept. */
const KEPT = 100;

/** @typedef {import("../maths/distributions.js").Distribution} Distribution */

/** @type {Map<string, [number, number]>} */
const known = new Map();

/**
 * The part of the axis on which a distribution is worth seeing, kept while the other distribution moves.
 * @param {Distribution} distribution
 * @param {[number, number]} levels
 * @returns {[number, number]}
 */
function drawnRange(distribution, levels) {
  const key = JSON.stringify([distribution, levels]);
  const found = known.get(key) ?? search(distribution, levels);
  if (known.size > KEPT) known.clear();
  known.set(key, found);
  return found;
}

/** @param {Distribution} distribution @param {[number, number]} levels @returns {[number, number]} */
function search(distribution, levels) {
  if (distribution.name === "vonmises") return [distribution.loc - Math.PI, distribution.loc + Math.PI];
  const [low, middle, high] = quantiles(distribution, [levels[0], 0.5, levels[1]]);
  const log = logDensity(distribution);
  const enough = log(middle) + Math.log(FAINT);
  const shrink = (/** @type {number} */ end) => {
    let far = end;
    for (let i = 0; i < 60 && log(far) < enough; i += 1) far = middle + 0.85 * (far - middle);
    return distribution.discrete ? Math.round(far) : far;
  };
  return [shrink(low), shrink(high)];
}

/**
 * Where both are drawn: all of P, and Q as far as it leaves room for P.
 * @param {Distribution} p
 * @param {Distribution} q
 * @returns {[number, number]}
 */
export function view(p, q) {
  const [low, high] = drawnRange(p, [0.002, 0.998]);
  if (p.name === "vonmises") return [low, high];
  const [left, right] = drawnRange(q, [0.02, 0.98]);
  const width = Math.max(high - low, p.discrete ? 1 : 0) || 1;
  const ends = /** @type {[number, number]} */ ([
    Math.min(low, Math.max(left, low - 2 * width)),
    Math.max(high, Math.min(right, high + 2 * width)),
  ]);
  return p.discrete ? [Math.round(ends[0]), Math.round(ends[1])] : roundLimits(...ends);
}

/**
 * The abscissas, and whether bars stand on them.
 * @param {Distribution} p
 * @param {Distribution} q
 * @param {[number, number]} [limits]
 */
export function abscissas(p, q, limits = view(p, q)) {
  if (p.name === "rv_discrete") {
    const xs = [...new Set([...atoms(p), ...(q.name === "rv_discrete" ? atoms(q) : [])])].sort((a, b) => a - b);
    return { xs, bars: true, table: true };
  }
  const [low, high] = limits;
  const count = high - low + 1;
  if (p.discrete && count <= BARS)
    return { xs: Array.from({ length: count }, (_, i) => low + i), bars: true, table: false };
  if (!p.discrete) {
    const inside = [p.low, p.high, q.low, q.high].filter((x) => x > low && x < high);
    const tiny = (high - low) * 1e-6; // a density may jump at the end of its support
    return {
      xs: [...evenly(low, high, POINTS), ...inside.flatMap((x) => [x - tiny, x, x + tiny])].sort((a, b) => a - b),
      bars: false,
      table: false,
    };
  }
  const xs = [...new Set(evenly(low, high, POINTS).map(Math.round))];
  return { xs, bars: false, table: false };
}

/**
 * Both densities, and the term of the expectation.
 * @param {number} a the log density of P
 * @param {number} b that of Q
 * @returns {[string, number][]}
 */
const partsAt = (a, b) => [
  ["p", Math.exp(a)],
  ["q", Math.exp(b)],
  ["p log(p/q)", a === -Infinity ? 0 : Math.exp(a) * (a - b)],
];

/** Where the least of some numbers stands. @param {number[]} values */
const least = (values) => values.indexOf(Math.min(...values));

/**
 * What is drawn at each abscissa.
 * @param {Distribution} p
 * @param {Distribution} q
 * @param {[number, number]} [limits]
 */
export function series(p, q, limits) {
  const { xs, bars, table } = abscissas(p, q, limits);
  const [logP, logQ] = [logDensity(p), logDensity(q)];
  const rows = xs.map((x) => {
    const [[, density], [, other], [, term]] = partsAt(logP(x), logQ(x));
    return { x, p: density, q: other, term };
  });
  return { rows, bars, table };
}

/** The largest of some numbers without the few that a pole makes larger still. @param {number[]} values */
function maximumWithoutPoles(values) {
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (finite.length === 0) return 1;
  const top = finite[finite.length - 1];
  const usual = finite[Math.floor(0.97 * (finite.length - 1))];
  return top > 6 * usual && usual > 0 && finite.length > 60 ? 3 * usual : top;
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
export function figure(svg, tools) {
  const hatch = hatching(svg, "kl-gain");
  const ofQ = hatching(svg, "kl-q");
  const above = panel(svg, { yLabel: " " });
  const below = panel(svg, { yLabel: " ", xLabel: "x" });
  const windows = [above, below].map((frame) => clipArea(frame.body));
  const [upper, lower] = windows.map(({ inside }) => inside);
  const curves = {
    lost: lower.append("g"),
    gain: lower.append("path").attr("class", "kl-area").attr("fill", hatch),
    loss: lower.append("path").attr("class", "kl-area kl-fill-loss"),
    edge: lower.append("path").attr("class", "kl-line kl-ink"),
    p: upper.append("path").attr("class", "kl-line kl-line-p"),
    q: upper.append("path").attr("class", "kl-line kl-line-q"),
  };
  const zero = lower.append("line").attr("class", "kl-zero");
  const bars = { p: upper.append("g"), q: upper.append("g"), terms: lower.append("g") };
  const endless = below.root.append("text").attr("class", "kl-infinite").attr("text-anchor", "middle").text("∞");
  const legend = ["p", "q"].map((role) => label(above.root, `kl-name kl-halo kl-of-${role}`, role.toUpperCase()));
  const grips = pictureGrips(svg.node().parentElement, above, tools);
  const keep = steady(grips.held);
  const readAt = pointReading(svg.node().parentElement, [above, below], tools);
  return {
    /** @param {any} drawn */
    draw({ state, values, width }) {
      const { p, q } = values;
      const { rows, bars: barred, table } = series(p, q, p.name === "rv_discrete" ? undefined : keep(view(p, q)));
      const box = { left: 58, width: width - 70 };
      const places = rows.map((row, i) => (table ? i : row.x));
      const room = barred ? 0.6 : 0;
      const limits = /** @type {[number, number]} */ ([places[0] - room, places[places.length - 1] + room]);
      const noun = p.discrete ? "probability" : "density";
      above.label(noun);
      below.label(`p log(p/q): ${p.discrete ? "sum" : "area"} D(P ‖ Q)`);
      const highP = maximumWithoutPoles(rows.map((row) => row.p));
      const highest = Math.max(highP, Math.min(maximumWithoutPoles(rows.map((row) => row.q)), 4 * highP));
      const [bottom, top] = roundLimits(0, 1.12 * highest);
      above.place({ ...box, top: 24, height: 150 }, limits, [bottom, top]);
      const terms = rows.map((row) => row.term).filter(Number.isFinite);
      const [low, high] = [
        -maximumWithoutPoles(terms.map((t) => Math.max(0, -t))),
        maximumWithoutPoles(terms.map((t) => Math.max(0, t))),
      ];
      const margin = 0.08 * (high - low) || 0.1;
      below.place(
        { ...box, top: 232, height: 150 },
        limits,
        roundLimits(low - margin, high + margin),
        table ? rowTicks(rows, box.width) : undefined,
      );
      for (const { fit } of windows) fit(box.width, 150);
      zero.attr("x2", box.width).attr("y1", below.y(0)).attr("y2", below.y(0));
      drawCurves(barred ? [] : rows, { above, below, curves });
      drawBars(barred ? rows : [], places, { above, below, bars, ofQ, hatch });
      const runs = included(p, q) ? [] : infiniteRuns(rows.map((row) => row.term));
      const pad = barred ? 0.4 : 0;
      const ends = runs.map(([from, to]) => [below.x(places[from] - pad), below.x(places[to] + pad)]);
      const lost = curves.lost
        .selectAll("rect")
        .data(ends)
        .join("rect")
        .attr("class", "kl-fill-loss")
        .attr("height", 150);
      lost.attr("x", (/** @type {number[]} */ [a]) => a).attr("width", (/** @type {number[]} */ [a, b]) => b - a);
      const [widest] = [...ends].sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
      endless
        .attr("x", widest ? (widest[0] + widest[1]) / 2 : 0)
        .attr("y", 22)
        .style("display", widest ? null : "none");
      grips.show(state, values);
      const [logP, logQ] = [logDensity(p), logDensity(q)];
      const at = (/** @type {number} */ x) => partsAt(logP(x), logQ(x));
      if (!p.discrete) readAt(at);
      else
        readAt((i) => at(rows[i].x), {
          names: rows.map(({ x }) => `x = ${String(x).replace("-", "−")}`),
          at: (i) => places[i],
          find: (x) => least(places.map((place) => Math.abs(place - x))),
        });
      placeNames(legend, rows, places, above, top);
      return 424;
    },
  };
}

/** Where infinite terms stand together: first and last place of each run. @param {number[]} terms */
export function infiniteRuns(terms) {
  /** @type {[number, number][]} */
  const runs = [];
  terms.forEach((term, i) => {
    if (term !== Infinity) return;
    const last = runs[runs.length - 1];
    if (last && last[1] === i - 1) last[1] = i;
    else runs.push([i, i]);
  });
  return runs;
}

/** @param {any[]} rows @param {any} where */
function drawCurves(rows, { above, below, curves }) {
  const points = (/** @type {(row: any) => number} */ of) => rows.map((row) => [row.x, of(row)]);
  const finite = (/** @type {number} */ t) => (Number.isFinite(t) ? t : 0);
  curves.p.attr("d", rows.length ? above.line(points((row) => row.p)) : "");
  curves.q.attr("d", rows.length ? above.line(points((row) => row.q)) : "");
  curves.loss.attr("d", rows.length ? below.area(points((row) => Math.max(0, finite(row.term)))) : "");
  curves.gain.attr("d", rows.length ? below.area(points((row) => Math.min(0, finite(row.term)))) : "");
  curves.edge.attr("d", rows.length ? below.line(points((row) => row.term)) : "");
}

/** @param {any[]} rows @param {number[]} places @param {any} where */
function drawBars(rows, places, { above, below, bars, ofQ, hatch }) {
  const each = (
    /** @type {any} */ group,
    /** @type {any} */ frame,
    /** @type {(row: any) => number} */ of,
    /** @type {number} */ offset,
    /** @type {number} */ share,
  ) =>
    group
      .selectAll("rect")
      .data(rows)
      .join("rect")
      .attr("x", (/** @type {any} */ _, /** @type {number} */ i) => frame.x(places[i] + offset))
      .attr("width", rows.length ? Math.max(1, frame.x(places[0] + share) - frame.x(places[0]) - 0.5) : 0)
      .attr("y", (/** @type {any} */ row) => frame.y(Math.max(0, of(row))))
      .attr("height", (/** @type {any} */ row) => Math.abs(frame.y(of(row)) - frame.y(0)));
  each(bars.p, above, (row) => row.p, -0.4, 0.4).attr("class", "kl-bar kl-fill-p");
  each(bars.q, above, (row) => row.q, 0, 0.4)
    .attr("class", "kl-bar")
    .attr("fill", ofQ);
  const finite = (/** @type {any} */ row) => (Number.isFinite(row.term) ? row.term : 0);
  each(bars.terms, below, finite, -0.4, 0.8)
    .attr("class", (/** @type {any} */ row) => (row.term < 0 ? "kl-bar" : "kl-bar kl-fill-loss"))
    .attr("fill", (/** @type {any} */ row) => (row.term < 0 ? hatch : null));
}

/** A table's values stand in a row, whatever their distances. @param {any[]} rows @param {number} width */
function rowTicks(rows, width) {
  const step = Math.ceil(rows.length / Math.max(3, width / 70));
  return rows
    .map((row, i) => ({ value: i, text: String(row.x).replace("-", "−") }))
    .filter(({ value }) => value % step === 0);
}

/** @param {any[]} names @param {any[]} rows @param {number[]} places @param {any} frame @param {number} top */
function placeNames(names, rows, places, frame, top) {
  const peaks = ["p", "q"].map((role) => {
    const heights = rows.map((row) => Math.min(Number.isFinite(row[role]) ? row[role] : 0, top));
    const highest = heights.indexOf(Math.max(...heights));
    return [frame.x(places[highest]), Math.max(8, frame.y(heights[highest]) - OVER_GRIP)];
  });
  const near = Math.abs(peaks[0][0] - peaks[1][0]) < 16 && Math.abs(peaks[0][1] - peaks[1][1]) < 14;
  const right = frame.x.range()[1];
  names.forEach((place, i) => {
    const x = peaks[i][0] + (near && i ? 16 : 0);
    place(Math.min(Math.max(x, 6), right - 4 - (near && !i ? 16 : 0)), peaks[i][1]);
  });
}
