/** The script of the quiz: a page loads it when the first one comes into view. */

import { defineQuiz } from "../quiz/quiz.js";

/** @type {any} */ (globalThis).lightbookWidgets = {
  .../** @type {any} */ (globalThis).lightbookWidgets,
  quiz: defineQuiz(),
};
