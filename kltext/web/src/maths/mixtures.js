/**
 * P = ½N(−d/2, 1) + ½N(d/2, 1) and normals Q = N(μ, e^(2s)): divergences with two derivatives,
 * and all fits of Q to P. The mirror of kltext.projections for this one target.
 *
 * With m = d/2 the density is φ(x) e^(−m²/2) cosh(mx), so that only E_Q[log cosh(mX)] needs an
 * integral. The integrands are analytic, and the trapezoidal rule is then exponentially accurate:
 * its step follows the distance of the nearest singularity, cosh = 0 at iπ/(2m).
 */

import { expExcess } from "./kernels.js";
import { klNormal } from "./normal.js";

const LOG_ROOT_2PI = 0.5 * Math.log(2 * Math.PI);
/** Natural logarithm of the quadrature's relative error. */
const DIGITS = 36;
/** Beyond this many standard deviations a normal has no mass that a float would notice. */
const REACH = 9;
/** Longest Newton step, in σ for the mean and in log σ; and the shortest that is worth taking. */
const LONGEST = 0.5;
const SHORTEST = 1e-11;

/**
 * @typedef {object} Point a place in a landscape
 * @property {number} value the divergence in nats
 * @property {[number, number]} gradient by μ and s
 * @property {[number, number, number]} hessian μμ, μs, ss
 *
 * @typedef {(mu: number, s: number) => Point} Landscape
 *
 * @typedef {object} Fit
 * @property {number} mean
 * @property {number} sigma
 * @property {number} kl the divergence that was minimised, in nats
 */

/** The log density of P. @param {number} x @param {number} separation */
export function pairLogDensity(x, separation) {
  const m = separation / 2;
  const gap = Math.abs(x) - m;
  return -LOG_ROOT_2PI - 0.5 * gap * gap + Math.log1p(Math.exp(-2 * m * Math.abs(x))) - Math.LN2;
}

/** The standard deviation of P. @param {number} separation */
export const pairSigma = (separation) => Math.sqrt(1 + (separation * separation) / 4);

/**
 * D(P‖Q) or D(Q‖P), as an integral of a log(a/b) − a + b ≥ 0: nothing cancels, and a small
 * divergence keeps its digits.
 * @param {number} separation
 * @param {number} mu
 * @param {number} sigma
 * @param {"forward" | "reverse"} direction
 */
export function pairDivergence(separation, mu, sigma, direction) {
  const m = separation / 2;
  const step = Math.min((Math.PI * Math.PI) / (DIGITS * m), 0.4 * Math.min(1, sigma));
  const count = Math.ceil(Math.max(m + REACH, Math.abs(mu) + REACH * sigma) / step);
  let total = 0;
  for (let k = -count; k <= count; k += 1) {
    const x = k * step;
    const z = (x - mu) / sigma;
    const logP = pairLogDensity(x, separation);
    const logQ = -LOG_ROOT_2PI - 0.5 * z * z - Math.log(sigma);
    const [logA, gap] = direction === "forward" ? [logP, logQ - logP] : [logQ, logP - logQ];
    // Where b outweighs a, e^gap may overflow although b does not.
    total += gap < 1 ? Math.exp(logA) * expExcess(gap) : Math.exp(logA + gap) - Math.exp(logA) * (1 + gap);
  }
  return total * step;
}

/**
 * D(Q‖P), the expectation under Q.
 * @param {number} separation
 * @returns {Landscape}
 */
