/** What a cell shows: text as it comes, values, figures and errors, where the printed output stood. */

import { element } from "../parts/element.js";

/** @typedef {{text: string, lines: {cell: string, line: number, text: string}[]}} Trouble */
/**
 * @typedef {object} Renderers what is loaded when an output needs it
 * @property {(modelId: string, place: HTMLElement) => Promise<void>} widget
 * @property {(kind: string, text: string) => Promise<DocumentFragment | HTMLElement>} markup
 */

const WIDGET = "application/vnd.jupyter.widget-view+json";
const PICTURES = ["image/svg+xml", "image/png", "image/jpeg"];

/** A block of text as the book's printed outputs have it. @param {string} kind */
const textBlock = (kind) => {
  const text = element("pre");
  const block = element("div", { class: "highlight" }, text);
  return { block: element("div", { class: `output ${kind} highlight-myst-ansi notranslate` }, block), text };
};

export class Output {
  /** @type {{name: string, text: HTMLElement} | undefined} */
  #stream;
  #clearNext = false;

  /**
   * @param {HTMLElement} cell
   * @param {Renderers} renderers
   */
  constructor(cell, renderers) {
    this.cell = cell;
    this.renderers = renderers;
    const printed = /** @type {HTMLElement | null} */ (cell.querySelector(":scope > .cell_output"));
    this.area = printed ?? element("div", { class: "cell_output docutils container" });
    if (!printed) cell.append(this.area);
    this.printed = [...this.area.childNodes];
    const figure = /** @type {HTMLElement | null} */ (this.area.querySelector("figure"));
    this.figure = figure && { node: figure, printed: [...figure.childNodes] };
    this.alt = this.area.querySelector("img")?.alt ?? "";
    this.isPrinted = true;
  }

  /** The cell begins to run: what it showed before goes as soon as there is something new. */
  begin() {
    this.#clearNext = true;
    this.#stream = undefined;
  }

  /** The cell is through: what it did not show again goes. */
  end() {
    if (this.#clearNext) this.clear();
  }

  /** The text and the errors that it shows. */
  get text() {
    const blocks = [...this.area.querySelectorAll("pre")];
    return blocks
      .map((block) => block.textContent)
      .join("\n")
      .trim();
  }

  /** Empties the area, but for a figure's caption. */
  clear() {
    this.#clearNext = false;
    this.#stream = undefined;
    this.isPrinted = false;
    if (!this.figure) return this.area.replaceChildren();
    for (const child of [...this.figure.node.children]) if (child.tagName !== "FIGCAPTION") child.remove();
    for (const child of [...this.area.childNodes]) if (!child.contains(this.figure.node)) child.remove();
  }

  /** Shows what the book has printed. */
  restore() {
    this.#clearNext = false;
    this.#stream = undefined;
    this.isPrinted = true;
    this.area.replaceChildren(...this.printed);
    this.figure?.node.replaceChildren(...this.figure.printed);
  }

  /** @param {any} message */
  take(message) {
    if (message.type === "clear") {
      if (message.wait) this.#clearNext = true;
      else this.clear();
      return;
    }
    if (this.#clearNext) this.clear();
    if (message.type === "stream") this.#print(message.name, message.text);
    else {
      this.#stream = undefined;
      if (message.type === "display") this.#show(message.data);
      if (message.type === "error") this.area.append(errorBlock(message));
    }
  }

  /** @param {string} name @param {string} text */
  #print(name, text) {
    if (this.#stream?.name !== name) {
      const { block, text: place } = textBlock(name === "stderr" ? "stderr" : "stream");
      this.#stream = { name, text: place };
      this.#place(block);
    }
    this.#stream.text.append(text);
  }

  /** @param {Record<string, any>} data */
  #show(data) {
    const place = element("div", { class: "output" });
    this.#place(place, WIDGET in data || PICTURES.some((kind) => kind in data));
    void render(data, place, this.renderers, this.alt);
  }

  /** @param {HTMLElement} node @param {boolean} [picture] whether it is what the caption speaks of */
  #place(node, picture = false) {
    if (!this.figure) this.area.append(node);
    else if (picture) this.figure.node.insertBefore(node, this.figure.node.querySelector("figcaption"));
    else this.figure.node.before(node);
  }
}

/**
 * Shows a value.
 * @param {Record<string, any>} data a text for each MIME type
 * @param {HTMLElement} place
 * @param {Renderers} renderers
 * @param {string} [alt]
 */
export async function render(data, place, renderers, alt = "") {
  const picture = PICTURES.find((kind) => kind in data);
  try {
    if (WIDGET in data) await renderers.widget(data[WIDGET].model_id, place);
    else if (data["text/html"] !== undefined) {
      place.classList.add("text_html");
      place.innerHTML = data["text/html"];
    } else if (picture) place.append(pictureOf(picture, data[picture], alt));
    else if (data["text/markdown"] !== undefined)
      place.append(await renderers.markup("markdown", data["text/markdown"]));
    else if (data["text/latex"] !== undefined) place.append(await renderers.markup("latex", data["text/latex"]));
    else {
      const { block, text } = textBlock("text_plain");
      text.append(String(data["text/plain"] ?? ""));
      place.replaceWith(block);
    }
  } catch (error) {
    place.append(element("p", {}, `This could not be shown: ${error instanceof Error ? error.message : error}`));
  }
}

/** @param {string} kind @param {string} content @param {string} alt */
function pictureOf(kind, content, alt) {
  const bytes = kind === "image/svg+xml" ? `;charset=utf-8,${encodeURIComponent(content)}` : `;base64,${content}`;
  return element("img", { src: `data:${kind}${bytes}`, alt: alt || "The figure that the cell above has drawn" });
}

/** @param {Trouble} trouble */
function errorBlock({ text, lines }) {
  const { block, text: place } = textBlock("lb-error");
  const at = lines.map(({ line, text: code }) => `line ${line}:  ${code}\n`).join("");
  place.append(`${at}${text}`);
  return block;
}

/** @param {number} seconds */
export const duration = (seconds) => `ran in ${seconds < 10 ? seconds.toFixed(2) : Math.round(seconds)} s`;
