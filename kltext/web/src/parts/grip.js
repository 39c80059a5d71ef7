/** A grip on a figure: a slider that is dragged where the value stands, or moved by keys. */

import { draggable } from "./dragging.js";
import { element, setAttribute } from "./element.js";
import { pixels, spoken } from "./format.js";

/** How many steps a key moves. */
const STEPS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

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
 * The value after a key, or nothing where the key means nothing to a slider.
 * @param {string} key
 * @param {number} value
 * @param {import("./controls.js").Limits} limits
 */
export function valueAfterKey(key, value, limits) {
  if (key === "Home") return limits.low;
  if (key === "End") return limits.high;
  const steps = STEPS[/** @type {keyof typeof STEPS} */ (key)];
  return steps === undefined ? undefined : snap(value + steps * limits.step, limits);
}

/**
 * Puts a grip on a figure. It is an HTML element over the svg, since an image has no parts that
 * take the focus; a transform moves it, which leaves the layout of the page alone.
 * @param {HTMLElement} figure
 * @param {object} of
 * @param {string} of.label
 * @param {string} of.look classes
 * @param {import("./controls.js").Limits} of.limits
 * @param {(x: number, y: number) => number} of.at the value at a place of the figure, in pixels
 * @param {(value: number) => void} of.set
 * @param {AbortSignal} of.signal
 */
export function grip(figure, { label, look, limits, at, set, signal }) {
  const node = element("div", {
    class: `kl-handle ${look}`,
    role: "slider",
    tabindex: 0,
    "aria-label": label,
    "aria-valuemin": limits.low,
    "aria-valuemax": limits.high,
  });
  figure.append(node);
  let [left, top, value, moved] = [0, 0, NaN, ""];
  let [fromX, fromY] = [0, 0];
  draggable(
    node,
    ([x, y], event) => {
      // What is gripped beside its middle does not jump there.
      if (event.type === "pointerdown") [fromX, fromY] = [x - left, y - top];
      else set(snap(at(x - fromX, y - fromY), limits));
    },
    { signal, frame: figure },
  );
  node.addEventListener("pointerdown", () => node.focus({ preventScroll: true }), { signal });
  // On the window: JupyterLab takes arrow keys away in a listener on the document.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== node || event.altKey || event.ctrlKey || event.metaKey) return;
      const next = valueAfterKey(event.key, value, limits);
      if (next === undefined) return;
      event.stopPropagation();
      event.preventDefault();
      set(next);
    },
    { capture: true, signal },
  );
  return {
    /**
     * Shows a value at a place of the figure.
     * @param {number} next
     * @param {number} x
     * @param {number} y
     */
    show(next, x, y) {
      [value, left, top] = [next, x, y];
      const transform = `translate(${pixels(x)}px,${pixels(y)}px)`;
      if (transform !== moved) node.style.transform = transform;
      moved = transform;
      setAttribute(node, "aria-valuenow", next);
      setAttribute(node, "aria-valuetext", spoken(next, 2));
    },
    /** @param {boolean} hidden where there is nothing to move */
    hide(hidden) {
      if (node.hidden !== hidden) node.hidden = hidden;
    },
  };
}
