/** Every explorer that a page can show, by the name that its Python class sends. */

import asymmetry from "../explorers/asymmetry.js";
import gaussian from "../explorers/gaussian.js";
import vae from "../explorers/vae.js";

export const EXPLORERS = { asymmetry, gaussian, vae };
