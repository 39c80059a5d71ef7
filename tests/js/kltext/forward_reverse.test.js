/** The forward and reverse fits of the explorer, against those that kltext computes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { compute, minimaInWords } from "../../../kltext/web/src/explorers/forward_reverse.js";
import { descentStep } from "../../../kltext/web/src/maths/descent.js";
import {
  descend,
  fitForward,
  fitReverse,
  forwardLandscape,
  reverseExchange,
  reverseFold,
  reverseLandscape,
} from "../../../kltext/web/src/maths/mixtures.js";
import { pieces } from "../../../kltext/web/src/parts/branches.js";
import { costs, targetLogs, XS } from "../../../kltext/web/src/parts/fit_row.js";
import { snap, valueAfterKey } from "../../../kltext/web/src/parts/grip.js";

/** [mean, sigma, kl] of each fit; `other` is D(P‖Q) of the best reverse fit, D(Q‖P) of the forward. */
const CASES = [
  {
    d: 0.5,
    forward: [0.0, 1.0307764064044151, 1.010387378440689e-6],
    reverse: [[0.0, 1.03077266593445, 1.0157345482355942e-6]],
    other: [1.0104005466290517e-6, 1.0157477622134943e-6],
  },
  {
    d: 4,
    forward: [0.0, 2.23606797749979, 0.17199876248018317],
    reverse: [[0.0, 2.047009519858419, 0.22650796076144364]],
    other: [0.1802831651638189, 0.24782803025874434],
  },
  {
    d: 4.82,
    forward: [0.0, 2.6092336039534674, 0.28786719382608916],
    reverse: [[0.0, 2.3279963758597018, 0.427503499871805]],
    other: [0.3019222967436954, 0.47308392470062477],
  },
  {
    d: 4.83,
    forward: [0.0, 2.613852520705788, 0.28934470798827383],
    reverse: [
      [0.0, 2.3314653862747856, 0.43038953274204883],
      [-2.182170882019051, 1.2578423125291986, 0.6545594243686973],
      [2.182170882019046, 1.257842312529196, 0.6545594243686974],
    ],
    other: [0.30347155415252314, 0.4763266147260995],
  },
  {
    d: 5.6,
    forward: [0.0, 2.973213749463701, 0.40370774138527793],
    reverse: [
      [0.0, 2.6014387619932124, 0.6842052424430759],
      [-2.7679080825983955, 1.0443228302809433, 0.684263514244275],
      [2.7679080825983955, 1.0443228302809433, 0.6842635142442751],
    ],
    other: [0.4232520814060743, 0.7618644205936129],
  },
  {
    d: 5.61,
    forward: [0.0, 2.97792293385843, 0.4051813901497687],
    reverse: [
      [-2.7734923253893116, 1.0436029524192796, 0.6844193832237436],
      [2.7734923253893116, 1.0436029524192796, 0.6844193832237436],
      [0.0, 2.6049804747841376, 0.687911409212683],
    ],
    other: [6.459323071685313, 0.7660367868932698],
  },
  {
    d: 9,
    forward: [0.0, 4.6097722286464435, 0.835041412638509],
    reverse: [
      [-4.499952357255788, 1.0001071916973057, 0.6931370224503187],
      [4.499952357255787, 1.0001071916973054, 0.6931370224503187],
      [0.0, 3.8456015597731836, 2.5390429056468515],
    ],
    other: [19.552308065362304, 2.847864435647005],
  },
];
const FOLD = [4.824459436025638, 2.1457236485357063, 1.2909851301122697, 0.6539766015538884];
const EXCHANGE = [5.600164435166479, 2.7680000039878365, 1.0443108864997834, 0.6842661000351467];

const close = (value, expected, room = 1e-10) =>
  assert.ok(Math.abs(value - expected) <= room, `${value} is not ${expected}`);
const same = (fit, [mean, sigma, kl]) => {
  close(fit.mean, mean);
  close(fit.sigma, sigma);
  close(fit.kl, kl, 1e-13);
};

for (const { d, forward, reverse, other } of CASES) {
  test(`all fits at separation ${d}`, () => {
    same(fitForward(d), forward);
    const minima = fitReverse(d);
    assert.equal(minima.length, reverse.length);
    minima.forEach((fit, i) => same(fit, reverse[i]));
    const held = ([mean, sigma]) => compute({ separation: d, mean, sigma, released: false });
    close(held(reverse[0]).kl_forward, other[0]);
    close(held(reverse[0]).kl_reverse, reverse[0][2], 1e-13);
    close(held(forward).kl_reverse, other[1]);
  });
}

test("let go, each row goes to a minimum of its own", () => {
  const start = { separation: 6, mean: 1.5, sigma: 1.5 };
  const [held, free] = [false, true].map((released) => compute({ ...start, released }));
  assert.deepEqual(held.bells.forward, held.bells.reverse);
  assert.equal(free.forward_mean, 0);
  close(free.forward_sigma, Math.sqrt(10));
  assert.equal(free.kl_forward, free.least_forward);
  close(free.reverse_mean, 2.9843059878359264);
  close(free.kl_reverse, free.least_reverse, 1e-13);
  assert.ok(free.kl_forward < held.kl_forward && free.kl_reverse < held.kl_reverse);
});

test("the reverse row may end in a minimum that is not the best", () => {
  const [beside, middle] = [
    [3.5, 0.8],
    [1, 2],
  ].map(([mean, sigma]) => compute({ separation: 5.2, mean, sigma, released: true }));
  assert.ok(beside.kl_reverse > beside.least_reverse + 0.01);
  close(beside.reverse_mean, 2.5295897176852127);
  assert.equal(middle.reverse_mean, 0);
  assert.equal(middle.kl_reverse, middle.least_reverse);
});

