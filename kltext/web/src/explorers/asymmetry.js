/** Two normals, and the integrands of both directions side by side on one scale. */

import { klNormal, normalDensity, normalLogRatio } from "../maths/normal.js";
import { DRAG_BELLS, normalGrips } from "../parts/bell_grips.js";
import { slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { formulaTerms, signedAreas } from "../parts/formula_terms.js";
import { OVER_GRIP } from "../parts/grip.js";
import { steady } from "../parts/handle.js";
import { hatching } from "../parts/hatching.js";
import { evenly, panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";
import { separateNames } from "../parts/separate_names.js";

const POINTS = 241;
/** Below this width the two directions stand one under the other. */
const NARROW = 520;
const PARAMETERS = [
  slider("mu_p", "Mean of P", { role: "p", symbol: "μ" }),
  slider("sigma_p", "Standard deviation of P", { role: "p", symbol: "σ" }),
  slider("mu_q", "Mean of Q", { role: "q", symbol: "μ" }),
  slider("sigma_q", "Standard deviation of Q", { role: "q", symbol: "σ" }),
];

/** @param {import("../parts/explorer.js").State} state */
export function compute({ mu_p, sigma_p, mu_q, sigma_q }) {
  const kl = klNormal(mu_p, sigma_p, mu_q, sigma_q);
  const kl_reverse = klNormal(mu_q, sigma_q, mu_p, sigma_p);
  return { kl, kl_reverse, difference: kl_reverse - kl };
}

/** Which direction costs more, and why. @param {number} sigma_p @param {number} sigma_q */
export function verdict(sigma_p, sigma_q) {
  if (sigma_p === sigma_q) return "equal widths: both directions agree";
  return `${sigma_p < sigma_q ? "Q" : "P"} is wider: with it first, you pay more`;
}

/**
 * @param {import("../parts/explorer.js").Values} values
 * @param {import("../parts/explorer.js").State} state
 */
export function read({ kl, kl_reverse, difference }, { sigma_p, sigma_q }) {
  const why = verdict(sigma_p, sigma_q);
  return {
    readouts: [
      { label: "D(P ‖ Q)", text: `${decimal(kl)} nats`, note: "outcomes come from P" },
      { label: "D(Q ‖ P)", text: `${decimal(kl_reverse)} nats`, note: "outcomes come from Q" },
      { label: "D(Q ‖ P) − D(P ‖ Q)", text: `${decimal(difference)} nats`, note: why },
    ],
    words: `D of P and Q is ${spoken(kl)} nats, D of Q and P is ${spoken(kl_reverse)} nats: ${why.replace(":", ",")}.`,
  };
}

/** The part of the axis that is drawn. @param {import("../parts/explorer.js").State} state */
const reach = ({ mu_p, sigma_p, mu_q, sigma_q }) =>
  roundLimits(
    Math.min(mu_p - 4 * sigma_p, mu_q - 4 * sigma_q, -5),
    Math.max(mu_p + 4 * sigma_p, mu_q + 4 * sigma_q, 5),
  );

/**
 * The densities, and the integrand of each direction, on one grid.
 * @param {import("../parts/explorer.js").State} state
 * @param {[number, number]} [limits]
 */
export function curves(state, limits = reach(state)) {
  const { mu_p, sigma_p, mu_q, sigma_q } = state;
  const xs = evenly(...limits, POINTS);
  const p = xs.map((x) => normalDensity(x, mu_p, sigma_p));
  const q = xs.map((x) => normalDensity(x, mu_q, sigma_q));
  const ratio = xs.map((x) => normalLogRatio(x, mu_p, sigma_p, mu_q, sigma_q));
  return { xs, p, q, forward: xs.map((_, i) => p[i] * ratio[i]), reverse: xs.map((_, i) => q[i] * -ratio[i]) };
}

/**
 * The densities at a point, and what each direction pays there.
 * @param {number} x
 * @param {import("../parts/explorer.js").State} state
 * @returns {[string, number][]}
 */
export function valuesAt(x, { mu_p, sigma_p, mu_q, sigma_q }) {
  const [p, q] = [normalDensity(x, mu_p, sigma_p), normalDensity(x, mu_q, sigma_q)];
  const ratio = normalLogRatio(x, mu_p, sigma_p, mu_q, sigma_q);
  return [
    ["p", p],
    ["q", q],
    ["p log(p/q)", p * ratio],
    ["q log(q/p)", q * -ratio],
  ];
}

/**
 * A panel with one direction's integrand and its signed area.
 * @param {any} svg
 * @param {{label: string, hatch: string, role: string}} look
 */
function direction(svg, { label, hatch, role }) {
  const frame = panel(svg, { yLabel: label, xLabel: "x" });
  const gain = frame.body.append("path").attr("class", "kl-area").attr("fill", hatch);
  const loss = frame.body.append("path").attr("class", "kl-area kl-fill-loss");
  const edge = frame.body.append("path").attr("class", `kl-line kl-line-${role}`);
  const zero = frame.body.append("line").attr("class", "kl-zero");
  /** @param {import("../parts/panel.js").Box} box @param {number[]} xs @param {number[]} terms @param {[number, number]} limits */
  const draw = (box, xs, terms, limits) => {
    frame.place(box, [xs[0], xs[xs.length - 1]], limits);
    const points = (/** @type {(value: number) => number} */ of) =>
      xs.map((x, i) => /** @type {[number, number]} */ ([x, of(terms[i])]));
    loss.attr("d", frame.area(points((value) => Math.max(0, value))));
    gain.attr("d", frame.area(points((value) => Math.min(0, value))));
    edge.attr("d", frame.line(points((value) => value)));
    zero.attr("x2", box.width).attr("y1", frame.y(0)).attr("y2", frame.y(0));
  };
  return { frame, draw, areas: { loss, gain } };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const hatch = hatching(svg, "kl-gain");
  const above = panel(svg, { yLabel: DRAG_BELLS });
  const forward = direction(svg, { label: "p log(p/q): area D(P ‖ Q)", hatch, role: "p" });
  const reverse = direction(svg, { label: "q log(q/p): area D(Q ‖ P)", hatch, role: "q" });
  const lines = {
    p: above.body.append("path").attr("class", "kl-line kl-line-p"),
    q: above.body.append("path").attr("class", "kl-line kl-line-q"),
  };
  const names = {
    p: above.name("p"),
    q: above.name("q"),
  };
  const box = svg.node().parentElement;
  const grips = {
    p: normalGrips(box, "p", above, tools, -1),
    q: normalGrips(box, "q", above, tools),
  };
  formulaTerms(
    box,
    [signedAreas("D(P ‖ Q)", ["p", "q"], forward.areas), signedAreas("D(Q ‖ P)", ["q", "p"], reverse.areas)],
    tools.signal,
  );
  const readAt = pointReading(box, [above, forward.frame, reverse.frame], tools);
  const keep = steady(() => grips.p.held() || grips.q.held());
  return {
    /** @param {any} view */
    draw({ state, width }) {
      const { xs, ...ys } = curves(state, keep(reach(state)));
      const left = 48;
      const full = width - 60;
      above.place(
        { left, top: 24, width: full, height: 120 },
        [xs[0], xs[POINTS - 1]],
        roundLimits(0, 1.12 * Math.max(...ys.p, ...ys.q)),
      );
      const path = (/** @type {number[]} */ values) => above.line(xs.map((x, i) => [x, values[i]]));
      lines.p.attr("d", path(ys.p));
      lines.q.attr("d", path(ys.q));
      const peak = (/** @type {number} */ mu, /** @type {number} */ sigma) =>
        /** @type {[number, number]} */ ([above.x(mu), above.y(normalDensity(mu, mu, sigma)) - OVER_GRIP]);
      const [p, q] = separateNames([peak(state.mu_p, state.sigma_p), peak(state.mu_q, state.sigma_q)]);
      names.p(...p);
      names.q(...q);
      grips.p.show({ mean: state.mu_p, sigma: state.sigma_p });
      grips.q.show({ mean: state.mu_q, sigma: state.sigma_q });
      const low = Math.min(...ys.forward, ...ys.reverse);
      const high = Math.max(...ys.forward, ...ys.reverse);
      const room = 0.08 * (high - low) || 0.1;
      const limits = roundLimits(low - room, high + room);
      const stacked = width < NARROW;
      const half = stacked ? full : (full - left) / 2;
      const top = 202;
      const height = stacked ? 120 : 150;
      forward.draw({ left, top, width: half, height }, xs, ys.forward, limits);
      reverse.draw(
        { left: stacked ? left : 2 * left + half, top: stacked ? top + height + 66 : top, width: half, height },
        xs,
        ys.reverse,
        limits,
      );
      readAt((x) => valuesAt(x, state));
      return (stacked ? top + height + 66 : top) + height + 42;
    },
  };
}

export default defineExplorer({
  name: "asymmetry",
  title: "Both directions",
  parameters: PARAMETERS,
  dragged: ["mu_p", "sigma_p", "mu_q", "sigma_q"],
  compute,
  read,
  figure,
});
