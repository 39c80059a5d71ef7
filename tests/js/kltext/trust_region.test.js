import assert from "node:assert/strict";
import test from "node:test";

import explorer, { compute } from "../../../kltext/web/src/explorers/trust_region.js";
import { klDivergence } from "../../../kltext/web/src/maths/discrete.js";
import { clipRange, fromPlane, klBall, rayTowards, toPlane } from "../../../kltext/web/src/maths/simplex.js";
import { pointAfterKey } from "../../../kltext/web/src/parts/simplex_grip.js";

const START = { old: [0.5, 0.3, 0.2], new: [0.4, 0.4, 0.2], delta: 0.05, epsilon: 0.2 };
const close = (actual, expected, tolerance = 1e-14) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test("the default reading is that of kltext", () => {
  const values = compute(START);
  close(values.kl, 0.025267153921570598);
  close(values.kl_reverse, 0.025815408455028468);
  close(values.smallest_ratio, 0.8);
  close(values.largest_ratio, 4 / 3);
  close(values.clip_bound, -Math.log(0.96) / 2);
  assert.equal(values.inBall, true);
  assert.equal(values.inClip, false);
  assert.match(explorer.explorer.read(values, START).words, /0\.0253 nats, inside the ball.*outside the clip/);
});

test("a policy that stays is inside both regions", () => {
  const { kl, kl_reverse, ratios, inBall, inClip } = compute({ ...START, new: START.old });
  assert.deepEqual([kl, kl_reverse, ...ratios, inBall, inClip], [0, 0, 1, 1, 1, true, true]);
});

test("the edge of the clip range belongs to it", () => {
  for (const corner of clipRange(START.old, 0.2)) assert.ok(compute({ ...START, new: corner }).inClip);
  assert.ok(!compute({ ...START, new: [0.39, 0.36, 0.25] }).inClip);
});

test("lost actions and new ones are infinite, and nothing is undefined", () => {
  const lost = compute({ ...START, new: [0.7, 0.3, 0] });
  assert.equal(lost.kl, Infinity);
  assert.ok(Number.isFinite(lost.kl_reverse));
  const found = compute({ ...START, old: [0.7, 0.3, 0], new: [0.4, 0.4, 0.2] });
  assert.deepEqual([found.kl_reverse, found.largest_ratio], [Infinity, Infinity]);
  const one = compute({ ...START, old: [1, 0, 0], new: [1, 0, 0] });
  assert.deepEqual(one.ratios, [1, null, null]);
  assert.deepEqual([one.smallest_ratio, one.largest_ratio], [1, 1]);
});

test("every policy on the edge of the ball is as far as the radius", () => {
  for (const delta of [0.001, 0.05, 0.5])
    for (const policy of klBall(START.old, delta)) close(klDivergence(START.old, policy) / delta, 1, 1e-4);
});

test("a ball around a policy at a side keeps to the triangle", () => {
  for (const old of [
    [1, 0, 0],
    [0.5, 0.5, 0],
  ])
    for (const policy of klBall(old, 0.5)) {
      assert.ok(policy.every((value) => value >= 0 && value <= 1));
      assert.ok(klDivergence(old, policy) <= 0.5 + 1e-12);
    }
});

test("the corners of the clip range have ratios at its ends", () => {
  const corners = clipRange(START.old, 0.2);
  assert.ok(corners.length >= 3);
  for (const corner of corners) {
    close(
      corner.reduce((sum, value) => sum + value, 0),
      1,
    );
    const off = corner.map((value, i) => Math.abs(value / START.old[i] - 1));
    close(Math.max(...off), 0.2);
  }
});

test("a place is a policy, and outside of the triangle the nearest", () => {
  assert.deepEqual(fromPlane(toPlane([0.2, 0.5, 0.3])), [0.2, 0.5, 0.3]);
  assert.deepEqual(fromPlane([-1, -1]), [1, 0, 0]);
  assert.deepEqual(fromPlane([0.5, -0.3]), [0.5, 0.5, 0]);
  assert.deepEqual(fromPlane([0.5, 3]), [0, 0, 1]);
});

test("each point of the edge lies on its own ray", () => {
  klBall(START.old, 0.05).forEach((point, i) => assert.equal(rayTowards(START.old, point), i));
});

test("keys move a policy along two sides, and never out of the triangle", () => {
  const limits = { low: 0, high: 1, step: 0.01 };
  const after = (key, p, shiftKey = false) => pointAfterKey({ key, shiftKey }, p, limits);
  const moved = {
    ArrowRight: [0.49, 0.31, 0.2],
    ArrowLeft: [0.51, 0.29, 0.2],
    End: [0, 0, 1],
    Home: [0.625, 0.375, 0],
  };
  for (const [key, wanted] of Object.entries(moved))
    after(key, [0.5, 0.3, 0.2]).forEach((value, i) => close(value, wanted[i]));
  assert.deepEqual(after("ArrowRight", [0.005, 0.795, 0.2], true), [0, 0.8, 0.2]);
  assert.deepEqual(after("ArrowLeft", [0.8, 0, 0.2]), [0.8, 0, 0.2]);
  assert.equal(after("Tab", [0.5, 0.3, 0.2]), undefined);
});