test("the area of the costs is the divergence", () => {
  const state = { separation: 6, mean: 1, sigma: 1.2, released: false };
  const step = XS[1] - XS[0];
  for (const direction of ["forward", "reverse"]) {
    const terms = costs(targetLogs(state.separation), state, direction);
    close(
      terms.reduce((sum, term) => sum + term * step, 0),
      compute(state)[`kl_${direction}`],
      1e-6,
    );
  }
});

test("a grip takes the steps of its slider, by hand and by keys", () => {
  const limits = { low: 0.5, high: 9, step: 0.05 };
  assert.equal(snap(6.0249, limits), 6);
  assert.equal(snap(-3, limits), 0.5);
  assert.equal(snap(12, limits), 9);
  const keys = { ArrowRight: 6.05, ArrowUp: 6.05, ArrowLeft: 5.95, ArrowDown: 5.95, PageUp: 6.5, PageDown: 5.5 };
  for (const [key, value] of Object.entries(keys)) assert.equal(valueAfterKey({ key }, 6, limits), value);
  assert.equal(valueAfterKey({ key: "ArrowUp", shiftKey: true }, 6, limits), 6.5);
  assert.equal(valueAfterKey({ key: "PageDown", shiftKey: true }, 6, limits), 5.5);
  assert.equal(valueAfterKey({ key: "Home" }, 6, limits), 0.5);
  assert.equal(valueAfterKey({ key: "End" }, 6, limits), 9);
  assert.equal(valueAfterKey({ key: "Tab" }, 6, limits), undefined);
});

test("the folds and the exchange", () => {
  [reverseFold(), reverseExchange()].forEach((found, i) => {
    [found.separation, found.mean, found.sigma, found.kl].forEach((value, k) => close(value, [FOLD, EXCHANGE][i][k]));
  });
});

test("every separation of the slider has its minima, all stationary", () => {
  for (let k = 10; k <= 180; k += 1) {
    const d = k / 20;
    const minima = fitReverse(d);
    assert.equal(minima.length, d < FOLD[0] ? 1 : 3);
    assert.equal(minima[0].mean === 0, d < EXCHANGE[0]);
    for (const { mean, sigma } of minima) {
      const { gradient, hessian } = reverseLandscape(d)(mean, Math.log(sigma));
      assert.ok(Math.hypot(...gradient) < 1e-11);
      assert.ok(hessian[0] > 0 && hessian[0] * hessian[2] > hessian[1] ** 2);
    }
  }
});

test("the words tell the three acts", () => {
  const words = [4, 5.2, 6].map((d) => minimaInWords(fitReverse(d)));
  assert.match(words[0], /one minimum/);
  assert.match(words[1], /best in the middle/);
  assert.match(words[2], /best on a mode/);
});

test("gradient and Hessian are the derivatives of the value", () => {
  for (const landscape of [reverseLandscape(5), forwardLandscape(5)]) {
    const [mu, s, h] = [0.7, 0.2, 1e-5];
    const { gradient, hessian } = landscape(mu, s);
    close(gradient[0], (landscape(mu + h, s).value - landscape(mu - h, s).value) / (2 * h), 1e-8);
    close(gradient[1], (landscape(mu, s + h).value - landscape(mu, s - h).value) / (2 * h), 1e-8);
    const [right, left] = [landscape(mu + h, s).gradient, landscape(mu - h, s).gradient];
    close(hessian[0], (right[0] - left[0]) / (2 * h), 1e-8);
    close(hessian[1], (right[1] - left[1]) / (2 * h), 1e-8);
    const [up, down] = [landscape(mu, s + h).gradient, landscape(mu, s - h).gradient];
    close(hessian[2], (up[1] - down[1]) / (2 * h), 1e-8);
  }
});

test("a path goes downhill to a minimum, from every corner and for both directions", () => {
  for (const d of [0.5, 4, 5.2, 9]) {
    for (const landscape of [forwardLandscape(d), reverseLandscape(d)]) {
      for (const [mean, sigma] of [
        [3.5, 0.8],
        [-6, 0.5],
        [6, 4],
        [0, 0.5],
      ]) {
        let place = { mean, sigma };
        let last = Infinity;
        let steps = 0;
        for (let next = place; next; next = descentStep(landscape, place)) {
          place = next;
          const { value } = landscape(place.mean, Math.log(place.sigma));
          assert.ok(value <= last + 1e-12, `${d}: ${value} after ${last}`);
          last = value;
          steps += 1;
        }
        assert.ok(steps < 600, `${steps} steps at ${d} from ${mean}, ${sigma}`);
        const end = descend(landscape, place.mean, place.sigma);
        assert.ok(end && Math.hypot(end.mean - place.mean, end.sigma - place.sigma) < 0.05);
      }
    }
  }
});

test("a branch is cut at the exchange", () => {
  const side = [
    [4, 1],
    [6, 3],
  ];
  const middle = [
    [0, 0],
    [6, 0],
  ];
  const cut = pieces({ middle, side, exchange: 5, middleBest: "below" }, true);
  assert.deepEqual(
    cut.map((piece) => piece.best),
    [true, false, false, true, false, true],
  );
  assert.deepEqual(cut[2].points, [
    [4, 1],
    [5, 2],
  ]);
  assert.deepEqual(cut[5].points, [
    [5, -2],
    [6, -3],
  ]);
});
