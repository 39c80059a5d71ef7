/** Numbers as a reader expects them: four decimals, a true minus sign, ∞ for infinity. */

/**
 * @param {number} value
 * @param {number} [digits] decimals
 */
export function decimal(value, digits = 4) {
  if (Number.isNaN(value)) return "undefined";
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "−∞";
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e6 || magnitude < 0.5 * 10 ** -digits)) return power(value);
  const text = magnitude.toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A number far from one, as 1.23 × 10⁻⁹. @param {number} value */
function power(value) {
  const [mantissa, exponent] = Math.abs(value).toExponential(2).split("e");
  return `${value < 0 ? "−" : ""}${mantissa} × 10${raised(Number(exponent))}`;
}

/** A whole number as an exponent. @param {number} exponent */
export const raised = (exponent) => [...String(exponent)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)] ?? "⁻").join("");

/** A number for the ear: "infinity", "minus 0.25". @param {number} value @param {number} [digits] */
export function spoken(value, digits = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "undefined" : value < 0 ? "minus infinity" : "infinity";
  const magnitude = Math.abs(value);
  const text = magnitude !== 0 && magnitude < 0.5 * 10 ** -digits ? "almost 0" : magnitude.toFixed(digits);
  return value < 0 && Number(magnitude.toFixed(digits)) !== 0 ? `minus ${text}` : text;
}

/** A parameter for the ear, without zeros at its end. @param {number} value */
export const spokenOnSlider = (value) => spoken(value, 4).replace(/\.?0+$/, "") || "0";

/** Tenths of a pixel are all that can be seen. @param {number} value */
export const pixels = (value) => Math.round(value * 10) / 10;

/**
 * A parameter as its slider shows it: as many decimals as the step has.
 * @param {number} value
 * @param {number} step
 */
export function formatOnStep(value, step) {
  const places = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return decimal(value, places);
}
