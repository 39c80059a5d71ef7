/**
 * Labelled native controls. A parameter describes one trait of the model; its `build` makes the
 * elements and returns how to show a new value. What a control reports is always valid: its
 * limits come from the Python class, which refuses everything else.
 */

import { element, setAttribute, uniqueId, write } from "./element.js";
import { formatOnStep, spokenOnSlider } from "./format.js";

/**
 * @typedef {object} Limits what the Python trait allows
 * @property {number} low
 * @property {number} high
 * @property {number} step
 *
 * @typedef {object} Wiring
 * @property {Limits} limits
 * @property {(value: any) => void} set reports a new value
 * @property {(changes: Record<string, any>) => void} change sets several parameters at once
 * @property {() => Record<string, any>} state
 * @property {AbortSignal} signal ends every listener
 *
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {(value: any, state: any) => void} show
 * @property {() => void} [forget] forgets what was typed and could not be used
 *
 * @typedef {object} Parameter
 * @property {string} name the trait
 * @property {boolean} [first] whether it is chosen before anything else, and stands above the reading
 * @property {(wiring: Wiring) => Control} build
 */

/**
 * A number to slide.
 * @param {string} name
 * @param {string} label
 * @param {{role?: string, symbol?: string, words?: (value: number) => string}} [look] `role`
 *   colours the control as the curve it moves ("p", "q", …); `symbol` stands before the value;
 *   `words` say the value where the number alone would not
 * @returns {Parameter}
 */
export function slider(name, label, { role = "", symbol = "", words } = {}) {
  return {
    name,
    build({ limits, set, signal }) {
      const id = uniqueId(name);
      const input = range(id, limits);
      const output = element("output", { for: id, "aria-hidden": "true" });
      const node = element(
        "div",
        { class: `kl-slider ${role && `kl-of-${role}`}` },
        element("label", { for: id }, label),
        input,
        output,
      );
      input.addEventListener("input", () => set(Number(input.value)), { signal });
      let shown = NaN;
      return {
        node,
        show(value) {
          if (value === shown) return;
          shown = value;
          setRange(input, value);
          const text = words?.(value) ?? formatOnStep(value, limits.step);
          write(output, symbol ? `${symbol} = ${text}` : text);
          setAttribute(input, "aria-valuetext", words?.(value) ?? spokenOnSlider(value));
        },
      };
    },
  };
}

/** @param {string} id @param {Limits} limits @returns {HTMLInputElement} */
function range(id, limits) {
  return element("input", {
    type: "range",
    id,
    min: limits.low,
    max: limits.high,
    step: limits.step,
  });
}

/**
 * Shows a value without rounding it to a step: one set from Python may lie between two.
 * @param {HTMLInputElement} input
 * @param {number} value
 */
function setRange(input, value) {
  if (Number(input.value) === value) return;
  input.value = String(value);
}

/**
 * One of a few words.
 * @param {string} name
 * @param {string} label
 * @param {Record<string, string>} options each value of the trait with its text
 * @returns {Parameter}
 */
export function choice(name, label, options) {
  return {
    name,
    build({ set, signal }) {
      const group = uniqueId(name);
      const inputs = Object.keys(options).map((value) =>
        element("input", { type: "radio", name: group, id: `${group}-${value}`, value }),
      );
      const node = element(
        "fieldset",
        { class: "kl-choice" },
        element("legend", {}, label),
        ...inputs.flatMap((input) => [input, element("label", { for: input.id }, options[input.value])]),
      );
      node.addEventListener("change", (/** @type {any} */ event) => set(event.target.value), {
        signal,
      });
      return {
        node,
        show(value) {
          for (const input of inputs) input.checked = input.value === value;
        },
      };
    },
  };
}

/**
 * Something that is on or off.
 * @param {string} name
 * @param {string} label
 * @returns {Parameter}
 */
export function toggle(name, label) {
  return {
    name,
    build({ set, signal }) {
      const id = uniqueId(name);
      const input = element("input", { type: "checkbox", id });
      input.addEventListener("change", () => set(input.checked), { signal });
      return {
        node: element("div", { class: "kl-toggle" }, input, element("label", { for: id }, label)),
        show(value) {
          input.checked = value;
        },
      };
    },
  };
}

/**
 * A distribution over a few outcomes: a slider each; moving one lets the others share the rest
 * in their old proportions.
 * @param {string} name
 * @param {string} label
 * @param {{role?: string, outcomes: (state: any) => string[]}} look
 * @returns {Parameter}
 */
export function probabilities(name, label, { role = "", outcomes }) {
  return {
    name,
    build({ limits, set, signal }) {
      const node = element(
        "fieldset",
        { class: `kl-probabilities ${role && `kl-of-${role}`}` },
        element("legend", {}, label),
      );
      /** @type {{input: HTMLInputElement, label: HTMLElement, output: HTMLElement}[]} */
      let rows = [];
      /** @type {number[]} */
      let current = [];
      const rebuild = (/** @type {number} */ size) => {
        for (const row of rows) row.input.parentElement?.remove();
        rows = Array.from({ length: size }, (_, i) => {
          const id = uniqueId(`${name}-${i}`);
          const row = {
            input: range(id, limits),
            label: element("label", { for: id }),
            output: element("output", { for: id, "aria-hidden": "true" }),
          };
          row.input.addEventListener("input", () => set(redistribute(current, i, Number(row.input.value))), { signal });
          node.append(element("div", { class: "kl-slider" }, row.label, row.input, row.output));
          return row;
        });
      };
      return {
        node,
        show(/** @type {number[]} */ values, state) {
          if (values.length !== rows.length) rebuild(values.length);
          current = values;
          const names = outcomes(state);
          values.forEach((value, i) => {
            write(rows[i].label, names[i]);
            setRange(rows[i].input, value);
            write(rows[i].output, value.toFixed(2));
            setAttribute(rows[i].input, "aria-valuetext", value.toFixed(2));
          });
        },
      };
    },
  };
}

/**
 * The distribution in which outcome i has probability `value` and the others keep their
 * proportions; if they had nothing, they share the rest equally.
 * @param {number[]} values
 * @param {number} i
 * @param {number} value
 */
export function redistribute(values, i, value) {
  const others = values.reduce((sum, other, j) => (j === i ? sum : sum + other), 0);
  const rest = 1 - value;
  return values.map((other, j) => {
    if (j === i) return value;
    return others > 0 ? (other / others) * rest : rest / (values.length - 1);
  });
}

/**
 * A button among the controls, for instance one that plays a path.
 * @param {string} text
 * @param {() => void} act
 * @param {AbortSignal} signal
 * @returns {HTMLButtonElement}
 */
export function button(text, act, signal) {
  const node = element("button", { type: "button", class: "kl-button" }, text);
  node.addEventListener("click", act, { signal });
  return node;
}
