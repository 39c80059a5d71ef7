/**
 * Renders the formulas of the calculator and bundles the JavaScript: everything lands in dist/.
 *
 * - dist/widgets/<name>.js  one ES module for each explorer, for JupyterLab
 * - dist/page/*.js, *.css   the bundle of the explorers, that of the calculator, and their style
 */

import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { writeCatalogue } from "./catalogue.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const common = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", target: "es2022" };

await writeCatalogue();
await rm(here("dist"), { recursive: true, force: true });
const widgets = (await readdir(here("src/explorers"))).filter((name) => name.endsWith(".js"));
await build({
  ...common,
  entryPoints: widgets.map((name) => here(`src/explorers/${name}`)),
  format: "esm",
  outdir: here("dist/widgets"),
});
await build({
  ...common,
  entryPoints: ["explorers", "calculator"].map((name) => here(`src/page/${name}.js`)),
  format: "iife",
  outdir: here("dist/page"),
});
await build({ ...common, entryPoints: [here("src/style/explorer.css")], outdir: here("dist/page") });
