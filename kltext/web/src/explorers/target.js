/** A game: Q is shaped until a divergence that is not shown hits the target of the round. */

import { klTerms } from "../maths/discrete.js";
import { barsOf, fromLogs, judged, LOWEST, ROUNDS, toLog } from "../maths/rounds.js";
import { button, redistribute, slider } from "../parts/controls.js";
import { element, setAttribute, write } from "../parts/element.js";
import { defineExplorer } from "../parts/explorer.js";
import { decimal, raised } from "../parts/format.js";
import { grip } from "../parts/grip.js";
import { hatching } from "../parts/hatching.js";
import { keepMinHeight } from "../parts/min_height.js";
import { panel } from "../parts/panel.js";

const OUTCOMES = ["a", "b", "c"];
const LOGS = OUTCOMES.map((outcome) => `log_${outcome}`);
const TRIES = 3;
/** Points from which on a round is over before the last try. */
const GOOD = 95;
const SEEDS = 1000;
/** Below this width of a bar its number has a digit less, in pixels. */
const CROWDED = 38;
/** The ends of the upright axis: probabilities, and their logarithms with room for the words. */
const LINEAR = /** @type {[number, number]} */ ([0, 1.15]);
const LOGARITHMIC = /** @type {[number, number]} */ ([LOWEST - 0.7, 0.9]);

/** @param {any} state */
const logsOf = (state) => LOGS.map((name) => state[name]);

/**
 * The state after one bar has been moved: the others keep their proportions, and all sum to one.
 * @param {any} state @param {string} name @param {number} log
 */
export function moved(state, name, log) {
  const i = LOGS.indexOf(name);
  const q = redistribute(fromLogs(logsOf(state)), i, log <= LOWEST ? 0 : 10 ** log);
  return Object.fromEntries(LOGS.map((other, j) => [other, j === i ? log : toLog(q[j])]));
}

/** A probability in few characters. @param {number} value @param {number} [digits] */
export function short(value, digits = 3) {
  if (value === 0) return "0";
  if (value >= 0.5 * 10 ** -digits) return value.toFixed(digits);
  const [mantissa, exponent] = value.toExponential(0).split("e");
  return `${mantissa}×10${raised(Number(exponent))}`;
}

/** A probability from its log to base 10, in few characters. @param {number} log */
const probability = (log) => (log <= LOWEST ? "0" : short(10 ** log));

const PARAMETERS = [
  ...LOGS.map((name, i) => holdingTheSum(name, `Q(${OUTCOMES[i]}), on a log scale`)),
  slider("round", "Round"),
  slider("seed", "Which bars P has", { symbol: "seed" }),
];

/** @param {string} name @param {string} label @returns {import("../parts/controls.js").Parameter} */
function holdingTheSum(name, label) {
  const { build } = slider(name, label, { role: "q", words: probability });
  return {
    name,
    build: (wiring) => build({ ...wiring, set: (log) => wiring.change(moved(wiring.state(), name, log)) }),
  };
}

/** @param {import("../parts/explorer.js").State} state */
export function compute(state) {
  const [p, q] = [barsOf(state.seed, state.round), fromLogs(logsOf(state))];
  return { ...judged(p, q, state.round), p, q };
}

/** Says nothing of the divergence. @param {any} values @param {any} state */
export function read({ p, q }, { round }) {
  const bars = (/** @type {number[]} */ of) => OUTCOMES.map((name, i) => `${name} ${short(of[i])}`).join(", ");
  return {
    readouts: [{ label: `Round ${round} of ${ROUNDS.length}: shape Q so that`, text: ROUNDS[round - 1].goal }],
    words: `Round ${round}: ${ROUNDS[round - 1].spoken}. P has ${bars(p)}; Q has ${bars(q)}.`,
  };
}

/** @param {number} value */
const signed = (value) => (value > 0 && value < Infinity ? `+${decimal(value, 3)}` : decimal(value, 3));

/** A try in words. @param {any} tried @param {number} number @param {number} round */
export function tryInWords({ kl, kl_reverse, points }, number, round) {
  const { reverse, above } = ROUNDS[round - 1];
  const back = reverse || above ? `, D(Q ‖ P) = ${decimal(kl_reverse, 3)}` : "";
  return `Try ${number}: D(P ‖ Q) = ${decimal(kl, 3)}${back}: ${Math.round(points)} of 100 points.`;
}

/** What each bar costs, and what the round teaches. @param {any} tried @param {number} round */
export function explanation({ p, q, kl }, round) {
  const costs = klTerms(p, q).map((term, i) => `${OUTCOMES[i]} pays ${signed(term)}`);
  return `Of D(P ‖ Q) = ${decimal(kl, 3)}, ${costs[0]}, ${costs[1]} and ${costs[2]}. ${ROUNDS[round - 1].lesson}`;
}

