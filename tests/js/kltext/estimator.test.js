/** The estimator explorer: draws and estimates of kltext, the crossing, every state a number. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, nextSampleSize, read } from "../../../kltext/web/src/explorers/estimator.js";
import { normalDraws } from "../../../kltext/web/src/maths/draws.js";
import { crossing, exact, NAMES, running } from "../../../kltext/web/src/maths/estimators.js";
import { normalQuantile } from "../../../kltext/web/src/maths/quantile.js";

const close = (got, wanted, rel = 1e-12) =>
  assert.ok(Math.abs(got - wanted) <= rel * Math.abs(wanted), `${got} is not ${wanted}`);

test("the default reads as kltext computes it", () => {
  const state = { mu: 1, draws: 100, seed: 1 };
  const values = compute(state);
  close(values.truth, 0.5);
  close(values.k2_bias, 0.125);
  close(values.k1, 0.643690291887407);
  close(values.k1_error, 0.09761542915204326);
  close(values.k2, 0.6788428103576575);
  close(values.k2_error, 0.09078974736093241);
  close(values.k3, 0.49218317875396683);
  close(values.k3_error, 0.06742791380818673);
  close(values.k1_spread, 0.1);
  close(values.k2_spread, 0.08660254037844387);
  close(values.k3_spread, 0.08475150904019617);
  const texts = read(values, state).readouts.map(({ text }) => text);
  assert.deepEqual(texts, ["0.6437 ± 0.0976", "0.6788 ± 0.0908", "0.4922 ± 0.0674", "0.5000 nats"]);
});

test("other states agree with kltext", () => {
  for (const [state, wanted] of [
    [
      { mu: 0.05, draws: 2, seed: 0 },
      {
        truth: 0.0012500000000000002,
        k2_bias: 7.812500000000004e-7,
        k1: 0.0755803017238323,
        k1_error: 0.03926390569239739,
        k2: 0.0036270181494435024,
        k2_error: 0.0029675778390874912,
        k3: 0.0035003799038954408,
        k3_error: 0.002848850471692555,
        k1_spread: 0.035355339059327376,
        k2_spread: 0.001250781006011844,
        k3_spread: 0.0012505210504195792,
      },
    ],
    [
      { mu: 0.1, draws: 2000, seed: 999 },
      {
        truth: 0.005000000000000001,
        k2_bias: 1.2500000000000006e-5,
        k1: 0.007272298896338187,
        k1_error: 0.0022500526398645674,
        k2: 0.005086648679339268,
        k2_error: 0.00016080401475624488,
        k3: 0.005065581059635804,
        k3_error: 0.00015930263427459276,
        k1_spread: 0.00223606797749979,
        k2_spread: 0.0001585086748414736,
        k3_spread: 0.0001583778459382144,
      },
    ],
    [
      { mu: 1.12, draws: 57, seed: 3 },
      {
        truth: 0.6272000000000001,
        k2_bias: 0.19668992000000005,
        k1: 0.5530188089731726,
        k1_error: 0.1716965223462931,
        k2: 0.9783463835417644,
        k2_error: 0.17013161966339074,
        k3: 1.089547307098628,
        k3_error: 0.33388748067894075,
        k1_spread: 0.14834762399128493,
        k2_spread: 0.14986633525842114,
        k3_spread: 0.1481662356240225,
      },
    ],
    [
      { mu: 2.0, draws: 2000, seed: 42 },
      {
        truth: 2.0,
        k2_bias: 2.0,
        k1: 2.0298067163147024,
        k1_error: 0.04410833672219167,
        k2: 4.00463024851218,
        k2_error: 0.11103969890394398,
        k3: 2.028658704484674,
        k3_error: 0.20701624833250812,
        k1_spread: 0.044721359549995794,
        k2_spread: 0.10954451150103321,
        k3_spread: 0.1574772206275311,
      },
    ],
  ]) {
    const values = compute(state);
    for (const [name, value] of Object.entries(wanted)) close(values[name], value, 1e-10);
  }
});

test("the crossing is where the spreads agree", () => {
  close(crossing(), 1.1209064227785341);
  const { k1, k3 } = exact(crossing());
  close(k3.spread, k1.spread, 1e-14);
  assert.ok(exact(1.12).k3.spread < 1.12 && exact(1.13).k3.spread > 1.13);
});

test("the first draws of a seed do not depend on how many are asked for", () => {
  assert.deepEqual(normalDraws(3, 7), normalDraws(3, 50).slice(0, 7));
  assert.notDeepEqual(normalDraws(3, 7), normalDraws(4, 7));
  assert.deepEqual(normalDraws(3, 0), []);
});

test("the quantile is odd, and infinite at the ends", () => {
  assert.equal(normalQuantile(0.5), 0);
  assert.equal(normalQuantile(0), -Infinity);
  assert.equal(normalQuantile(1), Infinity);
  for (const u of [2 ** -53, 1e-9, 0.0625, 0.074, 0.076, 0.3])
    close(normalQuantile(1 - u), -normalQuantile(u), u < 1e-8 ? 1e-7 : 1e-13);
});

test("the running mean and its error are those of all terms at once", () => {
  const draws = normalDraws(5, 40);
  for (const name of NAMES) {
    const [first, , third] = running(0.7, draws, name);
    assert.ok(Number.isNaN(first.error));
    const terms = draws.slice(0, 3).map((x) => running(0.7, [x], name)[0].value);
    const mean = (terms[0] + terms[1] + terms[2]) / 3;
    close(third.value, mean);
    close(third.error, Math.sqrt(terms.reduce((sum, term) => sum + (term - mean) ** 2, 0) / 6));
  }
});

test("every state gives numbers, and k2 and k3 are never negative", () => {
  for (const mu of [0.05, 0.1, 1, 1.12, 2]) {
    for (const seed of [0, 7, 999]) {
      for (let draws = 2; draws < 2000; draws = nextSampleSize(draws)) {
        const { exact: known, runs, ...values } = compute({ mu, draws, seed });
        assert.ok(known && runs && Object.values(values).every(Number.isFinite));
        assert.ok(values.k2 > 0 && values.k3 > 0 && values.k1_error > 0);
      }
    }
  }
});

test("playing ends at the last draw, within the steps of a player", () => {
  let [n, steps] = [2, 0];
  for (; nextSampleSize(n) > n; n = nextSampleSize(n)) steps += 1;
  assert.equal(n, 2000);
  assert.ok(steps < 600);
});
