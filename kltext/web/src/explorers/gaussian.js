/** Two normals, the integrand p log(p/q) filled, and its signed area. */

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

const POINTS = 161;
const PARAMETERS = [
  slider("mu_p", "Mean of P", { role: "p", symbol: "μ" }),
  slider("sigma_p", "Standard deviation of P", { role: "p", symbol: "σ" }),
  slider("mu_q", "Mean of Q", { role: "q", symbol: "μ" }),
  slider("sigma_q", "Standard deviation of Q", { role: "q", symbol: "σ" }),
];

/** @param {import("../parts/explorer.js").State} state */
export function compute({ mu_p, sigma_p, mu_q, sigma_q }) {
  const kl = klNormal(mu_p, sigma_p, mu_q, sigma_q);
  return {
    kl,
    kl_bits: kl / Math.LN2,
    kl_reverse: klNormal(mu_q, sigma_q, mu_p, sigma_p),
    mu_part: 0.5 * ((mu_p - mu_q) / sigma_q) ** 2,
  };
}

/** How large a divergence is, in words. @param {number} kl in nats */
export function size(kl) {
  if (kl === 0) return "the same distribution";
  if (kl < 0.01) return "hard to tell apart";
  if (kl < 0.1) return "a small difference";
  if (kl < 1) return "a clear difference";
  return kl < 5 ? "a large difference" : "hardly any overlap";
}

/** @param {import("../parts/explorer.js").Values} values */
function read({ kl, kl_bits, kl_reverse }) {
  return {
    readouts: [
      { label: "D(P ‖ Q)", text: `${decimal(kl)} nats`, note: `${decimal(kl_bits)} bits: ${size(kl)}` },
      { label: "D(Q ‖ P)", text: `${decimal(kl_reverse)} nats`, note: "the other way round" },
    ],
    words: `D of P and Q is ${spoken(kl)} nats, ${size(kl)}. D of Q and P is ${spoken(kl_reverse)} nats.`,
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const hatch = hatching(svg, "kl-gain");
  const above = panel(svg, { yLabel: DRAG_BELLS });
  const below = panel(svg, { yLabel: "p log(p/q): area D(P ‖ Q)", xLabel: "x" });
  const curves = {
    gain: below.body.append("path").attr("class", "kl-area").attr("fill", hatch),
    loss: below.body.append("path").attr("class", "kl-area kl-fill-loss"),
    edge: below.body.append("path").attr("class", "kl-line kl-ink"),
    zero: below.body.append("line").attr("class", "kl-zero"),
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
  formulaTerms(box, [signedAreas("D(P ‖ Q)", ["p", "q"], curves)], tools.signal);
  const readAt = pointReading(box, [above, below], tools);
  const keep = steady(() => grips.p.held() || grips.q.held());
  return {
    /** @param {any} view */
    draw({ state: { mu_p, sigma_p, mu_q, sigma_q }, width }) {
      const box = { left: 48, width: width - 60 };
      const limits = keep(
        roundLimits(
          Math.min(mu_p - 3.5 * sigma_p, mu_q - 3 * sigma_q, -4),
          Math.max(mu_p + 3.5 * sigma_p, mu_q + 3 * sigma_q, 4),
        ),
      );
      const xs = evenly(...limits, POINTS);
      const p = xs.map((x) => normalDensity(x, mu_p, sigma_p));
      const q = xs.map((x) => normalDensity(x, mu_q, sigma_q));
      const terms = xs.map((x, i) => (p[i] === 0 ? 0 : p[i] * normalLogRatio(x, mu_p, sigma_p, mu_q, sigma_q)));
      const points = (/** @type {number[]} */ ys) => xs.map((x, i) => /** @type {[number, number]} */ ([x, ys[i]]));
      above.place({ ...box, top: 24, height: 150 }, limits, roundLimits(0, 1.12 * Math.max(...p, ...q)));
      curves.p.attr("d", above.line(points(p)));
      curves.q.attr("d", above.line(points(q)));
      const peak = (/** @type {number} */ mu, /** @type {number} */ sigma) =>
        /** @type {[number, number]} */ ([above.x(mu), above.y(normalDensity(mu, mu, sigma)) - OVER_GRIP]);
      const places = separateNames([peak(mu_p, sigma_p), peak(mu_q, sigma_q)]);
      names.p(...places[0]);
      names.q(...places[1]);
      grips.p.show({ mean: mu_p, sigma: sigma_p });
      grips.q.show({ mean: mu_q, sigma: sigma_q });
      const [low, high] = [Math.min(...terms), Math.max(...terms)];
      const room = 0.08 * (high - low) || 0.1;
      below.place({ ...box, top: 232, height: 150 }, limits, roundLimits(low - room, high + room));
      curves.loss.attr("d", below.area(points(terms.map((value) => Math.max(0, value)))));
      curves.gain.attr("d", below.area(points(terms.map((value) => Math.min(0, value)))));
      curves.edge.attr("d", below.line(points(terms)));
      curves.zero.attr("x2", box.width).attr("y1", below.y(0)).attr("y2", below.y(0));
      readAt((x) => {
        const density = normalDensity(x, mu_p, sigma_p);
        return [
          ["p", density],
          ["q", normalDensity(x, mu_q, sigma_q)],
          ["p log(p/q)", density === 0 ? 0 : density * normalLogRatio(x, mu_p, sigma_p, mu_q, sigma_q)],
        ];
      });
      return 424;
    },
  };
}

export default defineExplorer({
  name: "gaussian",
  title: "Two Gaussians",
  parameters: PARAMETERS,
  dragged: ["mu_p", "sigma_p", "mu_q", "sigma_q"],
  compute,
  read,
  figure,
});
