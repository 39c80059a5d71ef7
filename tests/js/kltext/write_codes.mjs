/** Prints the code that the calculator writes for every pair, with the values it shows, as JSON. */

import { CATALOGUE } from "../../../kltext/web/generated/catalogue.js";
import { nearestSoundState } from "../../../kltext/web/src/calculator/choices.js";
import { codes, TORCH_PAIRS, TORCH_WRONG } from "../../../kltext/web/src/calculator/code.js";
import { compute } from "../../../kltext/web/src/explorers/calculator.js";

const pairs = Object.keys(CATALOGUE.pairs).map((pair) => {
  const [family_p, family_q] = pair.split(" ");
  const state = nearestSoundState({ family_p, family_q });
  const { kl, p } = compute(state);
  return [pair, { kl, ...codes(state, p.discrete, kl) }];
});
process.stdout.write(
  JSON.stringify({ pairs: Object.fromEntries(pairs), torch: [...TORCH_PAIRS], wrong: Object.keys(TORCH_WRONG) }),
);
