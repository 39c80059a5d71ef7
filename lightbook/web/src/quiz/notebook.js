/** The quiz for JupyterLab, where nobody has rendered its formulas before: KaTeX does it here. */

import katex from "katex";

import { defineQuiz } from "./quiz.js";

const FORMULA = /<span class="lb-tex"( data-display="true")?>([^<]*)<\/span>/g;
/** @type {Record<string, string>} */
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** @param {string} html */
function formulas(html) {
  return html.replace(FORMULA, (_, display, tex) =>
    katex.renderToString(
      tex.replace(/&(lt|gt|amp);/g, (/** @type {string} */ entity) => ENTITIES[entity]),
      {
        displayMode: Boolean(display),
        throwOnError: false,
      },
    ),
  );
}

export default defineQuiz(formulas);
