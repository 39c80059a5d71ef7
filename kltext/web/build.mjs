/**
 * Renders the formulas of the calculator and bundles the JavaScript: everything lands in dist/.
 *
 * - dist/widgets/<name>.js  one ES module for each explorer, for JupyterLab
 * - dist/page/*.js, *.css   what pages load: a script for the explorers of one page, and their style
 *
 * Every file of src/explorers is an explorer.
 */

import { readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { writeCatalogue } from "./catalogue.mjs";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const common = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", target: "es2022" };

/** Explorers that stand on one page have one script, with what they share in it once. */
const TOGETHER = [
  ["alpha", "forward_reverse"],
  ["asymmetry", "target"],
  ["discrete", "gaussian"],
  ["support", "triangle"],
];

await writeCatalogue();
await rm(here("dist"), { recursive: true, force: true });
const files = (await readdir(here("src/explorers"))).filter((name) => name.endsWith(".js"));
const explorers = files.map((name) => name.replace(/\.js$/, ""));
await build({
  ...common,
  entryPoints: files.map((name) => here(`src/explorers/${name}`)),
  format: "esm",
  outdir: here("dist/widgets"),
});
const alone = explorers.filter((name) => !TOGETHER.flat().includes(name));
for (const names of [...TOGETHER, ...alone.map((name) => [name])]) await bundleForPages(names);
await build({ ...common, entryPoints: [here("src/style/explorer.css")], outdir: here("dist/page") });

/**
 * A classic script that makes explorers known to the page, each by the name that its Python class sends.
 * @param {string[]} names
 */
async function bundleForPages(names) {
  const imports = names.map((name, i) => `import e${i} from "./${name}.js";`);
  const modules = names.map((name, i) => `${name}: e${i}`).join(", ");
  const contents = `${imports.join("\n")}\nglobalThis.lightbookWidgets = { ...globalThis.lightbookWidgets, ${modules} };`;
  const stdin = { contents, resolveDir: here("src/explorers") };
  await build({ ...common, stdin, format: "iife", outfile: here(`dist/page/${names.join("-")}.js`) });
}
