/** The values at a point of a figure, for whoever points at it, taps it, or moves along it by keys. */

import { tickStep } from "d3-array";
import { pointer } from "d3-selection";

import { element, setAttribute, write } from "./element.js";
import { decimal, formatOnStep, pixels, spoken } from "./format.js";
import { snap, valueAfterKey } from "./grip.js";
import { listenForKeys } from "./handle.js";

const HINT = "Point at the figure, or tap it, to read values.";
/** About how many steps of a key there are along an axis. */
const STEPS = 100;
/** From the left of a line's box to the line, in pixels. */
const MIDDLE = 12;

/**
 * @typedef {ReturnType<typeof import("./panel.js").panel>} Frame
 * @typedef {[string, number][]} Parts what is read, and its value
 * @typedef {object} Columns what stands side by side on the axis; a unit for each, unless it is said
 * @property {string[]} names
 * @property {(i: number) => number} [at] the middle of a column
 * @property {(x: number) => number} [find] the column at a place
 *
 * @param {HTMLElement} figure
 * @param {Frame[]} frames the panels that share the lower axis
 * @param {{symbol?: string, signal: AbortSignal}} of `symbol` names the axis
 */
export function pointReading(figure, frames, { symbol = "x", signal }) {
  const text = element("p", { class: "kl-at-point" }, HINT);
  figure.after(text);
  const rules = frames.map((_, i) =>
    element(
      "div",
      i === 0
        ? { class: "kl-point", role: "slider", tabindex: 0, "aria-label": `Values at ${symbol}` }
        : { class: "kl-point" },
    ),
  );
  figure.append(...rules);
  const [first] = rules;
  /** @type {(value: number) => Parts} */
  let parts = () => [];
  /** @type {Columns | undefined} */
  let columns;
  let [value, on, focused] = [NaN, false, false];
  const axis = () => {
    if (columns) return { low: 0, high: columns.names.length - 1, step: 1 };
    const [low, high] = frames[0].x.domain();
    return { low, high, step: tickStep(low, high, STEPS) };
  };
  const place = (/** @type {number} */ x) => (columns ? (columns.at?.(x) ?? x + 0.5) : x);
  const found = (/** @type {number} */ x) => (columns ? (columns.find?.(x) ?? Math.floor(x)) : x);

  let shown = true;
  const draw = () => {
    if (!on && !shown) return;
    for (const rule of rules) if (rule.classList.contains("kl-on") !== on) rule.classList.toggle("kl-on");
    const limits = axis();
    value = snap(Number.isNaN(value) ? (limits.low + limits.high) / 2 : value, limits);
    setAttribute(first, "aria-valuemin", limits.low);
    setAttribute(first, "aria-valuemax", limits.high);
    setAttribute(first, "aria-valuenow", value);
    shown = on;
    if (!on) {
      // Left where it was, an unseen line would widen the page when the figure becomes narrower.
      for (const rule of rules) rule.removeAttribute("style");
      setAttribute(first, "aria-valuetext", "Move to read values.");
      write(text, HINT);
      return;
    }
    const where = columns ? columns.names[value] : `${symbol} = ${formatOnStep(value, limits.step)}`;
    const read = parts(value);
    setAttribute(first, "aria-valuetext", `${where}: ${read.map(([name, y]) => `${name} ${spoken(y)}`).join(", ")}`);
    // A name stays beside its number.
    const seen = read.map(([name, y]) => `${name} ${decimal(y)}`.replaceAll(" ", "\u00a0"));
    write(text, `${where}: ${seen.join(", ")}`);
    rules.forEach((rule, i) => {
      const { left, top, height } = frames[i].box();
      const x = left + frames[i].x(place(value)) - MIDDLE;
      const transform = `translate(${pixels(x)}px,${pixels(top)}px)`;
      if (rule.style.transform !== transform) rule.style.transform = transform;
      if (rule.style.height !== `${height}px`) rule.style.height = `${height}px`;
    });
  };
  const point = (/** @type {PointerEvent} */ event) => {
    const [x, y] = pointer(event, figure);
    const over = frames.find((frame) => {
      const { left, top, width, height } = frame.box();
      return x >= left && x <= left + width && y >= top && y <= top + height;
    });
    if (over) value = found(over.valueAt(x));
    on = over !== undefined || focused;
    draw();
  };
  const listen = (/** @type {Element} */ node, /** @type {string} */ type, /** @type {(event: any) => void} */ act) =>
    node.addEventListener(type, act, { signal });
  listen(figure, "pointermove", (event) => {
    if (event.pointerType !== "touch" && event.buttons === 0) point(event);
  });
  listen(figure, "click", point); // what a finger scrolls is no click
  listen(figure, "pointerleave", (event) => {
    if (event.pointerType === "touch") return;
    on = focused;
    draw();
  });
  for (const type of ["focus", "blur"]) {
    listen(first, type, () => {
      on = focused = type === "focus";
      draw();
    });
  }
  listenForKeys(
    first,
    (event) => {
      const next = valueAfterKey(event, value, axis());
      if (next === undefined) return false;
      value = next;
      draw();
      return true;
    },
    signal,
  );
  /**
   * Takes what is now drawn.
   * @param {(value: number) => Parts} next
   * @param {Columns} [named]
   */
  return (next, named) => {
    [parts, columns] = [next, named];
    draw();
  };
}
