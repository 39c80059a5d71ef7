/** One small style sheet out of many large ones. */

import { readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";

import cssnano from "cssnano";
import lite from "cssnano-preset-lite";
import postcss from "postcss";
import discardDuplicates from "postcss-discard-duplicates";
import { PurgeCSS } from "purgecss";

/** Attributes that scripts change, or that rules ask for in part: such rules stay. */
const DYNAMIC = [
  "src",
  "href",
  "class",
  "data-code",
  "data-theme",
  "data-mode",
  "data-more",
  "open",
  "aria-current",
  "aria-expanded",
  "aria-pressed",
  "disabled",
  "hidden",
  "inert",
  "type",
];

/**
 * @param {{files: string[], kept: string[], content: string[], out: string}} task the style sheets
 *   in their order, those of them whose classes all stay, the files that name classes (pages,
 *   scripts), and the path of the result
 * @returns {Promise<{css: string, fonts: string[], unpurged: string}>} the style sheet, the fonts
 *   that it needs, and the same style sheet with all rules, for tests
 */
export async function mergeStyles({ files, kept, content, out }) {
  const sheets = await Promise.all(files.map((file) => rebased(file, dirname(out))));
  // Scripts put the names of their classes together when a page is read, where no search finds them.
  const classes = sheets.filter((_, i) => kept.includes(files[i])).flatMap(classNames);
  const [{ css }] = await new PurgeCSS().purge({
    css: [{ raw: sheets.join("\n") }],
    content,
    defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
    dynamicAttributes: DYNAMIC,
    safelist: { standard: [/^:/, "html", "body", ...classes] },
    keyframes: true,
    variables: true,
  });
  const used = withoutUnusedFonts(css);
  // What explorers and quizzes have in common is in the style sheet of each.
  const small = await postcss([
    discardDuplicates(),
    cssnano({ preset: lite({ discardComments: { removeAll: true } }) }),
  ]).process(used, { from: undefined });
  const fonts = [...small.css.matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g)].map((match) =>
    resolve(dirname(out), match[1]),
  );
  return { css: small.css, fonts: [...new Set(fonts)].sort(), unpurged: sheets.join("\n") };
}

/** The classes that the selectors of a style sheet name. @param {string} css @returns {string[]} */
function classNames(css) {
  /** @type {string[]} */
  const found = [];
  postcss.parse(css).walkRules(({ selector }) => {
    found.push(...[...selector.matchAll(/\.(-?[A-Za-z_][\w-]*)/g)].map(([, name]) => name));
  });
  return found;
}

/** PurgeCSS overlooks fonts named in the short `font`. @param {string} css */
function withoutUnusedFonts(css) {
  const root = postcss.parse(css);
  /** @type {string[]} */
  const named = [];
  root.walkDecls(/^font(-family)?$/, (decl) => {
    if (!isFontFace(decl.parent)) named.push(decl.value);
  });
  root.walkAtRules("font-face", (face) => {
    face.walkDecls("font-family", ({ value }) => {
      if (!named.some((names) => names.includes(value.replace(/["']/g, "")))) face.remove();
    });
  });
  return root.toString();
}

/** @param {any} rule */
function isFontFace(rule) {
  return rule?.type === "atrule" && rule.name === "font-face";
}

/** A style sheet whose addresses hold from another folder; of fonts, only the newest format. @param {string} file @param {string} folder */
async function rebased(file, folder) {
  const root = postcss.parse(await readFile(file, "utf8"), { from: file });
  root.walkAtRules((rule) => {
    if (rule.name === "charset" || rule.name === "import") rule.remove();
  });
  root.walkDecls((decl) => {
    if (decl.prop === "src" && decl.value.includes("woff2"))
      decl.value = decl.value
        .split(",")
        .filter((part) => part.includes("woff2"))
        .join(",");
    decl.value = decl.value.replace(/url\((["']?)(?!data:|https?:|#)([^"')]+)\1\)/g, (_, quote, address) => {
      const target = relative(folder, resolve(dirname(file), address)).replaceAll("\\", "/");
      return `url(${quote}${target}${quote})`;
    });
  });
  return root.toString();
}
