/** Bars of two distributions side by side, dragged at their tops. */

import { barGrips } from "./bar_grips.js";
import { panel } from "./panel.js";

/** About how wide a letter is, in pixels. */
const LETTER = 7;

/** The names of outcomes under a panel with a unit of width for each, in two rows where one has no room. @param {any} frame @param {string[]} outcomes */
export function outcomeNames(frame, outcomes) {
  const rows = [0, 1].map(() => outcomes.map(() => frame.root.append("text").attr("text-anchor", "middle")));
  const longest = Math.max(...outcomes.map((outcome) => outcome.length));
  /** @param {number} height */
  return (height) => {
    const broken = LETTER * longest > frame.x(1);
    rows.forEach((row, k) =>
      row.forEach((name, i) => {
        const words = broken ? outcomes[i].split(", ") : [outcomes[i]];
        name
          .attr("x", frame.x(i + 0.5))
          .attr("y", height + 17 + 15 * k)
          .text(words[k] ?? "");
      }),
    );
  };
}

/**
 * The bars of P and Q, with a grip at the top of each that may be dragged.
 * @param {any} svg
 * @param {string[]} outcomes
 * @param {string} hatch the fill of Q's bars
 * @param {import("./explorer.js").Tools} tools
 * @param {{dragged?: string[], names?: [string, string], yLabel?: string}} [look] which bars may be
 *   dragged, and what the two distributions and their axis are called
 */
export function barPairs(svg, outcomes, hatch, tools, look = {}) {
  const { dragged = ["p", "q"], names = ["P", "Q"], yLabel = "probability (drag)" } = look;
  const frame = panel(svg, { yLabel, xAxis: false });
  const name = outcomeNames(frame, outcomes);
  const sides = ["p", "q"].map((role, k) => ({
    role,
    k,
    bars: outcomes.map(() => {
      const bar = frame.body.append("rect").attr("class", `kl-bar kl-fill-${role}`);
      if (role === "q") bar.style("fill", hatch);
      return { bar, edge: frame.body.append("line").attr("class", `kl-line kl-bar-edge kl-bar-edge-${role}`) };
    }),
    grips: dragged.includes(role)
      ? barGrips(svg.node().parentElement, {
          name: role,
          look: `kl-of-${role}`,
          labels: outcomes.map((outcome) => `${names[k]}(${outcome}), on the figure`),
          at: frame.heightAt,
          tools,
        })
      : undefined,
  }));
  const legend = ["p", "q"].map((role, k) => ({
    mark: frame.root.append("rect").attr("class", `kl-fill-${role}`).attr("width", 14).attr("height", 10),
    text: frame.root.append("text").attr("class", `kl-of-${role}`).text(names[k]),
  }));
  legend[1].mark.style("fill", hatch);
  return {
    frame,
    bars: sides.map(({ bars }) => bars.map(({ bar }) => bar)),
    /** @param {import("./panel.js").Box} box @param {any} state */
    draw(box, state) {
      frame.place(box, [0, outcomes.length], [0, 1]);
      name(box.height);
      const width = frame.x(0.4);
      for (const { role, k, bars, grips } of sides) {
        const start = (/** @type {number} */ i) => i + 0.1 + 0.4 * k;
        bars.forEach(({ bar, edge }, i) => {
          const x = frame.x(start(i));
          const y = frame.y(state[role][i]);
          bar
            .attr("x", x)
            .attr("width", width - 1)
            .attr("y", y)
            .attr("height", box.height - y);
          edge
            .attr("x1", x)
            .attr("x2", x + width - 1)
            .attr("y1", y)
            .attr("y2", y);
        });
        grips?.show(state[role], (i) => frame.onFigure(start(i) + 0.2, state[role][i]));
      }
      let x = box.width;
      for (const [k, { mark, text }] of [...legend.entries()].reverse()) {
        x -= 26 + LETTER * names[k].length;
        mark.attr("x", x).attr("y", -18);
        text.attr("x", x + 18).attr("y", -8);
      }
    },
  };
}