export function reverseLandscape(separation) {
  const m = separation / 2;
  return (mu, s) => {
    const sigma = Math.exp(s);
    const step = Math.min(0.4, (Math.PI * Math.PI) / (DIGITS * m * sigma));
    const count = Math.ceil(REACH / step);
    let [log, t, zt, c, zc, zzc] = [0, 0, 0, 0, 0, 0];
    for (let k = -count; k <= count; k += 1) {
      const z = k * step;
      const u = m * (mu + sigma * z);
      const weight = Math.exp(-0.5 * z * z - LOG_ROOT_2PI) * step;
      const tail = Math.exp(-2 * Math.abs(u));
      const tangent = (Math.sign(u) * (1 - tail)) / (1 + tail);
      const bend = (4 * tail) / ((1 + tail) * (1 + tail));
      log += weight * (Math.abs(u) + Math.log1p(tail) - Math.LN2);
      t += weight * tangent;
      zt += weight * z * tangent;
      c += weight * bend;
      zc += weight * z * bend;
      zzc += weight * z * z * bend;
    }
    const pull = m * sigma * zt;
    return {
      value: 0.5 * (mu * mu + m * m + sigma * sigma - 1) - s - log,
      gradient: [mu - m * t, sigma * sigma - 1 - pull],
      hessian: [1 - m * m * c, -m * m * sigma * zc, 2 * sigma * sigma - pull - m * m * sigma * sigma * zzc],
    };
  };
}

/**
 * D(P‖Q), the expectation under P: that of the fit, and D(fit‖Q) on top.
 * @param {number} separation
 * @returns {Landscape}
 */
export function forwardLandscape(separation) {
  const { sigma: best, kl } = fitForward(separation);
  return (mu, s) => {
    const variance = Math.exp(2 * s);
    const spread = (best * best + mu * mu) / variance;
    const shift = mu / variance;
    return {
      value: kl + klNormal(0, best, mu, Math.exp(s)),
      gradient: [shift, 1 - spread],
      hessian: [1 / variance, -2 * shift, 2 * spread],
    };
  };
}

/**
 * Minka's D_α(P‖Q) for 0 < α < 1.
 * @param {number} separation
 * @param {number} alpha
 * @param {number} [digits] natural logarithm of the error of the quadrature
 * @returns {Landscape}
 */
export function alphaLandscape(separation, alpha, digits = DIGITS) {
  const m = separation / 2;
  const beta = 1 - alpha;
  const reach = REACH * Math.sqrt(digits / DIGITS);
  return (mu, s) => {
    const sigma = Math.exp(s);
    const step = Math.min((Math.PI * Math.PI) / (digits * m), 0.4 * Math.min(1, sigma) * Math.sqrt(DIGITS / digits));
    const count = Math.ceil(Math.max(m + reach, Math.abs(mu) + reach * sigma) / step);
    let [gap, e0, e1, e2, e3, e4] = [0, 0, 0, 0, 0, 0];
    for (let k = -count; k <= count; k += 1) {
      const x = k * step;
      const z = (x - mu) / sigma;
      const logQ = -LOG_ROOT_2PI - 0.5 * z * z - s;
      const u = pairLogDensity(x, separation) - logQ;
      const bridge = Math.exp(logQ + alpha * u);
      // α p + β q − p^α q^β ≥ 0, without cancellation where p and q are close.
      gap +=
        Math.abs(u) < 1
          ? bridge * (alpha * expExcess(beta * u) + beta * expExcess(-alpha * u))
          : alpha * Math.exp(logQ + u) + beta * Math.exp(logQ) - bridge;
      const zz = z * z;
      e0 += bridge;
      e1 += bridge * z;
      e2 += bridge * zz;
      e3 += bridge * zz * z;
      e4 += bridge * zz * zz;
    }
    // The same formulas as in kltext, in plain moments Σ zᵏ p^α q^β.
    const scale = step / alpha;
    return {
      value: (gap * step) / (alpha * beta),
      gradient: [(-scale * e1) / sigma, -scale * (e2 - e0)],
      hessian: [
        (-scale * (beta * e2 - e0)) / (sigma * sigma),
        (-scale * (beta * (e3 - e1) - 2 * e1)) / sigma,
        -scale * (beta * (e4 - 2 * e2 + e0) - 2 * e2),
      ],
    };
  };
}

/** The normal with the moments of P, which minimises D(P‖Q). @param {number} separation @returns {Fit} */
export function fitForward(separation) {
  const sigma = pairSigma(separation);
  return { mean: 0, sigma, kl: pairDivergence(separation, 0, sigma, "forward") };
}

