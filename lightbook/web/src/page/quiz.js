/** The script of the quiz: a page loads it when the first one comes into view. */

import { defineQuiz } from "../quiz/quiz.js";

/** @type {any} */ (globalThis).kltextExplorers = { .../** @type {any} */ (globalThis).kltextExplorers, quiz: defineQuiz() };
