/** Every explorer that a page can show, by the name that its Python class sends. */

import alpha from "../explorers/alpha.js";
import asymmetry from "../explorers/asymmetry.js";
import codeLength from "../explorers/code_length.js";
import discrete from "../explorers/discrete.js";
import estimator from "../explorers/estimator.js";
import forwardReverse from "../explorers/forward_reverse.js";
import gaussian from "../explorers/gaussian.js";
import reliability from "../explorers/reliability.js";
import temperature from "../explorers/temperature.js";
import triangle from "../explorers/triangle.js";
import trustRegion from "../explorers/trust_region.js";
import vae from "../explorers/vae.js";

export const EXPLORERS = {
  alpha,
  asymmetry,
  code_length: codeLength,
  discrete,
  estimator,
  forward_reverse: forwardReverse,
  gaussian,
  reliability,
  temperature,
  triangle,
  trust_region: trustRegion,
  vae,
};