/**
 * Every local minimum of D(Q‖P), the best first, of two mirror images the left one.
 * @param {number} separation
 * @returns {Fit[]}
 */
export function fitReverse(separation) {
  const landscape = reverseLandscape(separation);
  const fits = ranked(landscape, separation > reverseFold().separation, separation);
  return fits.map((fit) => ({ ...fit, kl: pairDivergence(separation, fit.mean, fit.sigma, "reverse") }));
}

/**
 * Every local minimum of D_α(P‖Q), in the same order.
 * @param {number} separation
 * @param {number} alpha from 0 (reverse) to 1 (forward)
 * @returns {Fit[]}
 */
export function fitAlpha(separation, alpha) {
  if (alpha === 0) return fitReverse(separation);
  if (alpha === 1) return [fitForward(separation)];
  // Beside the middle there is no minimum that was not there for the reverse divergence.
  return ranked(alphaLandscape(separation, alpha), separation > reverseFold().separation, separation);
}

/**
 * @param {Landscape} landscape
 * @param {boolean} split whether there may be fits beside the middle
 * @param {number} separation
 */
function ranked(landscape, split, separation) {
  const fits = [middleFit(landscape, separation)];
  const side = split ? sideFit(landscape, separation) : undefined;
  if (side) fits.push({ ...side, mean: -side.mean }, side);
  return fits.sort((a, b) => Math.round((a.kl - b.kl) * 1e12) || a.mean - b.mean);
}

/** Whether a fit is the best of all; mirror images are equally good. @param {Fit} fit @param {Fit[]} fits */
export const isBest = (fit, fits) => fits.every((other) => fit.kl - other.kl < 1e-9);

/** @param {Landscape} landscape @param {number} separation @returns {Fit} */
export function middleFit(landscape, separation) {
  const { sigma, kl } = /** @type {Fit} */ (descend(landscape, 0, 0.9 * pairSigma(separation)));
  return { mean: 0, sigma, kl };
}

/** The fit beside the middle, if there is one. @param {Landscape} landscape @param {number} separation */
export function sideFit(landscape, separation) {
  return descend(landscape, separation / 2, 1, separation / 4);
}

/**
 * The minimum downhill of a place, by Newton's method that never climbs.
 * @param {Landscape} landscape
 * @param {number} mean
 * @param {number} sigma
 * @param {number} [least] a mean below which the search is given up
 * @returns {Fit | undefined}
 */
export function descend(landscape, mean, sigma, least = -Infinity) {
  let [mu, s] = [mean, Math.log(sigma)];
  let point = landscape(mu, s);
  for (let round = 0; round < 100; round += 1) {
    const unit = Math.exp(s);
    let [dm, ds] = newtonStep(point, unit);
    const length = Math.hypot(dm, ds);
    const cut = Math.min(1, LONGEST / length);
    [dm, ds] = [dm * cut, ds * cut];
    let next = landscape(mu + unit * dm, s + ds);
    // Close to the end the values differ by rounding alone, and Newton's steps are trusted.
    while (length > 1e-6 && next.value > point.value) {
      [dm, ds] = [dm / 2, ds / 2];
      next = landscape(mu + unit * dm, s + ds);
      if (Math.hypot(dm, ds) < 1e-7) break;
    }
    [mu, s, point] = [mu + unit * dm, s + ds, next];
    if (mu < least) return undefined;
    if (length < SHORTEST || (length < 1e-6 && Math.hypot(...newtonStep(point, Math.exp(s))) >= length)) {
      return { mean: mu, sigma: Math.exp(s), kl: point.value };
    }
  }
  return undefined;
}

/**
 * −|H|⁻¹ g in the units (σ, 1): downhill also where the landscape curves down.
 * @param {Point} point
 * @param {number} unit σ
 * @returns {[number, number]}
 */
