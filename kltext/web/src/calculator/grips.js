/** Grips on the picture of families whose peak is `loc` and whose flank is `scale` away from it. */

import { logDensity } from "../maths/densities.js";
import { grip } from "../parts/grip.js";
import { nearestSoundState, pairName, parameters, soundValue } from "./choices.js";

/** Those whose density is highest at `loc`; a uniform distribution has its two ends there. */
const GRIPPED = new Set([
  ...["norm", "cauchy", "gumbel_l", "gumbel_r", "laplace", "logistic", "moyal", "t"],
  ...["expon", "halfcauchy", "halfnorm", "uniform"],
]);

/** Those whose left flank is gripped for P, so that it does not lie under Q. */
const SYMMETRIC = new Set(["norm", "cauchy", "laplace", "logistic", "t"]);

/** The names of the parameters that can be gripped, with their shapes. */
const NAMES = /** @type {const} */ ({ loc: "", scale: "kl-handle-square" });

/**
 * @param {HTMLElement} figure
 * @param {ReturnType<typeof import("../parts/panel.js").panel>} frame
 * @param {import("../parts/explorer.js").Tools} tools
 */
export function pictureGrips(figure, frame, tools) {
  let built = "";
  let ending = new AbortController();
  /** @type {any} */
  let shown;
  /** @type {{side: "p" | "q", name: keyof typeof NAMES, sign: number, of: ReturnType<typeof grip>}[]} */
  let grips = [];
  const build = (/** @type {any} */ state) => {
    ending.abort();
    ending = new AbortController();
    const { signal } = ending;
    grips = /** @type {const} */ (["p", "q"]).flatMap((side) =>
      parameters(pairName(state), side).flatMap((parameter) => {
        const name = /** @type {keyof typeof NAMES} */ (parameter.name);
        if (!(name in NAMES) || !GRIPPED.has(state[`family_${side}`])) return [];
        const of = grip(figure, {
          label: `${name} of ${side.toUpperCase()}, on the figure`,
          look: `kl-of-${side} ${NAMES[name]}`,
          limits: parameter.slide,
          at: (x) => (name === "loc" ? frame.valueAt(x) : Math.abs(frame.valueAt(x) - shown[side].loc)),
          set: (value) => {
            const now = tools.state();
            const values = { ...now[`parameters_${side}`], [name]: soundValue(parameter, value) };
            tools.change(nearestSoundState({ ...now, [`parameters_${side}`]: values }));
          },
          released: tools.redraw,
          signal,
        });
        const sign = side === "p" && SYMMETRIC.has(state.family_p) ? -1 : 1;
        return [{ side, name, sign, of }];
      }),
    );
  };
  tools.signal.addEventListener("abort", () => ending.abort(), { once: true });
  return {
    held: () => grips.some(({ of }) => of.held()),
    /** @param {any} state @param {any} values */
    show(state, values) {
      shown = values;
      const pair = pairName(state);
      if (pair !== built) build(state);
      built = pair;
      const [, top] = frame.y.domain();
      for (const { side, name, sign, of } of grips) {
        const one = values[side];
        const x = name === "scale" ? one.loc + sign * one.scale : one.loc;
        const density = Math.exp(logDensity(one)(x));
        of.show(one[name], ...frame.onFigure(x, Number.isFinite(density) ? Math.min(top, density) : top));
      }
    },
  };
}
