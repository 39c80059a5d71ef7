/** Bars of two distributions side by side, dragged at their tops. */

import { redistribute } from "./controls.js";
import { draggable } from "./dragging.js";
import { panel } from "./panel.js";

/** How far from the top of a bar it can be gripped, in pixels. */
const GRIP = 14;
/** About how wide a letter is, in pixels. */
const LETTER = 7;

/** The names of outcomes under a panel with a unit of width for each. @param {any} frame @param {string[]} outcomes */
export function outcomeNames(frame, outcomes) {
  const names = outcomes.map((outcome) => frame.root.append("text").attr("text-anchor", "middle").text(outcome));
  /** @param {number} height */
  return (height) => names.forEach((name, i) => name.attr("x", frame.x(i + 0.5)).attr("y", height + 17));
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
  const bars = ["p", "q"].flatMap((role, k) =>
    outcomes.map((outcome, i) => {
      const bar = frame.body.append("rect").attr("class", `kl-bar kl-fill-${role}`);
      if (role === "q") bar.style("fill", hatch);
      const edge = frame.body.append("line").attr("class", `kl-line kl-bar-edge kl-bar-edge-${role}`);
      const grip = dragged.includes(role) ? frame.body.append("rect") : undefined;
      grip
        ?.attr("class", "kl-grip")
        .attr("height", 2 * GRIP)
        .append("title")
        .text(`${names[k]}(${outcome})`);
      if (grip) draggableTop(grip.node(), frame, { role, i, tools });
      return { bar, edge, grip, role, i, k };
    }),
  );
  const legend = ["p", "q"].map((role, k) => ({
    mark: frame.root.append("rect").attr("class", `kl-fill-${role}`).attr("width", 14).attr("height", 10),
    text: frame.root.append("text").attr("class", `kl-of-${role}`).text(names[k]),
  }));
  legend[1].mark.style("fill", hatch);
  return {
    frame,
    /** @param {import("./panel.js").Box} box @param {any} state */
    draw(box, state) {
      frame.place(box, [0, outcomes.length], [0, 1]);
      name(box.height);
      const width = frame.x(0.4);
      for (const { bar, edge, grip, role, i, k } of bars) {
        const x = frame.x(i + 0.1 + 0.4 * k);
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
        grip
          ?.attr("x", x)
          .attr("width", width)
          .attr("y", y - GRIP);
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

/**
 * Lets a grip set its bar's probability, in steps of a hundredth. While it is held the other
 * outcomes keep the proportions that they had when it was taken.
 * @param {Element} grip
 * @param {any} frame
 * @param {{role: string, i: number, tools: import("./explorer.js").Tools}} of
 */
function draggableTop(grip, frame, { role, i, tools }) {
  /** @type {number[]} */
  let before = [];
  let offset = 0;
  draggable(
    grip,
    ([, y], event) => {
      if (event.type === "pointerdown") {
        before = tools.state()[role];
        offset = y - frame.y(before[i]);
        return;
      }
      const value = Math.min(1, Math.max(0, Math.round(100 * frame.y.invert(y - offset)) / 100));
      tools.change({ [role]: redistribute(before, i, value) });
    },
    { signal: tools.signal, frame: frame.body.node() },
  );
}
