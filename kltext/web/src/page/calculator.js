/** The script with the calculator, which is large: only the pages that have one load it. */

import calculator from "../explorers/calculator.js";

/** @type {any} */ (globalThis).lightbookWidgets = { .../** @type {any} */ (globalThis).lightbookWidgets, calculator };
