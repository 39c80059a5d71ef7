/** The script with the explorers, but for the calculator: a page loads it when the first of them comes into view. */

import { EXPLORERS } from "./set.js";

/** @type {any} */ (globalThis).lightbookWidgets = { .../** @type {any} */ (globalThis).lightbookWidgets, ...EXPLORERS };
