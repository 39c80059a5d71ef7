/** Sets Markdown and formulas that a cell shows. Loaded with the first of them. */

import katex from "katex";
import MarkdownIt from "markdown-it";
import texmath from "markdown-it-texmath";

const markdownIt = new MarkdownIt({ html: true }).use(texmath, {
  engine: katex,
  delimiters: ["dollars", "beg_end"],
  katexOptions: { throwOnError: false },
});

/** @param {string} html */
function fragment(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

/** @type {any} */ (globalThis).lightbookLiveMarkup = {
  markdown: (/** @type {string} */ text) => fragment(markdownIt.render(text)),
  latex: (/** @type {string} */ text) => {
    const inner = text
      .trim()
      .replace(/^\$\$?|\$\$?$/g, "")
      .replace(/^\\displaystyle/, "");
    return fragment(katex.renderToString(inner, { displayMode: true, throwOnError: false }));
  },
};
