/** What a reader has changed in the code of a page, kept in the browser. */

import { readStored, removeStored, writeStored } from "../parts/storage.js";

/** @typedef {{code: string, source: string}} Edit a reader's code, and the book's that it began with */

/** The name under which the changes of a page are stored. @param {string} book @param {string} page */
export const editsKey = (book, page) => `lightbook:code:${book}:${page}`;

/** @param {string | null} text @returns {Record<string, Edit>} what is sound of what was stored */
export function parseEdits(text) {
  try {
    const stored = JSON.parse(text ?? "{}");
    const sound = Object.entries(stored).filter(
      ([, edit]) => typeof edit?.code === "string" && typeof edit?.source === "string",
    );
    return Object.fromEntries(sound);
  } catch {
    return {};
  }
}

/**
 * The code of a reader that a cell begins with: nothing where the cell has no name of its own and
 * the book has changed it, so that it may be another cell.
 * @param {Edit | undefined} edit
 * @param {{id: string, source: string}} cell
 */
export function keptCode(edit, { id, source }) {
  const another = edit?.source !== source && /^cell-\d+$/.test(id);
  return another ? undefined : edit;
}

export class Edits {
  /** @param {string} key */
  constructor(key) {
    this.key = key;
  }

  /** All changes, as they are stored now: another tab may have added some. */
  read() {
    return parseEdits(readStored(this.key));
  }

  /**
   * Keeps a cell's code; what the book has itself is no change. Returns whether it is kept: a
   * browser may keep nothing, and its storage may be full.
   * @param {string} cell
   * @param {string} code
   * @param {string} source
   */
  keep(cell, code, source) {
    const edits = this.read();
    if (code === source) delete edits[cell];
    else edits[cell] = { code, source };
    const text = JSON.stringify(edits);
    if (Object.keys(edits).length) writeStored(this.key, text);
    else removeStored(this.key);
    return (readStored(this.key) ?? "{}") === text;
  }
}
