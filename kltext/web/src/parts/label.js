/** Words in a figure that move with what they name. */

import { pixels } from "./format.js";

/**
 * The group moves and the type in it stays: setting type again costs the page more than a curve.
 * @param {any} parent a d3 selection of a g
 * @param {string} look the type's classes
 * @param {string} [words]
 */
export function label(parent, look, words = "") {
  const group = parent.append("g");
  const type = group.append("text").attr("class", look).text(words);
  return {
    /** The text itself, for what does not move. */
    type,
    /** @param {number} left @param {number} top of the base line, in pixels of the parent */
    at: (left, top) => group.attr("transform", `translate(${pixels(left)},${pixels(top)})`),
  };
}
