/**
 * Something on a figure to take hold of. It is an HTML element over the svg, since an image has no
 * parts that take the focus; a transform moves it, which leaves the layout of the page alone.
 */

import { draggable } from "./dragging.js";
import { element } from "./element.js";
import { pixels } from "./format.js";

/**
 * @param {HTMLElement} figure
 * @param {object} of
 * @param {Record<string, any>} of.attributes
 * @param {string} of.look classes
 * @param {(x: number, y: number) => void} of.drag gets the place of the figure to go to, in pixels
 * @param {(event: KeyboardEvent) => boolean} of.press tells whether the key meant something
 * @param {() => void} [of.begin] is called before a drag and before a key
 * @param {() => void} [of.released] is called after a drag
 * @param {AbortSignal} of.signal
 */
export function handle(figure, { attributes, look, drag, press, begin, released, signal }) {
  const node = element("div", { class: `kl-handle ${look}`, tabindex: 0, ...attributes });
  figure.append(node);
  signal.addEventListener("abort", () => node.remove(), { once: true });
  let [left, top, moved, held] = [0, 0, "", false];
  let [fromX, fromY] = [0, 0];
  draggable(
    node,
    ([x, y], event) => {
      if (event.type !== "pointerdown") return drag(x - fromX, y - fromY);
      // What is gripped beside its middle does not jump there.
      [fromX, fromY, held] = [x - left, y - top, true];
      begin?.();
    },
    {
      signal,
      frame: figure,
      end() {
        held = false;
        released?.();
      },
    },
  );
  node.addEventListener("pointerdown", () => node.focus({ preventScroll: true }), { signal });
  listenForKeys(
    node,
    (event) => {
      begin?.();
      return press(event);
    },
    signal,
  );
  return {
    node,
    /** Whether it is being dragged. */
    held: () => held,
    /** @param {number} x @param {number} y */
    place(x, y) {
      [left, top] = [x, y];
      const transform = `translate(${pixels(x)}px,${pixels(y)}px)`;
      if (transform !== moved) node.style.transform = transform;
      moved = transform;
    },
  };
}

/** What has keys of its own. One listener for all: each would be called at every key. @type {Map<EventTarget, (event: KeyboardEvent) => boolean>} */
const keyed = new Map();

/** @param {KeyboardEvent} event */
function keyPressed(event) {
  const press = event.target && keyed.get(event.target);
  if (!press || event.altKey || event.ctrlKey || event.metaKey || !press(event)) return;
  event.stopPropagation();
  event.preventDefault();
}

/**
 * Lets an element have the keys that mean something to it.
 * @param {HTMLElement} node
 * @param {(event: KeyboardEvent) => boolean} press tells whether the key meant something
 * @param {AbortSignal} signal
 */
export function listenForKeys(node, press, signal) {
  // On the window: JupyterLab takes arrow keys away in a listener on the document.
  if (keyed.size === 0) window.addEventListener("keydown", keyPressed, { capture: true });
  keyed.set(node, press);
  signal.addEventListener(
    "abort",
    () => {
      keyed.delete(node);
      if (keyed.size === 0) window.removeEventListener("keydown", keyPressed, { capture: true });
    },
    { once: true },
  );
}

/**
 * Limits of an axis that stay while a handle is held: else the axis would grow under the finger,
 * and what is dragged would run away from it.
 * @param {() => boolean} held
 */
export function steady(held) {
  /** @type {[number, number]} */
  let kept = [0, 1];
  let first = true;
  return (/** @type {[number, number]} */ limits) => {
    if (first || !held()) kept = limits;
    first = false;
    return kept;
  };
}
