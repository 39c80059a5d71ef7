/** Every explorer that a page can show, by the name that its Python class sends. */

import gaussian from "../explorers/gaussian.js";
import vae from "../explorers/vae.js";

export const EXPLORERS = { gaussian, vae };
