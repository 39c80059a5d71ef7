/** A grip on a figure: a slider that is dragged where the value stands, or moved by keys. */

import { setAttribute } from "./element.js";
import { spokenOnSlider } from "./format.js";
import { handle } from "./handle.js";

/** How many steps a key moves; with Shift an arrow moves as far as a page. */
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const LARGER = 10;

/** From the foot of a diagram to the middle of a marker that stands on it, in pixels. */
export const MARKER_LIFT = 7;

/** From the middle of a grip to the foot of the name above it, in pixels. */
export const OVER_GRIP = 13;

/**
 * The value that a slider of these limits would take.
 * @param {number} value
 * @param {import("./controls.js").Limits} limits
 */
export function snap(value, { low, high, step }) {
  const onStep = Number((low + Math.round((value - low) / step) * step).toFixed(9));
  return Math.min(high, Math.max(low, onStep));
}

/**
 * How many steps a key means to a slider, or nothing.
 * @param {{key: string, shiftKey?: boolean}} event
 */
export function stepsOfKey({ key, shiftKey = false }) {
  const steps = STEPS[/** @type {keyof typeof STEPS} */ (key)];
  return steps && (shiftKey && Math.abs(steps) === 1 ? LARGER * steps : steps);
}

/**
 * The value after a key, or nothing where the key means nothing to a slider.
 * @param {{key: string, shiftKey?: boolean}} event
 * @param {number} value
 * @param {import("./controls.js").Limits} limits
 */
export function valueAfterKey(event, value, limits) {
  if (event.key === "Home") return limits.low;
  if (event.key === "End") return limits.high;
  const steps = stepsOfKey(event);
  return steps === undefined ? undefined : snap(value + steps * limits.step, limits);
}

/**
 * Puts a grip on a figure.
 * @param {HTMLElement} figure
 * @param {object} of
 * @param {string} of.label
 * @param {string} of.look classes
 * @param {import("./controls.js").Limits} of.limits
 * @param {(x: number, y: number) => number} of.at the value at a place of the figure, in pixels
 * @param {(value: number) => void} of.set
 * @param {(value: number) => string} [of.say] the value in words
 * @param {() => void} [of.begin] is called before a drag and before a key
 * @param {() => void} [of.released] is called after a drag
 * @param {AbortSignal} of.signal
 */
export function grip(figure, { label, look, limits, at, set, say = spokenOnSlider, begin, released, signal }) {
  let value = NaN;
  const { node, held, place } = handle(figure, {
    attributes: {
      role: "slider",
      "aria-label": label,
      "aria-valuemin": limits.low,
      "aria-valuemax": limits.high,
    },
    look,
    drag: (x, y) => set(snap(at(x, y), limits)),
    press(event) {
      const next = valueAfterKey(event, value, limits);
      if (next !== undefined) set(next);
      return next !== undefined;
    },
    begin,
    released,
    signal,
  });
  return {
    held,
    /**
     * Shows a value at a place of the figure.
     * @param {number} next
     * @param {number} x
     * @param {number} y
     */
    show(next, x, y) {
      place(x, y);
      if (next === value) return;
      value = next;
      setAttribute(node, "aria-valuenow", next);
      setAttribute(node, "aria-valuetext", say(next));
    },
    /** @param {boolean} hidden where there is nothing to move */
    hide(hidden) {
      if (node.hidden !== hidden) node.hidden = hidden;
    },
  };
}
