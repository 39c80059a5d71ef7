/** The game: numbers of kltext, bars that sum to one, goals that can be reached, and tries that are kept. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  compute,
  explanation,
  game,
  keptTries,
  moved,
  read,
  short,
  tryInWords,
} from "../../../kltext/web/src/explorers/target.js";
import { barsOf, closeness, fromLogs, judged, LOWEST, ROUNDS } from "../../../kltext/web/src/maths/rounds.js";

const THIRD = Math.log10(1 / 3);
const DEFAULT = { log_a: THIRD, log_b: THIRD, log_c: THIRD, round: 1, seed: 1 };
/** What kltext gives. */
const CASES = [
  [{}, { kl: 0.07036923226224556, kl_reverse: 0.0807372328023411, points: 84.73828128422434 }],
  [
    { round: 2, log_a: -2.5 },
    { kl: 0.9253192750226457, kl_reverse: 0.4283823574142661, points: 96.62916089077484 },
  ],
  [
    { round: 3, log_a: -6.5, log_b: -7, seed: 9 },
    { kl: 9.58682888278225, kl_reverse: 1.2729469412266554, points: 98.16749756317779 },
  ],
  [
    { round: 4, log_a: -0.1, seed: 999 },
    { kl: 0.2751710085673691, kl_reverse: 2.1017855451642955, points: 18.47901098509826 },
  ],
  [
    { round: 5, log_c: -8 },
    { kl: Infinity, kl_reverse: 0.2156992450673344, points: 100.0 },
  ],
  [
    { round: 6, seed: 4 },
    { kl: 0.4964606060754297, kl_reverse: Infinity, points: 99.69147887918125 },
  ],
  [
    { round: 7, log_b: -1.02 },
    { kl: 0.6718983567872834, kl_reverse: 0.6339100480434221, points: 80.20276357840073 },
  ],
  [
    { log_a: -8, log_b: -8, log_c: -8 },
    { kl: 0.07036923226224556, kl_reverse: 0.0807372328023411, points: 84.73828128422434 },
  ],
];
const state = (changes) => ({ ...DEFAULT, ...changes });
const close = (got, wanted) =>
  assert.ok(got === wanted || Math.abs(got - wanted) <= 1e-12 * Math.abs(wanted), `${got} is not ${wanted}`);
const sum = (values) => values.reduce((total, value) => total + value);

test("the readings are those of kltext", () => {
  for (const [changes, wanted] of CASES) {
    const values = compute(state(changes));
    for (const [name, value] of Object.entries(wanted)) close(values[name], value);
  }
});

test("a moved bar stands where it was put, and all sum to one", () => {
  for (const log of [LOWEST, -3, -0.5, 0]) {
    const next = moved(DEFAULT, "log_b", log);
    assert.equal(next.log_b, log);
    const weights = ["log_a", "log_b", "log_c"].map((name) => (next[name] <= LOWEST ? 0 : 10 ** next[name]));
    assert.ok(Math.abs(sum(weights) - 1) < 1e-12);
  }
});

test("bars of P sum to one, and rounds need what they need", () => {
  for (let seed = 0; seed < 200; seed += 1)
    ROUNDS.forEach((_, i) => {
      const p = barsOf(seed, i + 1);
      assert.ok(Math.abs(sum(p) - 1) < 1e-12);
      const smallest = Math.min(...p);
      assert.ok(i === 3 ? smallest === 1e-5 : i === 5 ? smallest === 0 : smallest >= 0.05, `${p}`);
    });
});

/** The best of a search that moves one bar at a time, by slider steps of falling size. */
function search(p, round, start) {
  let logs = start;
  let best = judged(p, fromLogs(logs), round).points;
  for (const step of [2, 0.5, 0.1, 0.02]) {
    for (let moves = 0, better = true; better && moves < 60; moves += 1) {
      better = false;
      for (const i of [0, 1, 2])
        for (const way of [-step, step]) {
          const next = logs.map((log, j) => (j === i ? Math.min(0, Math.max(LOWEST, log + way)) : log));
          const { points } = judged(p, fromLogs(next), round);
          if (points > best) [best, logs, better] = [points, next, true];
        }
    }
  }
  return best;
}

