/** Three normals P, Q, R, and D(P‖R) beside D(P‖Q) + D(Q‖R). */

import { klNormal, normalDensity } from "../maths/normal.js";
import { DRAG_BELLS, normalGrips } from "../parts/bell_grips.js";
import { slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { OVER_GRIP } from "../parts/grip.js";
import { steady } from "../parts/handle.js";
import { hatching } from "../parts/hatching.js";
import { evenly, panel, roundLimits } from "../parts/panel.js";
import { pointReading } from "../parts/point_reading.js";
import { separateNames } from "../parts/separate_names.js";

const POINTS = 241;
/** Below this width the bars stand under the densities. */
const NARROW = 520;
const ROLES = /** @type {const} */ (["p", "q", "r"]);
const PARAMETERS = ROLES.flatMap((role) => [
  slider(`mu_${role}`, `Mean of ${role.toUpperCase()}`, { role, symbol: "μ" }),
  slider(`sigma_${role}`, `Standard deviation of ${role.toUpperCase()}`, { role, symbol: "σ" }),
]);

/** @param {import("../parts/explorer.js").State} state */
export function compute({ mu_p, sigma_p, mu_q, sigma_q, mu_r, sigma_r }) {
  const first = klNormal(mu_p, sigma_p, mu_q, sigma_q);
  const second = klNormal(mu_q, sigma_q, mu_r, sigma_r);
  return { direct: klNormal(mu_p, sigma_p, mu_r, sigma_r), first, second, detour: first + second };
}

/** Whether the detour undercuts the direct way. @param {number} direct @param {number} detour */
export function verdict(direct, detour) {
  if (direct > detour) return "the detour is shorter: rule broken";
  return direct < detour ? "the detour is longer here" : "the two are equal here";
}

/** @param {import("../parts/explorer.js").Values} values */
export function read({ direct, first, second, detour }) {
  return {
    readouts: [
      { label: "D(P ‖ R), direct", text: `${decimal(direct)} nats`, note: verdict(direct, detour) },
      {
        label: "D(P ‖ Q) + D(Q ‖ R), by way of Q",
        text: `${decimal(detour)} nats`,
        note: `${decimal(first)} + ${decimal(second)}`,
      },
    ],
    words: `D of P and R is ${spoken(direct)} nats. By way of Q it is ${spoken(first)} plus ${spoken(second)}, together ${spoken(detour)}: ${verdict(direct, detour).replace(":", ",")}.`,
  };
}

/**
 * A bar's heading, a line of numbers under it, and the bar.
 * @param {any} body
 * @param {string} heading
 * @param {{class: string, fill?: string}[]} looks of its pieces
 */
function row(body, heading, looks) {
  const title = body.append("text").attr("class", "kl-axis-label").text(heading);
  const text = body.append("text");
  const pieces = looks.map((look) =>
    body
      .append("rect")
      .attr("class", look.class)
      .attr("fill", look.fill ?? null),
  );
  /** @param {{x: any, top: number, values: number[]}} place */
  return ({ x, top, values }) => {
    title.attr("x", 4).attr("y", top + 12);
    text
      .attr("x", 4)
      .attr("y", top + 28)
      .text(values.map((value) => decimal(value)).join(" + "));
    let start = 0;
    pieces.forEach((piece, i) => {
      piece
        .attr("x", x(start))
        .attr("width", x(start + values[i]) - x(start))
        .attr("y", top + 35)
        .attr("height", 26);
      start += values[i];
    });
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const hatch = hatching(svg, "kl-q");
  const densities = panel(svg, { yLabel: DRAG_BELLS, xLabel: "x" });
  const bars = panel(svg, { xLabel: "nats", yAxis: false });
  const lines = ROLES.map((role) => densities.body.append("path").attr("class", `kl-line kl-line-${role}`));
  const names = ROLES.map(densities.name);
  const direct = row(bars.body, "D(P ‖ R), direct", [{ class: "kl-bar kl-fill-loss" }]);
  const detour = row(bars.body, "D(P ‖ Q) + D(Q ‖ R), by way of Q", [
    { class: "kl-bar kl-fill-p" },
    { class: "kl-bar", fill: hatch },
  ]);
  const end = bars.body.append("line").attr("class", "kl-zero").attr("stroke-dasharray", "4 3");
  const grips = ROLES.map((role) =>
    normalGrips(svg.node().parentElement, role, densities, tools, role === "p" ? -1 : 1),
  );
  const readAt = pointReading(svg.node().parentElement, [densities], tools);
  const keep = steady(() => grips.some(({ held }) => held()));
  return {
    /** @param {any} view */
    draw({ state, values, width }) {
      const distributions = ROLES.map((role) => ({ mu: state[`mu_${role}`], sigma: state[`sigma_${role}`] }));
      const low = Math.min(-5, ...distributions.map(({ mu, sigma }) => mu - 3.5 * sigma));
      const high = Math.max(5, ...distributions.map(({ mu, sigma }) => mu + 3.5 * sigma));
      const limits = keep(roundLimits(low, high));
      const xs = evenly(...limits, POINTS);
      const stacked = width < NARROW;
      const left = 44;
      const full = width - left - 20;
      const half = stacked ? full : (full - 40) / 2;
      const peaks = distributions.map(({ mu, sigma }) => normalDensity(mu, mu, sigma));
      densities.place({ left, top: 24, width: half, height: 150 }, limits, roundLimits(0, 1.12 * Math.max(...peaks)));
      distributions.forEach(({ mu, sigma }, i) =>
        lines[i].attr("d", densities.line(xs.map((x) => [x, normalDensity(x, mu, sigma)]))),
      );
      const places = separateNames(
        distributions.map(({ mu }, i) => [densities.x(mu), densities.y(peaks[i]) - OVER_GRIP]),
      );
      places.forEach((place, i) => names[i](...place));
      distributions.forEach(({ mu, sigma }, i) => grips[i].show({ mean: mu, sigma }));
      const top = stacked ? 236 : 24;
      const start = stacked ? 16 : left + half + 40;
      bars.place(
        { left: start, top, width: width - start - 20, height: 150 },
        roundLimits(0, 1.02 * Math.max(values.direct, values.detour) || 1),
        [0, 1],
      );
      direct({ x: bars.x, top: 0, values: [values.direct] });
      detour({ x: bars.x, top: 76, values: [values.first, values.second] });
      end.attr("x1", bars.x(values.detour)).attr("x2", bars.x(values.detour)).attr("y1", 31).attr("y2", 66);
      readAt((x) => distributions.map(({ mu, sigma }, i) => [ROLES[i], normalDensity(x, mu, sigma)]));
      return top + 150 + 42;
    },
  };
}

export default defineExplorer({
  name: "triangle",
  title: "The broken triangle",
  parameters: PARAMETERS,
  dragged: PARAMETERS.map(({ name }) => name),
  compute,
  read,
  figure,
});
