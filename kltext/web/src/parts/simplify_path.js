/** Leaves out the points of a curve that nobody could see missing. */

/** How far a curve may be from its points, in pixels up or down. */
const TOLERANCE = 0.1;

/**
 * The points of a run that a straight line between kept ones would miss by more than the
 * tolerance. A run whose abscissas do not rise is returned as it is.
 * @param {[number, number][]} points in pixels, without gaps
 * @returns {[number, number][]}
 */
export function simplifyRun(points) {
  if (points.length < 3) return points;
  let anchor = points[0];
  let [low, high] = [-Infinity, Infinity];
  const kept = [anchor];
  for (let i = 1; i < points.length; i += 1) {
    let run = points[i][0] - anchor[0];
    const slope = (points[i][1] - anchor[1]) / run;
    if (slope < low || slope > high) {
      anchor = points[i - 1];
      kept.push(anchor);
      [low, high] = [-Infinity, Infinity];
      run = points[i][0] - anchor[0];
    }
    if (!(run > 0)) return points;
    low = Math.max(low, (points[i][1] - TOLERANCE - anchor[1]) / run);
    high = Math.min(high, (points[i][1] + TOLERANCE - anchor[1]) / run);
  }
  kept.push(points[points.length - 1]);
  return kept;
}

/**
 * The runs of a curve between its gaps, simplified, with a point that is not finite for each gap.
 * @param {[number, number][]} points in pixels
 * @returns {[number, number][]}
 */
export function simplifyPath(points) {
  if (points.every(([, y]) => Number.isFinite(y))) return simplifyRun(points);
  /** @type {[number, number][]} */
  const kept = [];
  /** @type {[number, number][]} */
  let run = [];
  for (const point of points) {
    if (Number.isFinite(point[1])) {
      run.push(point);
    } else {
      kept.push(...simplifyRun(run), point);
      run = [];
    }
  }
  return [...kept, ...simplifyRun(run)];
}
