/** The code that gives the divergence: by kltext, by SciPy's own means, and by PyTorch. */

import { wholeQ } from "./choices.js";

/** @typedef {import("./choices.js").State} State */
/** @typedef {Record<string, any>} Values */

/** A number or a list as Python writes it. @param {any} value @returns {string} */
const literal = (value) =>
  Array.isArray(value) ? `[${value.map(literal).join(", ")}]` : String(value === 0 ? 0 : value);
/** A number with a point or an exponent. @param {number} value */
const real = (value) => (/[.e]/.test(literal(value)) ? literal(value) : `${literal(value)}.0`);

/** The frozen distribution of scipy.stats. @param {string} family @param {Values} values */
export function frozen(family, values) {
  if (family === "rv_discrete") return `stats.rv_discrete(values=(${literal(values.xk)}, ${literal(values.pk)}))`;
  const given = Object.entries(values).filter(
    ([name, value]) => !(name === "loc" && value === 0) && !(name === "scale" && value === 1),
  );
  if (family !== "truncnorm")
    return `stats.${family}(${given.map(([name, value]) => `${name}=${literal(value)}`).join(", ")})`;
  const { low, high, loc = 0, scale = 1 } = values;
  const unit = (/** @type {number} */ x) =>
    `(${literal(x)} - ${literal(loc).startsWith("-") ? `(${literal(loc)})` : literal(loc)}) / ${literal(scale)}`;
  return `stats.truncnorm(${unit(low)}, ${unit(high)}, loc=${literal(loc)}, scale=${literal(scale)})`;
}

/** @param {State} state */
const both = (state) =>
  `P = ${frozen(state.family_p, state.parameters_p)}\nQ = ${frozen(state.family_q, wholeQ(state))}`;

/** @param {State} state */
export function kltextCode(state) {
  return `from scipy import stats

from kltext import kl_distributions

${both(state)}
print(kl_distributions(P, Q), "nats")
print(kl_distributions(P, Q, base=2), "bits")
`;
}

/** @param {State} state @param {boolean} discrete @param {number} kl */
export function scipyCode(state, discrete, kl) {
  const warning =
    kl === Infinity
      ? "# The truth is infinite, which a sum or an integral cannot see: test the supports and the tails.\n"
      : "";
  if (discrete) {
    // SciPy's sum stops early where tails are heavy, and knows no Poisson distribution of mean 0.
    const long = state.family_p === "zipf" ? ", maxcount=10**6, tolerance=0, chunksize=10**5" : "";
    const point = state.family_p === "poisson" && state.parameters_p.mu === 0;
    const sum = `P.expect(lambda k: P.logpmf(k) - Q.logpmf(k)${long})`;
    return `from scipy import stats

${both(state)}
${warning}value = ${point ? "-Q.logpmf(0)  # all mass of P is at 0" : sum}
print(value, "nats")
`;
  }
  return `from scipy import stats
from scipy.integrate import quad

${both(state)}


def log_ratio(u):
    x = P.ppf(u)
    return P.logpdf(x) - Q.logpdf(x)


${warning}value, error = quad(log_ratio, 0, 1)
print(value, "nats")
`;
}

/** torch.distributions' class for a family, its arguments, and what it has no word for. @type {Record<string, {name: string, write: (v: any) => string, lacks?: string[], needs?: string}>} */
const TORCH = {
  bernoulli: { name: "Bernoulli", write: ({ p }) => real(p) },
  beta: { name: "Beta", write: ({ a, b }) => `${real(a)}, ${real(b)}`, lacks: ["loc", "scale"] },
  binom: { name: "Binomial", write: ({ n, p }) => `${n}, ${real(p)}` },
  cauchy: { name: "Cauchy", write: ({ loc, scale }) => `${real(loc)}, ${real(scale)}` },
  expon: { name: "Exponential", write: ({ scale }) => `1 / ${real(scale)}`, lacks: ["loc"] },
  gamma: { name: "Gamma", write: ({ a, scale }) => `${real(a)}, 1 / ${real(scale)}`, lacks: ["loc"] },
  geom: { name: "Geometric", write: ({ p }) => real(p) },
  gumbel_r: { name: "Gumbel", write: ({ loc, scale }) => `${real(loc)}, ${real(scale)}` },
  halfnorm: { name: "HalfNormal", write: ({ scale }) => real(scale), lacks: ["loc"] },
  laplace: { name: "Laplace", write: ({ loc, scale }) => `${real(loc)}, ${real(scale)}` },
  lognorm: { name: "LogNormal", write: ({ s, scale }) => `math.log(${real(scale)}), ${real(s)}`, lacks: ["loc"] },
  norm: { name: "Normal", write: ({ loc, scale }) => `${real(loc)}, ${real(scale)}` },
  pareto: { name: "Pareto", write: ({ b, scale }) => `${real(scale)}, ${real(b)}`, lacks: ["loc"] },
  poisson: { name: "Poisson", write: ({ mu }) => real(mu) },
  rv_discrete: { name: "Categorical", write: ({ pk }) => `torch.tensor(${literal(pk)})` },
  uniform: { name: "Uniform", write: ({ loc, scale }) => `${real(loc)}, ${real(loc + scale)}` },
};

