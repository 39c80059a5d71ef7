/**
 * An axis whose ticks move with its limits. d3 chooses them; a word that stays is not written
 * again, since setting type costs the page more than all curves together.
 */

import { setAttribute, write } from "./element.js";
import { pixels } from "./format.js";

const NS = "http://www.w3.org/2000/svg";
const MARK = 6; // the length of a tick
const SIDES = {
  bottom: { anchor: "middle", x: "0", y: "9", dy: "0.71em" },
  left: { anchor: "end", x: "-9", y: "0", dy: "0.32em" },
};

/**
 * @param {any} parent a d3 selection of a g
 * @param {"bottom" | "left"} side
 */
export function axis(parent, side) {
  const { anchor, ...place } = SIDES[side];
  const root = parent.append("g").attr("class", "kl-axis").attr("fill", "none").attr("text-anchor", anchor);
  const path = root.append("path").attr("class", "domain").attr("stroke", "currentColor").node();
  const half = window.devicePixelRatio > 1 ? 0 : 0.5; // lines a pixel thick lie on pixels
  /** @type {Map<string, SVGGElement>} */
  let shown = new Map();
  const made = () => {
    const node = document.createElementNS(NS, "g"); // moving type itself would set it again
    const word = document.createElementNS(NS, "text");
    node.setAttribute("class", "tick");
    for (const [name, value] of Object.entries(place)) word.setAttribute(name, value);
    node.append(word);
    return root.node().appendChild(node);
  };
  return {
    root,
    /**
     * @param {{value: number, text: string}[]} ticks
     * @param {(value: number) => number} at where a value stands
     * @param {number} length
     */
    draw(ticks, at, length) {
      const wanted = new Set(ticks.map(({ text }) => text));
      const spare = [...shown].filter(([text]) => !wanted.has(text)).map(([, node]) => node);
      const next = new Map();
      const marks = [];
      for (const { value, text } of ticks) {
        const position = pixels(at(value) + half);
        marks.push(side === "bottom" ? `M${position},${half}v${MARK}` : `M${half},${position}h${-MARK}`);
        if (text === "") continue;
        const node = shown.get(text) ?? spare.pop() ?? made();
        if (!shown.has(text)) write(/** @type {Element} */ (node.firstChild), text);
        const moved = side === "bottom" ? `translate(${position},0)` : `translate(0,${position})`;
        setAttribute(node, "transform", moved);
        next.set(text, node);
      }
      for (const node of spare) node.remove();
      shown = next;
      const line = side === "bottom" ? `M${half},${half}h${pixels(length)}` : `M${half},${half}v${pixels(length)}`;
      setAttribute(path, "d", line + marks.join(""));
    },
  };
}
