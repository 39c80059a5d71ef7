/**
 * Bundles the JavaScript and copies what pages need of KaTeX: everything lands in dist/.
 *
 * - dist/page/*.js, *.css   what pages load: the host of widgets, the reader's marks, the quiz, the
 *                           filter of tables, comments, the site's own script, the search, and their style,
 *                           with the three fonts of the text and their licence
 * - dist/widgets/quiz.*     the quiz for JupyterLab: it brings KaTeX, with its fonts in quiz.css
 * - dist/page/live*         what the first click on "Run" loads: the editors, the worker with Python's
 *                           half of it, and, once a cell shows such things, widgets and formulas
 * - dist/build/*.mjs        what the build of a book runs in Node: to make its pages small, to
 *                           compile the modules of the pages' Python
 * - dist/katex              KaTeX: its script (run at build time), style sheet and fonts
 */

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const common = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", target: "es2022" };

await rm(here("dist"), { recursive: true, force: true });
await build({
  ...common,
  entryPoints: [
    ...["page/comments", "page/host", "page/filter", "page/quiz", "page/reader", "page/run"],
    ...["site/early", "site/face", "site/site", "search/search"],
  ].map((path) => here(`src/${path}.js`)),
  entryNames: "[name]",
  format: "iife",
  outdir: here("dist/page"),
});
await build({
  ...common,
  entryPoints: Object.fromEntries(
    ["open", "worker", "widgets", "markup"].map((name) => [
      name === "open" ? "live" : `live-${name}`,
      here(`src/live/${name}.js`),
    ]),
  ),
  format: "iife",
  define: { LIGHTBOOK_RUNTIME: JSON.stringify(await pythonSources(here("../live/runtime"))) },
  loader: { ".svg": "dataurl" },
  outdir: here("dist/page"),
});
await build({
  ...common,
  assetNames: "[name]",
  entryPoints: [...["quiz", "site", "widgets", "live", "live-widgets"].map((name) => here(`src/style/${name}.css`))],
  loader: { ".svg": "dataurl", ".woff2": "file" },
  outdir: here("dist/page"),
});
await cp(here("node_modules/@fontsource/source-serif-4/LICENSE"), here("dist/page/text-face-license.txt"));
await writeFile(here("dist/page/live-markup.css"), await katexWithFonts());
await build({
  ...common,
  entryPoints: [here("src/build/finish.js"), here("src/build/compile.js")],
  outExtension: { ".js": ".mjs" },
  platform: "node",
  format: "esm",
  // Some of the libraries are written for `require`.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  outdir: here("dist/build"),
});
await build({
  ...common,
  entryPoints: [here("src/quiz/notebook.js")],
  format: "esm",
  outfile: here("dist/widgets/quiz.js"),
});
await writeFile(
  here("dist/widgets/quiz.css"),
  (await katexWithFonts()) + (await readFile(here("dist/page/quiz.css"), "utf8")),
);

await mkdir(here("dist/katex/fonts"), { recursive: true });
// Our package.json says "module"; KaTeX's script is one that the build `require`s.
await writeFile(here("dist/katex/package.json"), '{"type": "commonjs"}\n');
for (const file of ["katex.min.js", "katex.min.css"]) {
  await cp(here(`node_modules/katex/dist/${file}`), here(`dist/katex/${file}`));
}
for (const font of await readdir(here("node_modules/katex/dist/fonts"))) {
  if (font.endsWith(".woff2")) {
    await cp(here(`node_modules/katex/dist/fonts/${font}`), here(`dist/katex/fonts/${font}`));
  }
}

/**
 * KaTeX's style sheet with its usual fonts in it: in JupyterLab there is no place to load them from.
 * @returns {Promise<string>}
 */
async function katexWithFonts() {
  const folder = here("node_modules/katex/dist");
  const sheet = await readFile(`${folder}/katex.min.css`, "utf8");
  const faces = /@font-face\{[^}]*?url\((fonts\/[\w-]+\.woff2)\)[^}]*\}/g;
  const usual = /KaTeX_(AMS|Caligraphic|Main|Math|Size\d)-(Regular|Bold|Italic)\.woff2/;
  const fonts = new Map();
  for (const [, file] of sheet.matchAll(faces)) {
    if (usual.test(file)) fonts.set(file, (await readFile(`${folder}/${file}`)).toString("base64"));
  }
  return sheet.replace(faces, (face, file) =>
    fonts.has(file)
      ? face.replace(/src:[^;}]*/, `src:url(data:font/woff2;base64,${fonts.get(file)}) format("woff2")`)
      : "",
  );
}

/**
 * The Python modules of a folder, by the names of their files. In the browser they are a package by
 * themselves: there, lightbook is a wheel, loaded only where a cell needs it.
 * @param {string} folder
 * @returns {Promise<Record<string, string>>}
 */
async function pythonSources(folder) {
  /** @type {Record<string, string>} */
  const sources = {};
  for (const name of (await readdir(folder)).filter((file) => file.endsWith(".py")).sort()) {
    const text = await readFile(`${folder}/${name}`, "utf8");
    sources[name] = text.replaceAll("lightbook.live.runtime", "lightbook_runtime");
  }
  return sources;
}