function newtonStep({ gradient, hessian }, unit) {
  const [a, b, c] = [hessian[0] * unit * unit, hessian[1] * unit, hessian[2]];
  const [g, h] = [gradient[0] * unit, gradient[1]];
  const centre = (a + c) / 2;
  const spread = Math.hypot((a - c) / 2, b);
  const angle = 0.5 * Math.atan2(2 * b, a - c);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = (cos * g + sin * h) / Math.max(Math.abs(centre + spread), 1e-8);
  const across = (cos * h - sin * g) / Math.max(Math.abs(centre - spread), 1e-8);
  return [sin * across - cos * along, -sin * along - cos * across];
}

/**
 * @typedef {object} Bifurcation a separation, with the fit to the right of the middle found there
 * @property {number} separation
 * @property {number} mean
 * @property {number} sigma
 * @property {number} kl
 */

/** The determinant of the Hessian in the units (σ, 1). @param {Point} point @param {number} s */
const determinant = ({ hessian: [a, b, c] }, s) => Math.exp(2 * s) * (a * c - b * b);

/** Where the fits beside the middle are born: gradient and determinant of the Hessian vanish. */
export const reverseFold = once(() => {
  const conditions = (/** @type {number[]} */ [mu, s, d]) => {
    const point = reverseLandscape(d)(mu, s);
    return [...point.gradient, determinant(point, s)];
  };
  let at = [0, 0, 0];
  for (let d = 6; d > 4; d -= 0.1) {
    const fit = at[0] === 0 ? sideFit(reverseLandscape(d), d) : descend(reverseLandscape(d), at[0], Math.exp(at[1]));
    if (!fit || fit.mean < d / 4) break;
    at = [fit.mean, Math.log(fit.sigma), d];
  }
  for (let round = 0; round < 30; round += 1) {
    const value = conditions(at);
    const columns = at.map((_, i) => {
      const [up, down] = [1e-5, -1e-5].map((e) => conditions(at.map((x, k) => (k === i ? x + e : x))));
      return up.map((x, k) => (x - down[k]) / 2e-5);
    });
    const move = solve3(columns, value);
    at = at.map((x, i) => x - move[i]);
    if (Math.hypot(...move) < 1e-11) break;
  }
  return bifurcation(at[2], at[0], Math.exp(at[1]));
});

/** Where the fits beside the middle become the best. */
export const reverseExchange = once(() => {
  const advantage = (/** @type {number} */ d) => {
    const landscape = reverseLandscape(d);
    const side = /** @type {Fit} */ (sideFit(landscape, d));
    return { gap: middleFit(landscape, d).kl - side.kl, side };
  };
  let [a, b] = [5, 6.5];
  let [fa, fb] = [advantage(a).gap, advantage(b).gap];
  for (let round = 0; round < 30 && fb !== fa && Math.abs(b - a) > 1e-12; round += 1) {
    const next = b - (fb * (b - a)) / (fb - fa);
    [a, fa, b, fb] = [b, fb, next, advantage(next).gap];
  }
  const { side } = advantage(b);
  return bifurcation(b, side.mean, side.sigma);
});

/** @param {number} separation @param {number} mean @param {number} sigma @returns {Bifurcation} */
function bifurcation(separation, mean, sigma) {
  return { separation, mean, sigma, kl: reverseLandscape(separation)(mean, Math.log(sigma)).value };
}

/** Solves Σ columns[i] x[i] = right by Cramer's rule. @param {number[][]} columns @param {number[]} right */
function solve3(columns, right) {
  const det = (/** @type {number[][]} */ [a, b, c]) =>
    a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1]) + c[0] * (a[1] * b[2] - a[2] * b[1]);
  const whole = det(columns);
  return columns.map((_, i) => det(columns.map((column, k) => (k === i ? right : column))) / whole);
}

/**
 * The function, computed when it is first asked for.
 * @template T
 * @param {() => T} make
 * @returns {() => T}
 */
function once(make) {
  /** @type {T | undefined} */
  let made;
  return () => (made ??= make());
}
