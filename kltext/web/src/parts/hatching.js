/** A hatched fill, so that colour is never the only difference. */

import { uniqueId } from "./element.js";

/**
 * @param {any} svg a d3 selection
 * @param {string} role the class that colours the strokes, as "kl-gain"
 * @returns {string} the value of a `fill` attribute
 */
export function hatching(svg, role) {
  const id = uniqueId("hatch");
  const pattern = svg
    .append("defs")
    .append("pattern")
    .attr("id", id)
    .attr("class", role)
    .attr("width", 6)
    .attr("height", 6)
    .attr("patternUnits", "userSpaceOnUse")
    .attr("patternTransform", "rotate(45)");
  pattern.append("rect").attr("width", 6).attr("height", 6).attr("class", "kl-hatch-ground");
  pattern.append("line").attr("y2", 6).attr("class", "kl-hatch-line");
  return `url(#${id})`;
}