/**
 * The tries that were kept, by the number of the round: of each the logs of Q, the rest is computed.
 * @param {string | null} text
 * @returns {{seed: number, rounds: Map<number, number[][]>}} nothing of what cannot be right
 */
export function keptTries(text) {
  const none = { seed: NaN, rounds: new Map() };
  try {
    const { seed, rounds } = JSON.parse(text ?? "");
    const sound =
      Number.isInteger(seed) &&
      rounds.every(
        (/** @type {any} */ [round, tries]) =>
          ROUNDS[round - 1] && tries.length <= TRIES && tries.every((/** @type {any} */ logs) => areLogs(logs)),
      );
    return sound ? { seed, rounds: new Map(rounds) } : none;
  } catch {
    return none;
  }
}

/** @param {any} logs */
const areLogs = (logs) =>
  logs.length === LOGS.length &&
  logs.every((/** @type {any} */ log) => typeof log === "number" && log >= LOWEST && log <= 0);

/**
 * The tries of a game with one seed, by the number of the round.
 * @param {import("../parts/explorer.js").Kept} [kept] where they outlive the page
 */
export function game(kept) {
  const before = keptTries(kept?.read() ?? null);
  let { seed } = before;
  const again = (/** @type {number} */ round, /** @type {number[]} */ logs) => ({
    ...compute({ seed, round, ...Object.fromEntries(LOGS.map((name, i) => [name, logs[i]])) }),
    logs,
  });
  /** @type {Map<number, any[]>} */
  let played = new Map([...before.rounds].map(([round, tries]) => [round, tries.map((logs) => again(round, logs))]));
  const keep = () => {
    const rounds = [...played].map(([round, tries]) => [round, tries.map(({ logs }) => logs)]);
    kept?.write(JSON.stringify({ seed, rounds }));
  };
  const of = (/** @type {any} */ state) => {
    if (state.seed !== seed) played = new Map();
    ({ seed } = state);
    return played.get(state.round) ?? [];
  };
  const best = (/** @type {any[]} */ tries) => Math.max(0, ...tries.map(({ points }) => Math.round(points)));
  return {
    of,
    forget() {
      played.clear();
      keep();
    },
    /** @param {any} state @param {any} tried */
    add(state, tried) {
      played.set(state.round, [...of(state), { ...tried, logs: logsOf(state) }]);
      keep();
    },
    /** @param {any} state */
    isOver: (state) => of(state).length >= TRIES || best(of(state)) >= GOOD,
    best,
    total: () => [...played.values()].reduce((sum, tries) => sum + best(tries), 0),
    rounds: () => played.size,
  };
}

/** The bars, those of Q with grips. @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function bars(svg, { limits, change, state: now, signal }) {
  const frame = panel(svg, { xAxis: false });
  const hatch = hatching(svg, "kl-q");
  const pairs = ["p", "q"].flatMap((role, k) =>
    OUTCOMES.map((_, i) => {
      const bar = frame.body.append("rect").attr("class", `kl-bar kl-fill-${role}`);
      if (role === "q") bar.style("fill", hatch);
      return { bar, text: frame.body.append("text").attr("class", `kl-of-${role}`), role, i, k };
    }),
  );
  const word = (/** @type {string} */ look) =>
    OUTCOMES.map(() => frame.root.append("text").attr("class", look).attr("text-anchor", "middle"));
  const [names, costs] = [word("kl-row-title"), word("kl-axis-label")];
  const under = ["P", "Q"].map((name) =>
    frame.root.append("text").attr("class", `kl-name kl-of-${name.toLowerCase()}`).text(name),
  );
  let top = 0;
  let log = false;
  const height = (/** @type {number} */ value) => frame.y(log ? toLog(value) : value);
  const grips = LOGS.map((name, i) =>
    grip(svg.node().parentElement, {
      label: `log of Q(${OUTCOMES[i]}), on the figure`,
      look: "kl-of-q",
      limits: limits[name],
      at(_, y) {
        const value = frame.y.invert(y - top);
        return log ? value : toLog(Math.max(0, value));
      },
      set: (value) => change(moved(now(), name, value)),
      say: probability,
      signal,
    }),
  );
  /**
   * @param {import("../parts/panel.js").Box} box
   * @param {{values: any, round: number, last: any}} shown `last` is the last try of the round
   */
  return (box, { values: { p, q }, round, last }) => {
    ({ top } = box);
    log = ROUNDS[round - 1].log ?? false;
    frame.label(log ? "log₁₀ probability (drag Q)" : "probability (drag Q)");
    frame.place(box, [0, OUTCOMES.length], log ? LOGARITHMIC : LINEAR);
    const width = frame.x(0.38);
    const digits = width < CROWDED ? 2 : 3;
    for (const { bar, text, role, i, k } of pairs) {
      const value = (role === "p" ? p : q)[i];
      const x = frame.x(i + 0.1 + 0.42 * k);
      const y = value === 0 ? box.height : height(value);
      bar
        .attr("x", x)
        .attr("width", width)
        .attr("y", y)
        .attr("height", box.height - y);
      text
        .attr("text-anchor", "middle")
        .attr("x", x + width / 2)
        .attr("y", Math.min(y, height(0)) - (role === "q" ? 14 : 5))
        .text(short(value, digits));
      if (role === "q") grips[i].show(toLog(value), box.left + x + width / 2, top + height(value));
    }
    const terms = last ? klTerms(last.p, last.q) : [];
    names.forEach((name, i) =>
      name
        .attr("x", frame.x(i + 0.5))
        .attr("y", box.height + 18)
        .text(OUTCOMES[i]),
    );
    costs.forEach((cost, i) =>
      cost
        .attr("x", frame.x(i + 0.5))
        .attr("y", box.height + 36)
        .text(last ? signed(terms[i]) : "?"),
    );
    under.forEach((name, k) => name.attr("x", box.width - 40 + 26 * k).attr("y", -8));
  };
}

