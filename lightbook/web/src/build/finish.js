/**
 * Run by the build of the book, in Node: reads a task as JSON from its input, prints what it made.
 *
 * - style: merges style sheets, drops what no page uses, and makes the rest small
 * - figures: makes SVG files small
 */

import { readFile, writeFile } from "node:fs/promises";

import { minifyFigure } from "./figures.js";
import { mergeStyles } from "./style.js";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const task = JSON.parse(Buffer.concat(chunks).toString("utf8"));

if (task.task === "style") {
  process.stdout.write(JSON.stringify(await mergeStyles(task)));
} else {
  for (const path of task.paths) await writeFile(path, minifyFigure(await readFile(path, "utf8")));
  process.stdout.write("{}");
}
