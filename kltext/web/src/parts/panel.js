/** A pair of axes inside a figure. d3 draws them; they are redrawn only when they change. */

import { axisBottom, axisLeft } from "d3-axis";
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";

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
  const grid = root.append("g").attr("class", "kl-grid");
  const body = root.append("g").attr("class", "kl-body");
  const bottom = root.append("g").attr("class", "kl-axis");
  const left = root.append("g").attr("class", "kl-axis");
  const xText = root.append("text").attr("class", "kl-axis-label").attr("text-anchor", "end").text(xLabel);
  const yText = root.append("text").attr("class", "kl-axis-label").text(yLabel);
  const x = scaleLinear();
  const y = scaleLinear();
  let drawn = "";
  return {
    root,
    /** Where curves and marks go. */
    body,
    x,
    y,
    /**
     * Puts the panel into a box, with the limits of its axes.
     * @param {Box} box
     * @param {Interval} xLimits
     * @param {Interval} yLimits
     */
    place(box, xLimits, yLimits) {
      const key = [box.left, box.top, box.width, box.height, ...xLimits, ...yLimits].join();
      if (key === drawn) return;
      drawn = key;
      root.attr("transform", `translate(${box.left},${box.top})`);
      x.domain(xLimits).range([0, box.width]);
      y.domain(yLimits).range([box.height, 0]);
      if (xAxis) {
        bottom
          .attr("transform", `translate(0,${box.height})`)
          .call(axisBottom(x).ticks(Math.max(3, box.width / 70)).tickSizeOuter(0));
        xText.attr("x", box.width).attr("y", box.height + 32);
      }
      const rows = Math.max(2, Math.min(6, box.height / 36));
      if (yAxis) left.call(axisLeft(y).ticks(rows).tickSizeOuter(0));
      yText.attr("x", 0).attr("y", -8);
      grid
        .selectAll("line")
        .data(yAxis ? y.ticks(rows) : [])
        .join("line")
        .attr("x2", box.width)
        .attr("y1", y)
        .attr("y2", y);
    },
    /**
     * The path through points given in the units of the axes.
     * @param {[number, number][]} points
     */
    line: (points) => line((d) => x(d[0]), (d) => y(d[1])).defined((d) => Number.isFinite(d[1]))(points) ?? "",
    /**
     * The region between points and a base line.
     * @param {[number, number][]} points
     * @param {number} [base]
     */
    area: (points, base = 0) => area((/** @type {any} */ d) => x(d[0]), y(base), (d) => y(d[1])).defined((d) => Number.isFinite(d[1]))(points) ?? "",
  };
}

/** Evenly spaced numbers. @param {number} low @param {number} high @param {number} count */
export function evenly(low, high, count) {
  const step = (high - low) / (count - 1);
  return Array.from({ length: count }, (_, i) => low + i * step);
}
