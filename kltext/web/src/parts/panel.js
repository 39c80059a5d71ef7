/** A pair of axes inside a figure, moved only when their limits change. */

import { nice, tickStep } from "d3-array";
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";

import { axis } from "./axis.js";
import { pixels, raised } from "./format.js";
import { label } from "./label.js";
import { simplifyPath } from "./simplify_path.js";

/**
 * @typedef {{left: number, top: number, width: number, height: number}} Box
 * @typedef {[number, number]} Interval
 */

/**
 * @param {any} parent a d3 selection of the figure's svg, or of a g in it
 * @param {{xLabel?: string, yLabel?: string, yAxis?: boolean, xAxis?: boolean}} [labels]
 */
export function panel(parent, { xLabel = "", yLabel = "", xAxis = true, yAxis = true } = {}) {
  const root = parent.append("g").attr("class", "kl-panel");
  const grid = root.append("path").attr("class", "kl-grid");
  const body = root.append("g").attr("class", "kl-body");
  const bottom = axis(root, "bottom");
  const left = axis(root, "left");
  const xText = root.append("text").attr("class", "kl-axis-label").attr("text-anchor", "end").text(xLabel);
  const yText = root.append("text").attr("class", "kl-axis-label").text(yLabel);
  const x = scaleLinear();
  const y = scaleLinear();
  let drawn = "";
  let still = "";
  /** @type {Box} */
  let within = { left: 0, top: 0, width: 0, height: 0 };
  const placed = (/** @type {[number, number][]} */ points) => {
    const [across, up] = [linear(x), linear(y)];
    return simplifyPath(points.map((point) => /** @type {[number, number]} */ ([across(point[0]), up(point[1])])));
  };
  return {
    root,
    /** Where curves and marks go. */
    body,
    /** What the upright axis measures, where that changes. @param {string} words */
    label: (words) => yText.text(words),
    x,
    y,
    /** A point in the units of the axes, in pixels of the figure. @param {number} across @param {number} up */
    onFigure: (across, up) => /** @type {[number, number]} */ ([within.left + x(across), within.top + y(up)]),
    /** What the lower axis reads at a pixel of the figure. @param {number} pixel */
    valueAt: (pixel) => x.invert(pixel - within.left),
    /** What the upright axis reads at a pixel of the figure. @param {number} pixel */
    heightAt: (pixel) => y.invert(pixel - within.top),
    /** Where it stands on the figure. */
    box: () => within,
    /**
     * Puts the panel into a box, with the limits of its axes.
     * @param {Box} box
     * @param {Interval} xLimits
     * @param {Interval} yLimits
     * @param {{value: number, text: string}[]} [ticks] those of the lower axis, if not round numbers
     */
    place(box, xLimits, yLimits, ticks) {
      const words = ticks?.map(({ value, text }) => `${value} ${text}`) ?? [];
      const key = [box.left, box.top, box.width, box.height, ...xLimits, ...yLimits, ...words].join();
      if (key === drawn) return;
      drawn = key;
      within = box;
      x.domain(xLimits).range([0, box.width]);
      y.domain(yLimits).range([box.height, 0]);
      if (xAxis) bottom.draw(ticks ?? readable(ticksOf(x, Math.max(3, box.width / 70)), x, box.width), x, box.width);
      const rows = yAxis ? ticksOf(y, Math.max(2, Math.min(6, box.height / 36))) : [];
      if (yAxis) left.draw(rows, y, box.height);
      grid.attr("d", rows.map(({ value }) => `M0,${pixels(y(value))}H${box.width}`).join(""));
      const where = [box.left, box.top, box.width, box.height].join();
      if (where === still) return;
      still = where;
      root.attr("transform", `translate(${box.left},${box.top})`);
      bottom.root.attr("transform", `translate(0,${box.height})`);
      xText.attr("x", box.width).attr("y", box.height + 32);
      yText.attr("x", 0).attr("y", -8);
    },
    /**
     * The name of a curve, to be put where the curve goes; other curves pass behind it.
     * @param {string} role "p", "q" or "r"
     */
    name: (role) => label(body, `kl-name kl-halo kl-of-${role}`, role.toUpperCase()),
    /**
     * The path through points given in the units of the axes.
     * @param {[number, number][]} points
     */
    line: (points) => line().digits(1).defined(finite)(placed(points)) ?? "",
    /**
     * The region between points and a base line.
     * @param {[number, number][]} points
     * @param {number} [base]
     */
    area: (points, base = 0) =>
      area(
        (point) => point[0],
        y(base),
        (point) => point[1],
      )
        .digits(1)
        .defined(finite)(placed(points)) ?? "",
  };
}

/**
 * Limits a little wider than asked for, at round numbers: most moves leave the axis where it is,
 * so that it is the curve that is seen to change.
 * @param {number} low
 * @param {number} high
 * @returns {Interval}
 */
export function roundLimits(low, high) {
  return nice(low, high, 10);
}

/**
 * A linear scale without what d3 asks at each call: a curve has hundreds of points.
 * @param {import("d3-scale").ScaleLinear<number, number>} scale
 */
function linear(scale) {
  const [[from, to], [start, end]] = [scale.domain(), scale.range()];
  if (from === to) return scale; // d3 puts all into the middle
  const slope = (end - start) / (to - from);
  return (/** @type {number} */ value) => start + slope * (value - from);
}

/** @param {number[]} point */
const finite = (point) => Number.isFinite(point[1]);

/**
 * How numbers with some step between them are written: to find out takes longer than to write.
 * @type {Map<number, (value: number) => string>}
 */
const writers = new Map();

/**
 * @param {import("d3-scale").ScaleLinear<number, number>} scale
 * @param {number} count about how many
 */
function ticksOf(scale, count) {
  const [low, high] = scale.domain();
  const step = tickStep(low, high, count);
  const written = writers.get(step) ?? scale.tickFormat(count);
  writers.set(step, written);
  const values = scale.ticks(count);
  const texts = values.map(written);
  const long = texts.some((text) => text.replace("−", "").length > LONGEST);
  return values.map((value, i) => ({ value, text: long ? asPower(value, step) : texts[i] }));
}

/** Beside an upright axis there is room for so many characters. */
const LONGEST = 6;

/**
 * A tick as a multiple of the power of ten in its step.
 * @param {number} value
 * @param {number} step
 */
export function asPower(value, step) {
  const exponent = Math.floor(Math.log10(step * (1 + 1e-12)));
  const multiple = Math.round(Math.abs(value) / 10 ** exponent);
  if (multiple === 0) return "0";
  return `${value < 0 ? "−" : ""}${multiple}×10${raised(exponent)}`;
}

/**
 * The ticks of a lower axis: words that would touch their neighbour, or reach beyond the picture, are
 * left out; their marks stay.
 * @param {{value: number, text: string}[]} ticks
 * @param {(value: number) => number} at
 * @param {number} width
 */
function readable(ticks, at, width) {
  let free = -Infinity;
  return ticks.map(({ value, text }) => {
    const half = (LETTER * text.length) / 2;
    if (at(value) - half < free || at(value) + half > width + MARGIN) return { value, text: "" };
    free = at(value) + half + LETTER;
    return { value, text };
  });
}

/** How wide a digit is, and what explorers leave free at the right of a panel, in pixels. */
const LETTER = 7;
const MARGIN = 12;

/** Evenly spaced numbers. @param {number} low @param {number} high @param {number} count */
export function evenly(low, high, count) {
  const step = (high - low) / (count - 1);
  return Array.from({ length: count }, (_, i) => low + i * step);
}
