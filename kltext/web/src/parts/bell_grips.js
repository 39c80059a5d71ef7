/** Two grips on a bell: its peak is its mean, its flank its standard deviation. */

import { normalDensity } from "../maths/normal.js";
import { grip } from "./grip.js";

/** What an axis of densities says of the grips on its bells. */
export const DRAG_BELLS = "density: drag ● mean, ■ width";

/** How near to an end of the axis, as a share of it, a flank is left for the other one. */
const NEAR = 0.03;

/**
 * @typedef {object} Held one of the two
 * @property {string} label
 * @property {import("./controls.js").Limits} limits
 * @property {(value: number) => void} set
 *
 * @param {HTMLElement} figure
 * @param {object} of
 * @param {string} of.role whose colour they have
 * @param {ReturnType<typeof import("./panel.js").panel>} of.frame where the density is drawn
 * @param {Held} of.mean
 * @param {Held & {of?: (sigma: number) => number}} of.width `of` gives the parameter that stands
 *   for a standard deviation
 * @param {1 | -1} [of.side] the flank that is gripped while there is room: right or left
 * @param {() => void} [of.released]
 * @param {AbortSignal} of.signal
 */
export function bellGrips(figure, { role, frame, mean, width, side = 1, released, signal }) {
  let middle = 0;
  let now = /** @type {number} */ (side);
  const { of = (/** @type {number} */ sigma) => sigma } = width;
  const peak = grip(figure, { ...mean, look: `kl-of-${role}`, at: frame.valueAt, released, signal });
  const flank = grip(figure, {
    ...width,
    look: `kl-of-${role} kl-handle-square`,
    at: (x) => of(Math.abs(frame.valueAt(x) - middle)),
    released,
    signal,
  });
  return {
    held: () => peak.held() || flank.held(),
    /**
     * Shows a bell where its panel draws it.
     * @param {import("./fit_row.js").Bell} bell
     * @param {number} [value] the parameter that stands for its standard deviation
     */
    show({ mean: next, sigma }, value = of(sigma)) {
      middle = next;
      const [low, high] = frame.x.domain();
      const room = NEAR * (high - low);
      const fits = (/** @type {number} */ way) => next + way * sigma > low + room && next + way * sigma < high - room;
      if (!flank.held()) now = fits(side) || !fits(-side) ? side : -side;
      const top = normalDensity(0, 0, sigma);
      peak.show(next, ...frame.onFigure(next, top));
      flank.show(value, ...frame.onFigure(next + now * sigma, top * Math.exp(-0.5)));
    },
  };
}

/**
 * The grips of a normal distribution whose parameters are called mu_… and sigma_….
 * @param {HTMLElement} figure
 * @param {string} role
 * @param {ReturnType<typeof import("./panel.js").panel>} frame
 * @param {import("./explorer.js").Tools} tools
 * @param {1 | -1} [side]
 */
export function normalGrips(figure, role, frame, { limits, change, redraw, signal }, side = 1) {
  const of = (/** @type {string} */ label, /** @type {string} */ name) => ({
    label: `${label} of ${role.toUpperCase()}, on the figure`,
    limits: limits[name],
    set: (/** @type {number} */ value) => change({ [name]: value }),
  });
  return bellGrips(figure, {
    role,
    frame,
    mean: of("Mean", `mu_${role}`),
    width: of("Standard deviation", `sigma_${role}`),
    side,
    released: redraw,
    signal,
  });
}