/** The pairs that torch.distributions registers (2.13), by our names. */
export const TORCH_PAIRS = new Set([
  ..."bernoulli beta binom cauchy expon gamma geom gumbel_r halfnorm laplace lognorm norm pareto poisson rv_discrete uniform"
    .split(" ")
    .map((name) => `${name} ${name}`),
  ..."bernoulli poisson,beta expon,beta gamma,beta norm,beta uniform,expon gamma,expon gumbel_r,expon norm,gamma expon".split(
    ",",
  ),
  ..."gamma gumbel_r,gamma norm,gumbel_r norm,laplace norm,norm gumbel_r,norm laplace,pareto expon,pareto gamma".split(
    ",",
  ),
  ..."pareto norm,poisson bernoulli,poisson binom,uniform beta,uniform expon,uniform gamma,uniform gumbel_r".split(","),
  ..."uniform norm,uniform pareto".split(","),
]);

/** What was measured of torch 2.13, in double precision. @type {Record<string, string>} */
export const TORCH_WRONG = {
  "norm norm": "for nearly identical normals it loses digits: with means 10⁻⁸ apart, all of them",
  "bernoulli bernoulli": "for p that agree to 10⁻¹⁰ no digit is right, and p = 1 against a tiny p is off by half",
  "rv_discrete rv_discrete": "it raises tiny probabilities: for 10⁻¹⁰ it gave 7.278 where 10.82 is right",
  "poisson poisson": "at rate 0 it gives nan, and for large rates that nearly agree no digit is right",
  "binom binom": "at p = 1 it gives −inf",
  "gamma gamma": "for large shapes that nearly agree no digit is right",
  "poisson bernoulli": "it gives inf at every rate, also at 0, where the truth is finite",
  "poisson binom": "it gives inf at every rate, also at 0, where the truth is finite",
  "uniform pareto": "where the supports do not fit it may give −inf instead of inf",
};

/**
 * @param {State} state
 * @returns {{code?: string, note: string}} no code where torch cannot say it
 */
export function torchCode(state) {
  const pair = `${state.family_p} ${state.family_q}`;
  if (!TORCH_PAIRS.has(pair)) return { note: "torch.distributions registers no divergence for this pair." };
  const sides = /** @type {[string, Values][]} */ ([
    [state.family_p, state.parameters_p],
    [state.family_q, wholeQ(state)],
  ]);
  for (const [family, values] of sides) {
    const { name, lacks = [] } = TORCH[family];
    const [missing] = lacks.filter((key) => (values[key] ?? (key === "loc" ? 0 : 1)) !== (key === "loc" ? 0 : 1));
    if (missing)
      return {
        note: `torch's ${name} has no ${missing}; with ${missing} ${missing === "loc" ? 0 : 1} there is code here.`,
      };
  }
  if (pair === "rv_discrete rv_discrete" && literal(sides[0][1].xk) !== literal(sides[1][1].xk)) {
    return { note: "torch's Categorical knows places, not values: give both tables the same values." };
  }
  const written = sides.map(
    ([family, values]) => `${TORCH[family].name}(${TORCH[family].write({ loc: 0, scale: 1, ...values })})`,
  );
  const names = [...new Set(sides.map(([family]) => TORCH[family].name))].sort();
  const shift =
    state.family_p === "geom" ? "# torch counts the failures, SciPy the trials: the divergence is the same.\n" : "";
  const code = `${state.family_p === "lognorm" ? "import math\n\n" : ""}import torch
from torch.distributions import ${names.join(", ")}, kl_divergence

torch.set_default_dtype(torch.float64)
${shift}P = ${written[0]}
Q = ${written[1]}
print(kl_divergence(P, Q).item(), "nats")
`;
  return { code, note: pair in TORCH_WRONG ? `Caution, as measured with torch 2.13: ${TORCH_WRONG[pair]}.` : "" };
}

/** The three codes. @param {State} state @param {boolean} discrete @param {number} kl */
export function codes(state, discrete, kl) {
  return {
    kltext: { code: kltextCode(state), note: "The closed form, as this page computes it." },
    scipy: {
      code: scipyCode(state, discrete, kl),
      note: `SciPy has no divergence of two distributions: this ${discrete ? "adds the terms" : "averages log p/q over the quantiles of P"}.`,
    },
    torch: torchCode(state),
  };
}
