/** A window for curves that may leave their panel. */

import { uniqueId } from "./element.js";

/**
 * @param {any} body a d3 selection of a g; what is put into the g returned is cut off
 * @returns {{inside: any, fit: (width: number, height: number) => void}}
 */
export function clipArea(body) {
  const id = uniqueId("clip");
  const window = body.append("clipPath").attr("id", id).append("rect");
  return {
    inside: body.append("g").attr("clip-path", `url(#${id})`),
    fit: (width, height) => window.attr("width", width).attr("height", height),
  };
}
