/**
 * A grip on a distribution over three outcomes, as a point of the triangle. Fingers drag it
 * anywhere; to keys it is a slider of the third outcome, whose other arrows move probability
 * between the first two.
 */

import { redistribute } from "./controls.js";
import { setAttribute } from "./element.js";
import { snap, stepsOfKey, valueAfterKey } from "./grip.js";
import { handle } from "./handle.js";

/** @param {number[]} p */
const say = (p) => p.map((value) => value.toFixed(2)).join(", ");

/**
 * The distribution after a key, or nothing where the key means nothing.
 * @param {{key: string, shiftKey?: boolean}} event
 * @param {number[]} p
 * @param {import("./controls.js").Limits} limits
 */
export function pointAfterKey(event, p, limits) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") {
    const third = valueAfterKey(event, p[2], limits);
    return third === undefined ? undefined : redistribute(p, 2, third);
  }
  const rest = p[0] + p[1];
  const moved = snap(p[1] + (stepsOfKey(event) ?? 0) * limits.step, limits);
  const second = Math.min(rest, Math.max(0, moved));
  return [Math.max(0, rest - second), second, p[2]];
}

/**
 * @param {HTMLElement} figure
 * @param {object} of
 * @param {string} of.label
 * @param {string} of.look classes
 * @param {import("./controls.js").Limits} of.limits
 * @param {(x: number, y: number) => number[]} of.at the distribution at a place of the figure
 * @param {(p: number[]) => void} of.set
 * @param {AbortSignal} of.signal
 */
export function simplexGrip(figure, { label, look, limits, at, set, signal }) {
  let now = [1, 0, 0];
  const { node, place } = handle(figure, {
    attributes: { role: "slider", "aria-label": label, "aria-valuemin": limits.low, "aria-valuemax": limits.high },
    look: `${look} kl-handle-free`,
    drag: (x, y) => set(at(x, y)),
    press(event) {
      const next = pointAfterKey(event, now, limits);
      if (next) set(next);
      return next !== undefined;
    },
    signal,
  });
  /** @param {number[]} p @param {number} x @param {number} y */
  return (p, x, y) => {
    now = p;
    place(x, y);
    setAttribute(node, "aria-valuenow", p[2]);
    setAttribute(node, "aria-valuetext", say(p));
  };
}
