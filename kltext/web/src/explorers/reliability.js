/** A reliability diagram under a temperature, and the part of the log loss that it changes. */

import { entropy, klDivergence, sum } from "../maths/discrete.js";
import { slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, spoken } from "../parts/format.js";
import { grip } from "../parts/grip.js";
import { evenly, panel } from "../parts/panel.js";

/** An invented forecaster: what it says, how often, and how often the event then happens. */
const SAID = [0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99];
const COUNT = [120, 90, 70, 60, 60, 60, 80, 110, 150];
const HITS = [12, 15, 22, 23, 31, 38, 54, 91, 137];
const TOTAL = sum(COUNT);
const SEEN = HITS.map((hits, i) => hits / COUNT[i]);
const BASE = sum(HITS) / TOTAL;
const TEMPERATURES = evenly(0.25, 5, 96);

/** @param {number} p */
const twoOutcomes = (p) => [p, 1 - p];
/** The expectation over forecasts. @param {number[]} values */
const mean = (values) => sum(values.map((value, i) => COUNT[i] * value)) / TOTAL;

/** What is said when the logits are divided by a temperature. @param {number} temperature */
export const forecasts = (temperature) => SAID.map((p) => 1 / (1 + Math.exp(-Math.log(p / (1 - p)) / temperature)));

/** The expectation of D(frequency ‖ forecast). @param {number} temperature */
export function reliabilityAt(temperature) {
  const said = forecasts(temperature);
  return mean(SEEN.map((p, i) => klDivergence(twoOutcomes(p), twoOutcomes(said[i]))));
}

const RESOLUTION = mean(SEEN.map((p) => klDivergence(twoOutcomes(p), twoOutcomes(BASE))));
const CURVE = TEMPERATURES.map((t) => /** @type {[number, number]} */ ([t, reliabilityAt(t)]));

/** @param {import("../parts/explorer.js").State} state */
export function compute({ temperature }) {
  const reliability = reliabilityAt(temperature);
  const uncertainty = entropy(twoOutcomes(BASE));
  return {
    reliability,
    resolution: RESOLUTION,
    uncertainty,
    log_loss: reliability - RESOLUTION + uncertainty,
  };
}

/** @param {import("../parts/explorer.js").Values} values @param {any} state */
function read({ reliability, resolution, uncertainty, log_loss }, { temperature }) {
  return {
    readouts: [
      { label: "Reliability term", text: `${decimal(reliability)} nats`, note: "mean D(frequency ‖ forecast)" },
      {
        label: "Log loss",
        text: `${decimal(log_loss)} nats`,
        note: `reliability ${decimal(reliability)} − resolution ${decimal(resolution)} + uncertainty ${decimal(uncertainty)}`,
        long: true,
      },
    ],
    words: `At temperature ${spoken(temperature, 2)} the reliability term is ${spoken(reliability)} nats, and the log loss ${spoken(log_loss)}.`,
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, { limits, change, signal }) {
  const diagram = panel(svg, { xLabel: "forecast", yLabel: "observed frequency" });
  const diagonal = diagram.body.append("path").attr("class", "kl-line kl-ink");
  const gaps = diagram.body.append("path").attr("class", "kl-line kl-arrow-r");
  const joined = diagram.body.append("path").attr("class", "kl-line kl-line-q");
  const dots = COUNT.map((n) =>
    diagram.body
      .append("circle")
      .attr("class", "kl-fill-q")
      .attr("r", Math.sqrt(0.35 * n)),
  );
  const cost = panel(svg, { xLabel: "temperature", yLabel: "reliability term (nats)" });
  const curve = cost.body.append("path").attr("class", "kl-line kl-line-p");
  const here = grip(svg.node().parentElement, {
    label: "Temperature, on the figure",
    look: "",
    limits: limits.temperature,
    at: cost.valueAt,
    set: (temperature) => change({ temperature }),
    signal,
  });
  return {
    /** @param {any} view */
    draw({ state: { temperature }, values, width }) {
      const beside = width >= 520;
      const size = Math.min(beside ? 0.5 * width - 40 : width - 56, 330);
      diagram.place({ left: 44, top: 24, width: size, height: size }, [0, 1], [0, 1]);
      const said = forecasts(temperature);
      const { x, y } = diagram;
      diagonal.attr(
        "d",
        diagram.line([
          [0, 0],
          [1, 1],
        ]),
      );
      gaps.attr("d", said.map((s, i) => `M${x(s)},${y(s)}V${y(SEEN[i])}`).join(""));
      joined.attr("d", diagram.line(said.map((s, i) => [s, SEEN[i]])));
      dots.forEach((dot, i) => dot.attr("cx", x(said[i])).attr("cy", y(SEEN[i])));
      const box = beside
        ? { left: size + 104, top: 24, width: width - size - 120, height: size }
        : { left: 44, top: size + 100, width: width - 60, height: 160 };
      cost.place(box, [0, 5], [0, 1.1 * Math.max(...CURVE.map(([, value]) => value))]);
      curve.attr("d", cost.line(CURVE));
      here.show(temperature, ...cost.onFigure(temperature, values.reliability));
      return box.top + box.height + 44;
    },
  };
}

export default defineExplorer({
  name: "reliability",
  title: "A forecaster's reliability",
  parameters: [slider("temperature", "Temperature", { symbol: "T" })],
  dragged: ["temperature"],
  compute,
  read,
  figure,
});
