/**
 * Runs before the page is drawn, so that it never flashes in the wrong theme. It stands inside
 * the page; a browser that keeps no storage follows the system.
 */

import { readStored } from "../parts/storage.js";

const root = document.documentElement;
let mode = readStored("mode");
if (mode !== "light" && mode !== "dark") mode = "auto";
root.classList.add("lb-scripted");
root.dataset.mode = mode;
root.dataset.theme = mode === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : mode;
