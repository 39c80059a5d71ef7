/** Words in a figure that move with what they name. */

import { pixels } from "./format.js";

/**
 * Returns how to put the words somewhere, in pixels of the parent. A group moves and the type in
 * it stays: setting type again costs the page more than a curve.
 * @param {any} parent a d3 selection of a g
 * @param {string} look the type's classes
 * @param {string} words
 */
export function label(parent, look, words) {
  const group = parent.append("g");
  group.append("text").attr("class", look).text(words);
  return (/** @type {number} */ left, /** @type {number} */ top) =>
    group.attr("transform", `translate(${pixels(left)},${pixels(top)})`);
}
