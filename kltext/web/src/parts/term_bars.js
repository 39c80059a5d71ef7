/** The terms of a divergence as bars, with their numbers. */

import { outcomeNames } from "./bar_pairs.js";
import { panel, roundLimits } from "./panel.js";

/** A term in few digits, with a true minus sign. @param {number} value */
export function threeDecimals(value) {
  if (value === Infinity) return "∞";
  const text = Math.abs(value).toFixed(3);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The limits of the terms' axis: all that is finite, and room for the numbers. @param {number[]} terms @returns {[number, number]} */
export function termLimits(terms) {
  const finite = terms.filter(Number.isFinite);
  const low = Math.min(-0.05, ...finite);
  const high = Math.max(0.05, ...finite);
  const room = 0.2 * (high - low);
  return roundLimits(low - room, high + room);
}

/**
 * The terms as bars; an infinite one leaves the panel.
 * @param {any} svg @param {string[]} outcomes @param {string} hatch of negative terms
 */
export function termBars(svg, outcomes, hatch) {
  const frame = panel(svg, { yLabel: "terms p log(p/q), in nats", xAxis: false });
  const name = outcomeNames(frame, outcomes);
  const bars = outcomes.map(() => frame.body.append("rect"));
  const numbers = outcomes.map(() => frame.body.append("text").attr("text-anchor", "middle"));
  const zero = frame.body.append("line").attr("class", "kl-zero");
  /** @param {import("./panel.js").Box} box @param {number[]} terms */
  const draw = (box, terms) => {
    frame.place(box, [0, outcomes.length], termLimits(terms));
    name(box.height);
    zero.attr("x2", box.width).attr("y1", frame.y(0)).attr("y2", frame.y(0));
    terms.forEach((term, i) => {
      const end = term === Infinity ? 0 : frame.y(term);
      const [top, bottom] = term < 0 ? [frame.y(0), end] : [end, frame.y(0)];
      bars[i].attr("class", term < 0 ? "kl-bar" : "kl-bar kl-fill-loss").attr("fill", term < 0 ? hatch : null);
      bars[i]
        .attr("x", frame.x(i + 0.2))
        .attr("width", frame.x(0.6))
        .attr("y", top)
        .attr("height", bottom - top);
      const y = term === Infinity ? 16 : term < 0 ? end + 14 : end - 5;
      numbers[i]
        .attr("x", frame.x(i + 0.5))
        .attr("y", y)
        .text(threeDecimals(term));
      numbers[i].attr("class", term === Infinity ? "kl-infinite" : "");
    });
  };
  return { frame, draw, bars };
}
