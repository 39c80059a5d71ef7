/**
 * Something on a figure to take hold of. It is an HTML element over the svg, since an image has no
 * parts that take the focus; a transform moves it, which leaves the layout of the page alone.
 */

import { draggable } from "./dragging.js";
import { element } from "./element.js";
import { pixels } from "./format.js";

/** How far apart handles have to stand to be told apart, in pixels. */
const APART = 24;

/** @typedef {{node: HTMLElement, at: [number, number]}} Placed */
/** The handles of each figure. @type {WeakMap<HTMLElement, Set<Placed>>} */
const handles = new WeakMap();

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
  const others = handles.get(figure) ?? new Set();
  handles.set(figure, others);
  /** @type {Placed} */
  const placed = { node, at: [0, 0] };
  others.add(placed);
  signal.addEventListener(
    "abort",
    () => {
      others.delete(placed);
      node.remove();
    },
    { once: true },
  );
  let [moved, held] = ["", false];
  let [fromX, fromY] = [0, 0];
  draggable(
    node,
    ([x, y], event) => {
      if (event.type !== "pointerdown") return drag(x - fromX, y - fromY);
      // What is gripped beside its middle does not jump there.
      [fromX, fromY, held] = [x - placed.at[0], y - placed.at[1], true];
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
  const focus = () => {
    if (node.tabIndex === 0) node.focus({ preventScroll: true });
  };
  node.addEventListener("pointerdown", focus, { signal });
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
      placed.at = [x, y];
      const transform = `translate(${pixels(x)}px,${pixels(y)}px)`;
      if (transform !== moved) node.style.transform = transform;
      moved = transform;
    },
  };
}

/**
 * Leaves handles that stand too close together to pointers: keys and screen readers have the sliders
 * under the figure. One that has the focus keeps it.
 * @param {HTMLElement} figure
 */
export function tellApart(figure) {
  const shown = [...(handles.get(figure) ?? [])].filter(({ node }) => !node.hidden);
  for (const { node, at } of shown) {
    const near = shown.some(
      (other) => other.node !== node && other.at.every((place, i) => Math.abs(place - at[i]) < APART),
    );
    if (near === node.tabIndex < 0 || node === document.activeElement) continue;
    node.tabIndex = near ? -1 : 0;
    if (near) node.setAttribute("aria-hidden", "true");
    else node.removeAttribute("aria-hidden");
  }
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