test("every goal can be reached, whatever the bars", () => {
  for (let seed = 0; seed < 20; seed += 1)
    ROUNDS.forEach((_, i) => {
      const p = barsOf(seed, i + 1);
      const starts = [-7, -3, -1, -0.5, 0].flatMap((a) => [-7, -3, -1, -0.5, 0].map((b) => [a, b, -0.5]));
      const least = p.indexOf(Math.min(...p));
      const most = p.indexOf(Math.max(...p));
      const zero = p.map((_value, j) => (j === most ? LOWEST : -0.3));
      const odd = p.map((_value, j) => (j === least ? -0.2 : -0.7));
      const best = Math.max(...[...starts, zero, odd].map((start) => search(p, i + 1, start)));
      assert.ok(best >= 95, `round ${i + 1}, seed ${seed}: ${best}`);
    });
});

test("points fall with the distance on the log scale", () => {
  assert.equal(closeness(1, 1), 1);
  close(closeness(2, 1), 1 - Math.log10(2));
  close(closeness(0.5, 1), closeness(2, 1));
  for (const kl of [0, 10, 20, 0.1, Infinity]) assert.ok(closeness(kl, 1) < 1e-12);
  assert.deepEqual([closeness(Infinity, Infinity), closeness(30, Infinity)], [1, 0]);
});

test("three tries make a round, the best counts, and another seed is another game", () => {
  const played = game();
  const tried = { ...compute(DEFAULT), points: 40 };
  for (const points of [40, 70.4, 20]) {
    assert.equal(played.isOver(DEFAULT), false);
    played.add(DEFAULT, { ...tried, points });
  }
  assert.equal(played.isOver(DEFAULT), true);
  played.add(state({ round: 2 }), { ...tried, points: 99 });
  assert.equal(played.isOver(state({ round: 2 })), true);
  assert.deepEqual([played.total(), played.rounds()], [169, 2]);
  assert.deepEqual(played.of(state({ seed: 2 })), []);
  assert.deepEqual([played.total(), played.rounds()], [0, 0]);
});

/** What a page keeps of the game, as a list of one text. */
const memory = (text) => {
  const kept = [text];
  return { kept, read: () => kept[0], write: (next) => kept.splice(0, 1, next) };
};

test("tries outlive the page, and another seed or a reset ends them", () => {
  const store = memory(null);
  const before = game(store);
  const tried = state({ round: 3, log_a: -6.5, log_b: -7.98 });
  before.add(tried, compute(tried));
  before.add(DEFAULT, compute(DEFAULT));
  const after = game(store);
  for (const played of [tried, DEFAULT]) assert.deepEqual(after.of(played), before.of(played));
  assert.equal(after.total(), before.total());
  assert.deepEqual(game(store).of(state({ seed: 2 })), []);
  after.forget();
  assert.equal(game(store).rounds(), 0);
});

test("what cannot be tries is not taken for them", () => {
  const sound = { seed: 1, rounds: [[1, [[-1, -1, -8]]]] };
  assert.equal(keptTries(JSON.stringify(sound)).rounds.size, 1);
  const wrong = [
    ...[null, "", "no", "7", "[]", "{}", JSON.stringify({ ...sound, seed: "1" })],
    ...[{ rounds: [[8, []]] }, { rounds: [[1, [[0, 0]]]] }, { rounds: [[1, [[0, 0, 1]]]] }, { rounds: 5 }].map((part) =>
      JSON.stringify({ ...sound, ...part }),
    ),
    JSON.stringify({ ...sound, rounds: [[1, Array(4).fill([0, 0, 0])]] }),
  ];
  for (const text of wrong) assert.equal(keptTries(text).rounds.size, 0, String(text));
});

test("the reading keeps the divergence to itself, and a try tells it", () => {
  const values = compute(DEFAULT);
  const said = JSON.stringify(read(values, DEFAULT));
  assert.ok(!said.includes(values.kl.toFixed(3)) && !said.includes(values.kl.toFixed(4)));
  assert.ok(tryInWords(values, 1, 1).includes(values.kl.toFixed(3)));
  const [whole, ...costs] = explanation(values, 1)
    .replaceAll("−", "-")
    .match(/-?\d\.\d{3}/g)
    .map(Number);
  assert.ok(Math.abs(sum(costs.slice(0, 3)) - whole) < 0.002);
});

test("probabilities are written in few characters", () => {
  assert.deepEqual(
    [0, 1, 0.3333, 0.0005, 1e-5, 2.34e-8].map((value) => short(value)),
    ["0", "1.000", "0.333", "0.001", "1×10⁻⁵", "2×10⁻⁸"],
  );
});
