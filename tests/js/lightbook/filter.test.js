/** The filter of tables: what it offers where nothing matches. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { matches, nearest } from "../../../lightbook/web/src/page/filter.js";
import { distance } from "../../../lightbook/web/src/parts/edit_distance.js";

const ROWS = ["gamma · gamma  torch", "normal · normal  torch", "Gumbel · normal", "Poisson · Bernoulli"];

test("the distance counts letters, and neighbours that changed places once", () => {
  assert.equal(distance("gamma", "gamma"), 0);
  assert.equal(distance("gama", "gamma"), 1);
  assert.equal(distance("gmama", "gamma"), 1);
  assert.equal(distance("poison", "poisson"), 1);
  assert.equal(distance("", "abc"), 3);
  assert.equal(distance("kitten", "sitting"), 3);
});

test("a typo leads to the nearest word that some row has", () => {
  assert.equal(nearest(ROWS, "gama"), "gamma");
  assert.equal(nearest(ROWS, "Normla"), "normal");
  assert.equal(nearest(ROWS, "gumbol normal"), "gumbel normal");
  assert.equal(nearest(ROWS, "zzzzz"), "");
  assert.equal(nearest(ROWS, "gama poisson"), "", "no row has both");
  assert.ok(ROWS.some((row) => matches(row, nearest(ROWS, "poison"))));
});
