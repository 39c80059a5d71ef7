/**
 * Renders the formulas of registry.json, which `make registry` writes from Python, as MathML, since
 * there is no renderer when a page is read, and writes generated/catalogue.js for the bundles.
 */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import katex from "katex";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const HEAD = "/** Made by catalogue.mjs of the registry of closed forms; not edited by hand. */\n\n";

/** TeX as MathML, without the copy of the TeX in it. @param {string} tex @param {boolean} displayMode */
function mathml(tex, displayMode) {
  const html = katex.renderToString(tex, { output: "mathml", displayMode, throwOnError: true, strict: "error" });
  const [math] = html.match(/<math.*<\/math>/s) ?? [""];
  return (
    math
      .replace(/<annotation.*?<\/annotation>/s, "")
      .replace(/<semantics>(.*)<\/semantics>/s, "$1")
      .replace(/ xmlns="[^"]*"/, "")
      // A function's name as an index is one child; KaTeX writes the sign of its application beside it.
      .replace(/<mo>\u2061<\/mo>(?=<\/m(sub|sup|subsup)>)/g, "")
      // A bracket with an exponent grows only in a row of its own.
      .replace(/<(msup|msub|msubsup)>(<mo[^>]*minsize[^>]*>[^<]*<\/mo>)/g, "<$1><mrow>$2</mrow>")
      // Between a function's name and its argument browsers leave no room of their own.
      .replace(/<mo>\u2061<\/mo>(?!<mo[^>]*>[([])/g, '<mspace width="0.1667em"/>')
  );
}

/**
 * A formula and the definitions that follow it, each by itself: parts at commas with a space after
 * them (",\ " and ",\quad") that stand outside all braces.
 * @param {string} formula
 */
export function parts(formula) {
  const found = [""];
  let depth = 0;
  for (let i = 0; i < formula.length; i += 1) {
    const gap = depth === 0 && /^,(\\ |\\quad)\s*/.exec(formula.slice(i))?.[0];
    if (gap && /=/.test(formula.slice(i))) {
      found.push("");
      i += gap.length - 1;
      continue;
    }
    depth += { "{": 1, "}": -1 }[formula[i]] ?? 0;
    found[found.length - 1] += formula[i];
  }
  return joined(found);
}

/** What has no "=" belongs to the part before it. @param {string[]} found */
function joined(found) {
  return found.reduce((/** @type {string[]} */ list, part) => {
    if (list.length > 0 && !part.includes("=")) list[list.length - 1] += `,\\ ${part}`;
    else list.push(part);
    return list;
  }, []);
}

const escaped = (/** @type {string} */ text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** Words with formulas between dollar signs, as HTML. @param {string} text */
const words = (text) =>
  text
    .split("$")
    .map((piece, i) => (i % 2 ? mathml(piece, false) : escaped(piece)))
    .join("");

/** Writes generated/catalogue.js. */
export async function writeCatalogue() {
  const registry = JSON.parse(await readFile(here("registry.json"), "utf8"));
  /** @type {Map<string, number>} */
  const places = new Map();
  /** @type {string[]} */
  const formulas = [];
  const place = (/** @type {string} */ tex) => {
    if (!places.has(tex)) places.set(tex, formulas.push(mathml(tex, true)) - 1);
    return places.get(tex);
  };
  for (const pair of Object.values(registry.pairs)) {
    Object.assign(pair, {
      formula: parts(pair.formula).map(place),
      condition: words(pair.condition),
      source: words(pair.source),
    });
  }
  const body = JSON.stringify({ ...registry, formulas });
  await mkdir(here("generated"), { recursive: true });
  await writeFile(here("generated/catalogue.js"), `${HEAD}/** @type {any} */\nexport const CATALOGUE = ${body};\n`);
}
