/** The fits on the road from reverse to forward, against those that kltext computes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, divergenceInWords, minimaInWords } from "../../../kltext/web/src/explorers/alpha.js";
import { alphaBranches } from "../../../kltext/web/src/maths/alpha_branches.js";
import { alphaLandscape, fitAlpha, fitForward, fitReverse } from "../../../kltext/web/src/maths/mixtures.js";

/** [mean, sigma, D_α] of each local minimum. */
const CASES = [
  { d: 4, alpha: 0.5, fits: [[0.0, 2.162366201260345, 0.19131055578608633]] },
  {
    d: 6,
    alpha: 0.02,
    fits: [
      [-2.983836537104843, 1.0241557816609486, 0.6978990339823571],
      [2.9838365371048576, 1.0241557816609537, 0.6978990339823573],
      [0.0, 2.7630193692630263, 0.8223901725475368],
    ],
  },
  {
    d: 6,
    alpha: 0.05,
    fits: [
      [-2.9830636378420636, 1.025458007533908, 0.7123918084601444],
      [2.9830636378420694, 1.02545800753391, 0.7123918084601444],
      [0.0, 2.790399160462245, 0.7967529001637318],
    ],
  },
  {
    d: 6,
    alpha: 0.1,
    fits: [
      [-2.9815520942177707, 1.028025262503239, 0.7389010327127312],
      [2.9815520942177702, 1.0280252625032387, 0.7389010327127312],
      [0.0, 2.8323733181575124, 0.7580728499639464],
    ],
  },
  {
    d: 6,
    alpha: 0.2,
    fits: [
      [0.0, 2.904372766152087, 0.6931818418771482],
      [-2.9772695002049083, 1.0354223191287402, 0.8026514952591194],
      [2.977269500204908, 1.03542231912874, 0.8026514952591197],
    ],
  },
  { d: 6, alpha: 0.5, fits: [[0.0, 3.049879098290023, 0.5643562636537753]] },
  { d: 6, alpha: 0.99, fits: [[0.0, 3.16090180487852, 0.46324821646792974]] },
  {
    d: 9,
    alpha: 0.1,
    fits: [
      [-4.49994490329235, 1.0001253955868303, 0.7440658157187552],
      [4.49994490329235, 1.0001253955868303, 0.7440658157187551],
      [0.0, 4.110542477652423, 1.9711823937882706],
    ],
  },
  {
    d: 9,
    alpha: 0.3,
    fits: [
      [-4.499915259391561, 1.0002004380832414, 0.8940161399440008],
      [4.4999152593915595, 1.000200438083241, 0.8940161399440004],
      [0.0, 4.388434466143218, 1.3826866039361096],
    ],
  },
  { d: 0.5, alpha: 0.5, fits: [[0.0, 1.0307745432800675, 1.013048696203268e-6]] },
];

const close = (value, expected, room = 1e-10) =>
  assert.ok(Math.abs(value - expected) <= room, `${value} is not ${expected}`);

for (const { d, alpha, fits } of CASES) {
  test(`all minima at separation ${d}, alpha ${alpha}`, () => {
    const minima = fitAlpha(d, alpha);
    assert.equal(minima.length, fits.length);
    minima.forEach(({ mean, sigma, kl }, i) => [mean, sigma, kl].forEach((value, k) => close(value, fits[i][k])));
  });
}

test("the ends of the road are the reverse and the forward fits", () => {
  assert.deepEqual(fitAlpha(6, 0), fitReverse(6));
  assert.deepEqual(fitAlpha(6, 1), [fitForward(6)]);
  for (const [near, end] of [
    [1e-7, 0],
    [1 - 1e-7, 1],
  ]) {
    const [a, b] = [fitAlpha(4, near)[0], fitAlpha(4, end)[0]];
    close(a.sigma, b.sigma, 1e-6);
    close(a.kl, b.kl, 1e-6);
  }
});

test("the default sits on a mode", () => {
  const { mean, sigma, least, kl_reverse } = compute({ separation: 6, alpha: 0 });
  assert.equal(mean.toFixed(4), "-2.9843");
  assert.equal(sigma.toFixed(4), "1.0234");
  close(least, kl_reverse, 1e-13);
});

test("every state of the sliders has its minima, all stationary", () => {
  for (const d of [0.5, 2, 4.8, 4.85, 5.55, 5.65, 7, 9]) {
    for (let k = 1; k < 100; k += 3) {
      const landscape = alphaLandscape(d, k / 100);
      const minima = fitAlpha(d, k / 100);
      assert.ok(minima.some(({ mean }) => mean === 0));
      for (const { mean, sigma, kl } of minima) {
        const { gradient, hessian } = landscape(mean, Math.log(sigma));
        assert.ok(Math.hypot(...gradient) < 1e-9, `${gradient} at ${d}, ${k}`);
        assert.ok(hessian[0] > 0 && hessian[0] * hessian[2] > hessian[1] ** 2);
        assert.ok(kl > 0);
      }
    }
  }
});

test("the curves agree with the fits, and end where those do", () => {
  for (const d of [2, 5.2, 6, 9]) {
    const { middle, side, exchange } = alphaBranches(d);
    assert.equal(middle.length, 17);
    for (const { alpha, fit } of [...middle, ...side]) {
      const exact = fitAlpha(d, alpha).find(({ mean }) => Math.abs(mean - fit.mean) < 1e-3);
      assert.ok(exact, `nothing at ${d}, ${alpha}, ${fit.mean}`);
      close(exact.sigma, fit.sigma, 1e-4);
    }
    assert.equal(side.length > 0, d > 4.9);
    if (side.length > 0) assert.equal(fitAlpha(d, Math.min(0.99, side[side.length - 1].alpha + 0.01)).length, 1);
    if (exchange > 0) {
      assert.notEqual(fitAlpha(d, exchange - 0.01)[0].mean, 0);
      assert.equal(fitAlpha(d, exchange + 0.01)[0].mean, 0);
    }
  }
  assert.equal(alphaBranches(5.2).exchange, 0);
});

test("the words", () => {
  assert.match(divergenceInWords(0), /reverse/);
  assert.match(divergenceInWords(1), /forward/);
  assert.match(divergenceInWords(0.5), /Hellinger/);
  assert.match(minimaInWords(fitAlpha(6, 0.05)), /on a mode/);
  assert.match(minimaInWords(fitAlpha(6, 0.9)), /only/);
});
