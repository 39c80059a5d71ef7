/**
 * Shows the text once its face is ready, a few milliseconds after the style sheet that holds it: lines
 * that were laid out in another face would break anew. It stands inside the page, below the style sheet.
 */

const root = document.documentElement;
const styles = ["", "italic ", "600 "];
root.classList.add("lb-faceless");
Promise.allSettled(styles.map((style) => document.fonts.load(`${style}1em "Lightbook Text"`))).then(() =>
  root.classList.remove("lb-faceless"),
);