/** Buttons, and what the tries of the round have brought. @param {import("../parts/explorer.js").Tools} tools @param {ReturnType<typeof game>} played */
function board(tools, played) {
  const { change, state: now, signal } = tools;
  const anew = Object.fromEntries(LOGS.map((name) => [name, toLog(1 / 3)]));
  const commit = button(
    "Try it",
    () => {
      const state = now();
      const tried = compute(state);
      played.add(state, tried);
      const said = [tryInWords(tried, played.of(state).length, state.round)];
      if (played.isOver(state)) said.push(explanation(tried, state.round));
      tools.say(said.join(" "));
      again();
      if (commit.disabled) (next.disabled ? other : next).focus();
    },
    signal,
  );
  const next = button("Next round", () => change({ round: now().round + 1, ...anew }), signal);
  const other = button("Other bars", () => change({ seed: (now().seed + 1) % SEEDS, round: 1, ...anew }), signal);
  const status = element("p", { class: "kl-note kl-told" });
  const rows = Array.from({ length: TRIES }, () => element("p", { class: "kl-note kl-told" }));
  const reason = element("p", { class: "kl-told" });
  const told = element("div", {}, status, ...rows, reason);
  tools.addControl(
    element("div", { class: "kl-wide" }, element("div", { class: "kl-actions" }, commit, next, other), told),
    true,
  );
  keepMinHeight(told, signal);
  /** Redraws: the tries are no part of the state. */
  let again = () => {};
  return {
    /** @param {() => void} act */
    onTry: (act) => {
      again = act;
    },
    /** @param {any} state */
    show(state) {
      const tries = played.of(state);
      const over = played.isOver(state);
      setAttribute(commit, "disabled", over ? "" : null);
      setAttribute(next, "disabled", state.round === ROUNDS.length ? "" : null);
      const left = TRIES - tries.length;
      const rest = over
        ? `${played.best(tries)} points in this round.`
        : `${left} ${left === 1 ? "try" : "tries"} left.`;
      const sum = played.rounds()
        ? ` Total: ${played.total()} points in ${played.rounds()} of ${ROUNDS.length} rounds.`
        : "";
      write(status, rest + sum);
      rows.forEach((row, i) => write(row, tries[i] ? tryInWords(tries[i], i + 1, state.round) : ""));
      write(reason, over ? explanation(tries[tries.length - 1], state.round) : "");
    },
  };
}

/** @param {any} svg @param {import("../parts/explorer.js").Tools} tools */
function figure(svg, tools) {
  const played = game(tools.kept);
  const drawBars = bars(svg, tools);
  const { show, onTry } = board(tools, played);
  /** @type {any} */
  let view;
  const draw = () => {
    const { state, values, width } = view;
    const left = 44;
    const box = { left, top: 28, width: width - left - 12, height: 240 };
    drawBars(box, { values, round: state.round, last: played.of(state).at(-1) });
    show(state);
    return box.top + box.height + 48;
  };
  const redraw = () => {
    if (view) draw();
  };
  onTry(redraw);
  tools.onReset(() => {
    played.forget();
    redraw();
  });
  return {
    /** @param {any} next */
    draw(next) {
      view = next;
      return draw();
    },
  };
}

export default defineExplorer({
  name: "target",
  title: "Draw Q",
  parameters: PARAMETERS,
  dragged: LOGS,
  compute,
  read,
  figure,
});
