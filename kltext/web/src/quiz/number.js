/**
 * A number as people type it: 0.35, 0,35, 7/20, 3.5e-1, 35 %, √5, ln(3)/2, 0.35 nats.
 *
 * A small recursive descent over the usual operators; `eval` would run whatever is pasted.
 */

/** @type {Record<string, (x: number) => number>} */
const FUNCTIONS = { ln: Math.log, log: Math.log, log2: Math.log2, log10: Math.log10, exp: Math.exp, sqrt: Math.sqrt, "√": Math.sqrt, abs: Math.abs };
/** @type {Record<string, number>} */
const CONSTANTS = { pi: Math.PI, "π": Math.PI, e: Math.E, inf: Infinity, infinity: Infinity, "∞": Infinity };
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
  const unread = { problem: `“${short(typed)}” is not a number that can be read. Write it like 0.35, 7/20 or ln(3)/2.` };
  if (typed.length > LONGEST) return unread;
  let plain = tidy(typed);
  const named = plain.match(/\s*([a-z]+)$/i);
  if (named && UNITS.has(named[1].toLowerCase())) {
    if (root(named[1]) !== root(unit)) {
      return { problem: unit ? `The answer is asked for in ${unit}; you gave ${named[1]}.` : "The answer has no unit." };
    }
    plain = plain.slice(0, named.index);
  }
  const value = evaluate(plain);
  if (value === null) return unread;
  if (Number.isNaN(value)) return { problem: `“${short(typed)}” has no value.` };
  const decimal = plain.match(/^[-+]?\d*\.?(\d*)$/);
  return { value, decimals: decimal ? decimal[1].length : Infinity };
}

/** @param {string} text */
const short = (text) => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
/** @param {string} unit */
const root = (unit) => unit.toLowerCase().replace(/s$/, "");

/** Signs of one kind each: a point for decimals, ASCII operators. @param {string} text */
function tidy(text) {
  const raised = text.replace(/[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (digits) =>
    `^(${[...digits].map((c) => (c === "⁻" ? "-" : c === "⁺" ? "+" : SUPERSCRIPTS.indexOf(c))).join("")})`);
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
  let at = 0;
  const next = () => tokens[at];
  const take = (/** @type {string} */ sign) => next() === sign && Boolean((at += 1));
  const fail = () => {
    throw new SyntaxError("no expression");
  };

  /** @returns {number} */
  function sum() {
    let value = product();
    for (;;) {
      if (take("+")) value += product();
      else if (take("-")) value -= product();
      else return value;
    }
  }
  /** @returns {number} */
  function product() {
    let value = signed();
    for (;;) {
      if (take("*")) value *= signed();
      else if (take("/")) value /= signed();
      else return value;
    }
  }
  /** @returns {number} */
  function signed() {
    if (take("-")) return -signed();
    if (take("+")) return signed();
    const base = atom();
    const value = take("^") ? base ** signed() : base;
    return take("%") ? value / 100 : value;
  }
  /** @returns {number} */
  function atom() {
    const token = next();
    at += 1;
    if (token === undefined) fail();
    if (token === "(") {
      const value = sum();
      return take(")") ? value : fail();
    }
    const name = token.toLowerCase();
    if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name](atom());
    if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name];
    return /^[\d.]/.test(token) ? Number(token) : fail();
  }

  try {
    const value = sum();
    return at === tokens.length ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
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
