/**
 * Runs before the page is drawn, so that it never flashes in the wrong theme, or with code that is to
 * be hidden. It stands inside the page; a browser that keeps no storage follows the system.
 */

import { CODE, CODE_CHOICES, readStored } from "../parts/storage.js";

const root = document.documentElement;
let mode = readStored("mode");
if (mode !== "light" && mode !== "dark") mode = "auto";
root.classList.add("lb-scripted");
root.dataset.mode = mode;
root.dataset.theme = mode === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : mode;
const code = readStored(CODE) ?? "";
if (CODE_CHOICES.includes(code)) root.dataset.code = code;
