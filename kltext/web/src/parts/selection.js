/**
 * d3's selection, which here sets nothing that is so already: to a page every setting is a
 * change, and each change costs a layout. d3 has no option for this; its prototype is there to be
 * extended (https://d3js.org/d3-selection/selecting#selection).
 */

import { select, selection } from "d3-selection";

import { setAttribute, write } from "./element.js";

const { attr, classed, text } = selection.prototype;

/** @this {any} @param {string} name @param {any[]} values none, or one */
selection.prototype.attr = function (name, ...values) {
  if (values.length === 0) return attr.call(this, name);
  const [value] = values;
  return this.each(function (/** @type {any[]} */ ...given) {
    // @ts-expect-error: d3 calls this with the node as `this`
    setAttribute(/** @type {Element} */ (this), name, typeof value === "function" ? value.apply(this, given) : value);
  });
};

/** @this {any} @param {string} name of one class @param {boolean[]} values none, or one */
selection.prototype.classed = function (name, ...values) {
  if (values.length === 0) return classed.call(this, name);
  const [value] = values;
  return this.each(function () {
    // @ts-expect-error: as above
    const { classList } = /** @type {Element} */ (this);
    if (classList.contains(name) !== Boolean(value)) classList.toggle(name);
  });
};

/** @this {any} @param {any[]} values none, or one */
selection.prototype.text = function (...values) {
  const [words] = values;
  if (typeof words !== "string") return text.apply(this, values);
  return this.each(function () {
    // @ts-expect-error: as above
    write(/** @type {Element} */ (this), words);
  });
};

export { select };
