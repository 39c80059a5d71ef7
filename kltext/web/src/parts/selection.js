/**
 * d3's selection, which here sets nothing that is so already: to a page every setting is a
 * change, and each change costs a layout. d3 has no option for this; its prototype is there to be
 * extended (https://d3js.org/d3-selection/selecting#selection).
 */

import { select, selection } from "d3-selection";

import { setAttribute, write } from "./element.js";

const { attr, classed, text } = selection.prototype;

/** @this {any} @param {string} name @param {any} [value] */
selection.prototype.attr = function (name, value) {
  if (arguments.length < 2) return attr.call(this, name);
  return this.each(function (/** @type {any[]} */ ...given) {
    // @ts-ignore: d3 calls this with the node as `this`
    setAttribute(/** @type {Element} */ (this), name, typeof value === "function" ? value.apply(this, given) : value);
  });
};

/** @this {any} @param {string} name of one class @param {boolean} [value] */
selection.prototype.classed = function (name, value) {
  if (arguments.length < 2) return classed.call(this, name);
  return this.each(function () {
    // @ts-ignore: as above
    const { classList } = /** @type {Element} */ (this);
    if (classList.contains(name) !== Boolean(value)) classList.toggle(name);
  });
};

/** @this {any} @param {any} [words] */
selection.prototype.text = function (words) {
  if (typeof words !== "string") return text.apply(this, arguments);
  return this.each(function () {
    // @ts-ignore: as above
    write(/** @type {Element} */ (this), words);
  });
};

export { select };
