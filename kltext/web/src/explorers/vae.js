/** One output of an encoder: against the prior, as a map of noise, and as a trade-off under β. */

import { klNormal, normalDensity, normalLogRatio } from "../maths/normal.js";
import { bellGrips, DRAG_BELLS } from "../parts/bell_grips.js";
import { button, slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { grip, OVER_GRIP } from "../parts/grip.js";
import { steady } from "../parts/handle.js";
import { label } from "../parts/label.js";
import { evenly, panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";

/** What was seen, and the variance of the decoder's output N(z, DECODER_VAR). */
const DATUM = 2;
const DECODER_VAR = 0.5;
/** The least log variance of the slider: at β = 0 the best encoder would have none at all. */
const NARROWEST = -4;
const POINTS = 201;
/** Weights along the frontier, from one that hardly counts to one that forbids any code. */
const WEIGHTS = evenly(-14, 6, 161).map(Math.exp);

const PARAMETERS = [
  slider("mu", "Mean of q(z|x)", { role: "p", symbol: "μ" }),
  slider("log_var", "Log variance of q(z|x)", { role: "p", symbol: "log σ²" }),
  slider("noise", "Noise", { role: "r", symbol: "ε" }),
  slider("beta", "Weight of the divergence", { symbol: "β" }),
];

/** @typedef {[number, number]} Point */

/**
 * The expectation of -log p(x|z) under z ~ N(mu, variance), in nats.
 * @param {number} mu
 * @param {number} variance
 */
export const reconstructionLoss = (mu, variance) =>
  0.5 * (((DATUM - mu) ** 2 + variance) / DECODER_VAR + Math.log(2 * Math.PI * DECODER_VAR));

/**
 * The mean and variance that minimise reconstruction + β · divergence.
 * @param {number} beta
 */
export function bestCode(beta) {
  const weight = beta * DECODER_VAR;
  return { mu: DATUM / (1 + weight), variance: weight / (1 + weight) };
}

/**
 * The weight whose best code has a divergence: the larger the one, the smaller the other.
 * @param {number} kl
 * @param {number} most the largest weight
 */
export function weightFor(kl, most) {
  let [low, high] = [0, most];
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    const { mu, variance } = bestCode(middle);
    if (costs(mu, variance)[0] > kl) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Divergence and reconstruction loss of a code. @param {number} mu @param {number} variance */
export const costs = (mu, variance) =>
  /** @type {Point} */ ([klNormal(mu, Math.sqrt(variance), 0, 1), reconstructionLoss(mu, variance)]);

/** @param {import("../parts/explorer.js").State} state */
export function compute({ mu, log_var, noise, beta }) {
  const variance = Math.exp(log_var);
  const [kl, reconstruction] = costs(mu, variance);
  const best = bestCode(beta);
  const [best_kl, best_reconstruction] = costs(best.mu, best.variance);
  return {
    kl,
    reconstruction,
    loss: reconstruction + beta * kl,
    z: mu + Math.exp(log_var / 2) * noise,
    best_kl,
    best_reconstruction,
    // Without a weight, an infinite divergence costs nothing.
    best_loss: best_reconstruction + (beta === 0 ? 0 : beta * best_kl),
  };
}

/** @param {import("../parts/explorer.js").Values} values @param {any} state */
function read({ kl, reconstruction, loss, best_loss, z }, { beta }) {
  const weight = decimal(beta, 2);
  return {
    readouts: [
      { label: "D(q(z|x) ‖ p(z))", text: `${decimal(kl)} nats`, note: "what the code costs" },
      { label: "Reconstruction loss", text: `${decimal(reconstruction)} nats`, note: "for x = 2, decoder N(z, ½)" },
      { label: `Loss at β = ${weight}`, text: `${decimal(loss)} nats`, note: `at best ${decimal(best_loss)}` },
    ],
    words: `The divergence of the code from the prior is ${spoken(kl)} nats, the reconstruction loss ${spoken(reconstruction)}, and the loss ${spoken(loss)}; the best is ${spoken(best_loss)}. The sample z is ${spoken(z)}.`,
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const densities = drawDensities(svg, tools);
  const map = drawMap(svg, tools);
  const trade = drawTrade(svg, tools);
  const keep = steady(() => densities.held() || map.held());
  tools.addControl(
    button(
      "Best code for this β",
      () => {
        const { mu, variance } = bestCode(tools.state().beta);
        tools.change({ mu, log_var: Math.max(NARROWEST, Math.log(variance)) });
      },
      tools.signal,
    ),
  );
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      const side = width >= 520;
      const left = side ? Math.round(0.56 * width) : width;
      const sigma = Math.exp(state.log_var / 2);
      const reach = 3.2 * sigma;
      const limits = keep(roundLimits(Math.min(-3.2, state.mu - reach), Math.max(3.2, state.mu + reach)));
      const box = { left: 40, width: left - 52 };
      densities.draw({ ...box, top: 24, height: 130 }, limits, state, values);
      map.draw({ ...box, top: 200, height: 76 }, limits, state, values);
      const place = side
        ? { left: left + 36, top: 24, width: width - left - 48, height: 252 }
        : { left: 40, top: 360, width: width - 52, height: 190 };
      trade(place, state, values);
      return place.top + place.height + 44;
    },
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function drawDensities(svg, tools) {
  const { limits: allowed, change, redraw, signal } = tools;
  const above = panel(svg, { yLabel: DRAG_BELLS });
  const p = above.body.append("path").attr("class", "kl-line kl-line-q");
  const q = above.body.append("path").attr("class", "kl-line kl-line-p");
  const sample = above.body.append("line").attr("class", "kl-line kl-line-r");
  const placeQ = label(above.body, "kl-name kl-halo kl-of-p", "q(z|x)");
  const placeP = label(above.body, "kl-name kl-halo kl-of-q", "p(z)");
  const grips = bellGrips(svg.node().parentElement, {
    role: "p",
    frame: above,
    mean: { label: "Mean of q(z|x), on the figure", limits: allowed.mu, set: (mu) => change({ mu }) },
    width: {
      label: "Log variance of q(z|x), by its flank",
      limits: allowed.log_var,
      of: (sigma) => 2 * Math.log(sigma),
      set: (log_var) => change({ log_var }),
    },
    released: redraw,
    signal,
  });
  const readAt = pointReading(svg.node().parentElement, [above], { symbol: "z", signal });
  const draw = (
    /** @type {any} */ box,
    /** @type {Point} */ limits,
    /** @type {any} */ state,
    /** @type {any} */ values,
  ) => {
    const { mu, log_var } = state;
    const sigma = Math.exp(log_var / 2);
    const peak = normalDensity(mu, mu, sigma);
    // A narrow code needs points of its own.
    const zs = [...evenly(...limits, POINTS), ...evenly(mu - 4 * sigma, mu + 4 * sigma, POINTS)]
      .filter((z) => z >= limits[0] && z <= limits[1])
      .sort((a, b) => a - b);
    const curve = (/** @type {number} */ m, /** @type {number} */ s) =>
      above.line(zs.map((z) => [z, normalDensity(z, m, s)]));
    above.place(box, limits, roundLimits(0, 1.15 * Math.max(peak, normalDensity(0, 0, 1))));
    p.attr("d", curve(0, 1));
    q.attr("d", curve(mu, sigma));
    sample.attr("x1", above.x(values.z)).attr("x2", above.x(values.z)).attr("y1", 0).attr("y2", box.height);
    grips.show({ mean: mu, sigma }, log_var);
    readAt((z) => [
      ["q(z|x)", normalDensity(z, mu, sigma)],
      ["p(z)", normalDensity(z, 0, 1)],
      ["q log(q/p)", normalDensity(z, mu, sigma) * normalLogRatio(z, mu, sigma, 0, 1)],
    ]);
    placeQ(above.x(mu), above.y(peak) - OVER_GRIP);
    const aside = mu > 0 ? -1 : 1;
    placeP(above.x(aside) + aside * 20, above.y(normalDensity(1, 0, 1)) - 4);
  };
  return { draw, held: grips.held };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function drawMap(svg, tools) {
  const below = panel(svg, { xLabel: "value of ε or of z", yAxis: false });
  const rows = ["z", "ε"].map((name) => ({
    name,
    line: below.body.append("line").attr("class", "kl-zero"),
    text: below.body.append("text").attr("class", "kl-axis-label").attr("text-anchor", "end").text(name),
  }));
  const rays = below.body.append("g").attr("class", "kl-zero");
  const arrow = below.body.append("line").attr("class", "kl-line kl-arrow-r");
  const sum = below.body.append("text").attr("class", "kl-halo").attr("text-anchor", "middle");
  const epsilon = below.body.append("text").attr("class", "kl-halo").attr("text-anchor", "middle");
  // The lower one is the noise, the upper one the sample that it becomes.
  const grips = [
    (/** @type {number} */ x) => {
      const { mu, log_var } = tools.state();
      return (below.valueAt(x) - mu) / Math.exp(log_var / 2);
    },
    below.valueAt,
  ].map((at, i) =>
    grip(svg.node().parentElement, {
      label: `Noise ε, ${i ? "on its line" : "by the sample z"}`,
      look: "kl-of-r",
      limits: tools.limits.noise,
      at,
      set: (noise) => tools.change({ noise }),
      released: tools.redraw,
      signal: tools.signal,
    }),
  );
  const draw = (
    /** @type {any} */ box,
    /** @type {Point} */ limits,
    /** @type {any} */ state,
    /** @type {any} */ values,
  ) => {
    const { mu, log_var, noise } = state;
    const sigma = Math.exp(log_var / 2);
    const [top, bottom] = [18, box.height - 22];
    below.place(box, limits, [0, 1]);
    rows.forEach(({ line, text }, i) => {
      const y = i === 0 ? top : bottom;
      line.attr("x2", box.width).attr("y1", y).attr("y2", y);
      text.attr("x", -8).attr("y", y + 4);
    });
    rays
      .selectAll("line")
      .data([-3, -2, -1, 0, 1, 2, 3])
      .join("line")
      .attr("x1", (/** @type {number} */ e) => below.x(mu + sigma * e))
      .attr("x2", below.x)
      .attr("y1", top)
      .attr("y2", bottom);
    const [x1, x2] = [below.x(values.z), below.x(noise)];
    arrow.attr("x1", x1).attr("x2", x2).attr("y1", top).attr("y2", bottom);
    grips[0].show(noise, box.left + x1, box.top + top);
    grips[1].show(noise, box.left + x2, box.top + bottom);
    const within = (/** @type {number} */ x, /** @type {number} */ half) =>
      Math.max(half - 30, Math.min(box.width - half, x));
    sum
      .attr("x", within(x1, 72))
      .attr("y", top - 10)
      .text(`z = μ + σε = ${decimal(values.z)}`);
    epsilon
      .attr("x", within(x2, 30))
      .attr("y", bottom + 18)
      .text(`ε = ${decimal(noise, 2)}`);
  };
  return { draw, held: () => grips.some(({ held }) => held()) };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function drawTrade(svg, { limits: allowed, change, signal }) {
  const plane = panel(svg, { yLabel: "reconstruction loss (nats)", xLabel: "divergence (nats)" });
  const frontier = plane.body.append("path").attr("class", "kl-line kl-line-p");
  const equal = plane.body.append("path").attr("class", "kl-line kl-ink kl-dashed");
  const here = plane.body.append("circle").attr("r", 5).attr("class", "kl-fill-q");
  const names = [
    ["━ ○ best codes", "kl-of-p"],
    ["╌ equal loss", ""],
    ["● this code", "kl-of-q"],
  ].map(([text, role]) => plane.body.append("text").attr("class", `kl-halo ${role}`).text(text));
  const best = grip(svg.node().parentElement, {
    label: "Weight β, by its best code",
    look: "kl-of-p kl-handle-ring",
    limits: allowed.beta,
    at: (x) => weightFor(plane.valueAt(x), allowed.beta.high),
    set: (beta) => change({ beta }),
    signal,
  });
  const curve = WEIGHTS.map((beta) => {
    const { mu, variance } = bestCode(beta);
    return costs(mu, variance);
  });
  return (/** @type {any} */ box, /** @type {any} */ { beta }, /** @type {any} */ values) => {
    const { kl, reconstruction, loss, best_kl, best_reconstruction } = values;
    // The names stand in the room above.
    const [[, right], [, top]] = [
      roundLimits(0, Math.max(4, 1.15 * kl)),
      roundLimits(0, Math.max(6, 1.5 * reconstruction)),
    ];
    plane.place(box, [0, right], [0, top]);
    frontier.attr("d", plane.line(curve.filter(([x]) => x <= right)));
    // The line of all pairs that cost as much as this code does, cut off at the axes.
    const from = Math.max(0, beta > 0 ? (loss - top) / beta : 0);
    const to = Math.min(right, beta > 0 ? loss / beta : right);
    equal.attr(
      "d",
      plane.line([
        [from, loss - beta * from],
        [to, loss - beta * to],
      ]),
    );
    here.attr("cx", plane.x(kl)).attr("cy", plane.y(reconstruction));
    best.show(beta, ...plane.onFigure(Math.min(best_kl, right), best_reconstruction));
    legend(names, box);
  };
}

/** Writes the names one below the other, at the right. @param {any[]} names @param {any} box */
function legend(names, box) {
  names.forEach((name, i) =>
    name
      .attr("x", box.width)
      .attr("y", 14 + 16 * i)
      .attr("text-anchor", "end"),
  );
}

export default defineExplorer({
  name: "vae",
  title: "An encoder's output",
  parameters: PARAMETERS,
  dragged: ["mu", "log_var", "noise", "beta"],
  compute,
  read,
  figure,
});
