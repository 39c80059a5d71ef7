/** Descent towards a fit, one step at a time, for watching. */

/** Share of the natural gradient that a step takes, and the longest step in σ and log σ. */
const RATE = 0.1;
const LONGEST = 0.15;
/** A step shorter than this is the last. */
const SHORTEST = 1e-4;

/**
 * One step of natural gradient descent on (μ, log σ), or nothing at the end of the path. The
 * Fisher information of a normal is diag(1/σ², 2), so that a step is measured in units of Q.
 * @param {import("./mixtures.js").Landscape} landscape
 * @param {{mean: number, sigma: number}} place
 * @returns {{mean: number, sigma: number} | undefined}
 */
export function descentStep(landscape, { mean, sigma }) {
  const { gradient } = landscape(mean, Math.log(sigma));
  const [along, wider] = [-RATE * sigma * gradient[0], (-RATE * gradient[1]) / 2];
  const length = Math.hypot(along, wider);
  if (length < SHORTEST) return undefined;
  const cut = Math.min(1, LONGEST / length);
  return { mean: mean + cut * along * sigma, sigma: sigma * Math.exp(cut * wider) };
}

/** More steps than any path of the explorers takes. */
const MOST = 2000;

/**
 * All places of a path, the start first.
 * @param {import("./mixtures.js").Landscape} landscape
 * @param {{mean: number, sigma: number}} start
 */
export function descentPath(landscape, start) {
  const places = [start];
  while (places.length < MOST) {
    const next = descentStep(landscape, places[places.length - 1]);
    if (!next) break;
    places.push(next);
  }
  return places;
}
