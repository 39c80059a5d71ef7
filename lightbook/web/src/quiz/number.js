/**
 * A number as people type it: 0.35, 0,35, 7/20, 3.5e-1, 35 %, √5, ln(3)/2, 0.35 nats.
 *
 * A small recursive descent over the usual operators; `eval` would run whatever is pasted.
 */

/** @type {Record<string, (x: number) => number>} */
const FUNCTIONS = {
  ln: Math.log,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  exp: Math.exp,
  sqrt: Math.sqrt,
  "√": Math.sqrt,
  abs: Math.abs,
};
/** @type {Record<string, number>} */
const CONSTANTS = { pi: Math.PI, π: Math.PI, e: Math.E, inf: Infinity, infinity: Infinity, "∞": Infinity };
const UNITS = new Set(["nat", "nats", "bit", "bits", "ban", "bans", "shannon", "shannons"]);
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const TOKEN = /\s*(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?|log2|log10|[a-zπ]+|[√∞+\-*/^()%])/iy;
/** How deep brackets may go, and how long an entry may be. */
const LONGEST = 200;

/**
 * @param {string} text
 * @param {string} [unit] the unit that was asked for
 * @returns {{value: number, decimals: number} | {problem: string}} `decimals`: how many digits
 *   stand after the point of a plain number; Infinity for an expression
 */
export function readNumber(text, unit = "") {
  const typed = text.trim();
  if (typed === "") return { problem: "Type a number first." };
  const unread = {
    problem: `“${shortened(typed)}” is not a number that can be read. Write it like 0.35, 7/20 or ln(3)/2.`,
  };
  if (typed.length > LONGEST) return unread;
  let plain = withPlainSigns(typed);
  const named = plain.match(/\s*([a-z]+)$/i);
  if (named && UNITS.has(named[1].toLowerCase())) {
    if (root(named[1]) !== root(unit)) {
      return {
        problem: unit ? `The answer is asked for in ${unit}; you gave ${named[1]}.` : "The answer has no unit.",
      };
    }
    plain = plain.slice(0, named.index);
  }
  const value = evaluate(plain);
  if (value === null) return unread;
  if (Number.isNaN(value)) return { problem: `“${shortened(typed)}” has no value.` };
  const decimal = plain.match(/^[-+]?\d*\.?(\d*)$/);
  return { value, decimals: decimal ? decimal[1].length : Infinity };
}

/** @param {string} text */
const shortened = (text) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
/** @param {string} unit */
const root = (unit) => unit.toLowerCase().replace(/s$/, "");

/** Signs of one kind each: a point for decimals, ASCII operators. @param {string} text */
function withPlainSigns(text) {
  const raised = text.replace(
    /[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g,
    (digits) => `^(${[...digits].map((c) => (c === "⁻" ? "-" : c === "⁺" ? "+" : SUPERSCRIPTS.indexOf(c))).join("")})`,
  );
  const one = raised
    .normalize("NFKC")
    .replace(/(\d)(?=\d+⁄)/g, "$1")
    .replace(/[−–—]/g, "-")
    .replace(/[×·⋅∙]/g, "*")
    .replace(/[÷⁄∕:]/g, "/")
    .replace(/(\d)[\s'’](?=\d{3}(?!\d))/g, "$1")
    .replace(/\*\*/g, "^")
    .trim();
  return decimalPoints(one);
}

/**
 * The last of comma and point is the decimal sign, if it stands once; the other groups thousands.
 * @param {string} text
 */
function decimalPoints(text) {
  return text.replace(/[\d.,]*\d[\d.,]*/g, (number) => {
    const commas = number.split(",").length - 1;
    const points = number.split(".").length - 1;
    if (commas === 0) return number;
    if (points === 0) return commas === 1 ? number.replace(",", ".") : number.replaceAll(",", "");
    if (number.lastIndexOf(",") > number.lastIndexOf(".")) return number.replaceAll(".", "").replace(",", ".");
    return number.replaceAll(",", "");
  });
}

/** The value of an expression; null where it is none. @param {string} text @returns {number | null} */
function evaluate(text) {
  const tokens = tokenise(text);
  if (tokens === null || tokens.length === 0) return null;
  try {
    return new Expression(tokens).value();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Read from the left; each method takes as many tokens as belong to what it is named after. */
class Expression {
  #at = 0;

  /** @param {string[]} tokens */
  constructor(tokens) {
    this.tokens = tokens;
  }

  /** @throws {SyntaxError} if it is none, or something is left over */
  value() {
    const value = this.#sum();
    return this.#at === this.tokens.length ? value : refuse();
  }

  /** @param {string} sign */
  #take(sign) {
    if (this.tokens[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #sum() {
    let value = this.#product();
    for (;;) {
      if (this.#take("+")) value += this.#product();
      else if (this.#take("-")) value -= this.#product();
      else return value;
    }
  }

  #product() {
    let value = this.#signed();
    for (;;) {
      if (this.#take("*")) value *= this.#signed();
      else if (this.#take("/")) value /= this.#signed();
      else return value;
    }
  }

  /** @returns {number} */
  #signed() {
    if (this.#take("-")) return -this.#signed();
    if (this.#take("+")) return this.#signed();
    const base = this.#atom();
    const value = this.#take("^") ? base ** this.#signed() : base;
    return this.#take("%") ? value / 100 : value;
  }

  /** @returns {number} */
  #atom() {
    const token = this.tokens[this.#at] ?? refuse();
    this.#at += 1;
    if (token === "(") {
      const value = this.#sum();
      return this.#take(")") ? value : refuse();
    }
    const name = token.toLowerCase();
    if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name](this.#atom());
    if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name];
    return /^[\d.]/.test(token) ? Number(token) : refuse();
  }
}

/** @returns {never} */
function refuse() {
  throw new SyntaxError("no expression");
}

/** @param {string} text @returns {string[] | null} */
function tokenise(text) {
  const tokens = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    tokens.push(match[1]);
  }
  return tokens;
}
