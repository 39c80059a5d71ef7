/** The editor of a cell: CodeMirror, in the book's colours. */

import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";

/** @type {import("@codemirror/state").StateEffectType<number>} */
const markLine = StateEffect.define();

/** The line that has failed, until the code changes. */
const failedLine = StateField.define({
  create: () => Decoration.none,
  update(marks, change) {
    const wanted = change.effects.find((effect) => effect.is(markLine));
    if (!wanted) return change.docChanged ? Decoration.none : marks;
    if (wanted.value < 1 || wanted.value > change.state.doc.lines) return Decoration.none;
    const line = Decoration.line({ class: "lb-failed-line" });
    return Decoration.set([line.range(change.state.doc.line(wanted.value).from)]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * @typedef {object} Editor
 * @property {HTMLElement} node
 * @property {() => string} text
 * @property {(code: string) => void} replace
 * @property {(line: number) => void} fail marks a line; 0 marks none
 * @property {() => void} focus
 */

/**
 * @param {string} code
 * @param {string} label
 * @param {{changed: (code: string) => void, run: () => void, runOn: () => void}} acts
 * @returns {Editor}
 */
export function makeEditor(code, label, { changed, run, runOn }) {
  const act = (/** @type {() => void} */ f) => () => {
    f();
    return true;
  };
  const view = new EditorView({
    doc: code,
    extensions: [
      keymap.of([
        { key: "Shift-Enter", run: act(runOn) },
        { key: "Mod-Enter", run: act(run) },
        { key: "Ctrl-Enter", run: act(run) },
      ]),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      indentOnInput(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      python(),
      syntaxHighlighting(classHighlighter),
      failedLine,
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ],
  });
  return {
    node: view.dom,
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    fail: (line) => view.dispatch({ effects: markLine.of(line) }),
    focus: () => view.focus(),
  };
}
