/** Grips at the tops of bars that sum to one: one is set, and the others keep their proportions. */

import { redistribute } from "./controls.js";
import { grip } from "./grip.js";

/**
 * While a bar is held, the others keep the proportions that they had when it was taken: what has
 * become zero on the way comes back.
 * @param {HTMLElement} figure
 * @param {object} of
 * @param {string} of.name the parameter
 * @param {string} of.look classes
 * @param {string[]} of.labels
 * @param {(y: number) => number} of.at the probability at a height of the figure, in pixels
 * @param {import("./explorer.js").Tools} of.tools
 */
export function barGrips(figure, { name, look, labels, at, tools }) {
  /** @type {number[]} */
  let before = [];
  const grips = labels.map((label, i) =>
    grip(figure, {
      label,
      look: `${look} kl-handle-bar`,
      limits: tools.limits[name],
      at: (_, y) => at(y),
      set: (value) => tools.change({ [name]: redistribute(before, i, value) }),
      say: (value) => value.toFixed(2),
      begin: () => {
        before = tools.state()[name];
      },
      released: tools.redraw,
      signal: tools.signal,
    }),
  );
  return {
    held: () => grips.some(({ held }) => held()),
    /**
     * @param {number[]} values
     * @param {(i: number) => [number, number]} place in pixels of the figure
     */
    show: (values, place) => grips.forEach(({ show }, i) => show(values[i], ...place(i))),
  };
}
