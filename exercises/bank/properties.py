"""Tasks on the properties: chain rule, merged outcomes, bounds, the local bowl, and a detour."""

import numpy as np
from _lessons_properties import LESSONS
from klgrade.tasks import Exercise, Mistake, Task, Tolerance
from scipy.optimize import brentq, minimize_scalar
from scipy.special import expit, logit, rel_entr

from kltext import kl_divergence, kl_normal

ROWS = (np.array([[0.3, 0.1], [0.2, 0.4]]), np.array([[0.1, 0.1], [0.4, 0.4]]))
WIDE = (
    np.array([[0.25, 0.0, 0.25], [0.1, 0.3, 0.1]]),
    np.array([[0.1, 0.2, 0.3], [0.2, 0.1, 0.1]]),
)
SIX = (
    np.array([0.3, 0.1, 0.2, 0.1, 0.25, 0.05]),
    np.array([0.1, 0.2, 0.1, 0.2, 0.15, 0.25]),
    np.array([0, 0, 0, 1, 2, 2]),
)
FOUR = (
    np.array([0.0, 0.5, 0.2, 0.3]),
    np.array([0.25, 0.25, 0.3, 0.2]),
    np.array([1, 0, 1, 0]),
)
# Small numbers, beside which a constant shows.
SMALL_ROWS = (np.full((2, 2), 0.25), np.array([[0.0001, 0.4999], [0.25, 0.25]]))
SMALL_GROUPS = (
    np.array([0.0, 0.01, 0.29, 0.7]),
    np.array([0.004, 0.006, 0.3, 0.69]),
    np.array([0, 0, 1, 2]),
)
LADDER = np.array([0.0, 0.02, 0.5, 1.5, 1.7, 3.0, np.inf])


def _parts(p_xy, q_xy):
    """Return the marginal distributions of X, and the divergence within each row."""
    p_x, q_x = p_xy.sum(axis=1), q_xy.sum(axis=1)
    return p_x, q_x, kl_divergence(p_xy / p_x[:, None], q_xy / q_x[:, None])


def chain_rule(p_xy, q_xy):
    """Return the two terms of the chain rule, that of X first."""
    p_x, q_x, within = _parts(p_xy, q_xy)
    return np.array([kl_divergence(p_x, q_x), p_x @ within])


def _chain(p_xy, q_xy, weigh):
    """Return the two terms with another average in the second."""
    p_x, q_x, within = _parts(p_xy, q_xy)
    return np.array([kl_divergence(p_x, q_x), weigh(p_x, q_x, within)])


def _independent(p_xy, q_xy):
    columns = kl_divergence(p_xy.sum(axis=0), q_xy.sum(axis=0))
    return np.array([chain_rule(p_xy, q_xy)[0], columns])


def _raw_rows(p_xy, q_xy):
    return _chain(p_xy, q_xy, lambda p_x, _q_x, _within: rel_entr(p_xy, q_xy).sum(axis=1) @ p_x)


def _chain_loop(p_xy, q_xy):
    first = second = 0.0
    for p_row, q_row in zip(p_xy, q_xy, strict=True):
        a, b = sum(p_row), sum(q_row)
        first += a * np.log(a / b)
        second += sum(x * np.log((x / a) / (y / b)) for x, y in zip(p_row, q_row, strict=True) if x)
    return [first, second]


def lost(p, q, groups):
    """Return how much of the divergence is lost when outcomes are merged."""
    return float(kl_divergence(p, q) - _merged(p, q, groups))


def _merged(p, q, groups):
    return kl_divergence(np.bincount(groups, p), np.bincount(groups, q))


def _group_means(p, q, groups):
    a, b = (np.bincount(groups, x) / np.bincount(groups) for x in (p, q))
    return float(kl_divergence(p, q) - rel_entr(a, b).sum())


def _within_groups(p, q, groups, weight_by=0):
    total = 0.0
    for k in np.unique(groups):
        a, b = p[groups == k], q[groups == k]
        total += (a, b)[weight_by].sum() * kl_divergence(a / a.sum(), b / b.sum())
    return total


def _within_unweighted(p, q, groups):
    distributions = [(p[groups == k], q[groups == k]) for k in np.unique(groups)]
    return float(sum(kl_divergence(a / a.sum(), b / b.sum()) for a, b in distributions))


def tv_bound(d):
    """Return the better of two upper bounds on the total variation."""
    with np.errstate(all="ignore"):
        return np.minimum(np.sqrt(d / 2), np.sqrt(-np.expm1(-d)))


def bowl(_mu, sigma, d_mu, d_sigma):
    """Return the second-order approximation of the divergence of neighbouring normals."""
    return float((d_mu**2 + 2 * d_sigma**2) / (2 * sigma**2))


def _matrix_bowl(_mu, sigma, d_mu, d_sigma):
    step = np.array([d_mu, d_sigma])
    return step @ np.diag([1, 2]) @ step / sigma**2 / 2


def _inverse_bowl(_mu, sigma, d_mu, d_sigma):
    return float((d_mu**2 + d_sigma**2 / 2) * sigma**2 / 2)


def best_stop(p, r):
    """Return the coin at which the detour from p to r is cheapest."""

    def slope(q):
        return (1 - p) / (1 - q) - p / q + logit(q) - logit(r)

    low, high = min(p, r), max(p, r)
    return float(brentq(slope, low, high, xtol=1e-14))


def _coins(p, q):
    """Return the divergence of two coins."""
    return float(rel_entr(p, q) + rel_entr(1 - p, 1 - q))


def _by_search(p, r):
    fine = {"xatol": 1e-12}
    found = minimize_scalar(
        lambda q: _coins(p, q) + _coins(q, r),
        bounds=(1e-6, 1 - 1e-6),
        method="bounded",
        options=fine,
    )
    return found.x


def _by_grid(p, r):
    grid = np.linspace(min(p, r), max(p, r), 200_001)
    pair, here, there = (np.stack([x, 1 - x], axis=-1) for x in (grid, np.array(p), np.array(r)))
    return grid[np.argmin(kl_divergence(here, pair) + kl_divergence(pair, there))]


def _draw_joint(rng):
    shape = tuple(int(n) for n in rng.integers(2, 5, 2))
    p, q = (rng.dirichlet(np.ones(shape[0] * shape[1])).reshape(shape) for _ in range(2))
    if rng.random() < 0.5:
        p[rng.integers(shape[0]), 0] = 0.0
    return p / p.sum(), q


def _draw_groups(rng):
    size = int(rng.integers(6, 11))
    p, q = rng.dirichlet(np.ones(size), 2)
    groups = np.concatenate([[0, 1, 2, 0, 1, 2], rng.integers(0, 3, size - 6)])
    if rng.random() < 0.5:
        p[0] = 0.0
    return p / p.sum(), q, rng.permutation(groups)


def _draw_divergences(rng):
    return (np.concatenate([rng.uniform(0, 1.4, 3), rng.uniform(1.7, 8, 3), [0.0, np.inf]]),)


def _draw_step(rng):
    mu, sigma = rng.normal(0, 5), rng.uniform(1.3, 4)
    return tuple(
        float(x) for x in (mu, sigma, *(rng.uniform(0.1, 0.5, 2) * rng.choice([-1, 1], 2)))
    )


def _draw_coins(rng):
    while True:
        p, r = (round(float(x), 3) for x in rng.uniform(0.03, 0.97, 2))
        if abs(p - r) > 0.3 and abs(p + r - 1) > 0.15:
            return p, r


CHAIN = Task(
    id="properties-chain",
    title="The two terms of the chain rule",
    objective="obj-not-metric",
    points=3,
    kind="function",
    name="chain_rule",
    reference=chain_rule,
    public=(ROWS, WIDE, SMALL_ROWS),
    draw=_draw_joint,
    mistakes=(
        Mistake(
            "weights of Q",
            lambda p, q: _chain(p, q, lambda _p_x, q_x, within: q_x @ within),
            "You averaged over the rows with the weights of Q. Under which "
            "distribution is the expectation in the formula?",
        ),
        Mistake(
            "rows alike",
            lambda p, q: _chain(p, q, lambda _p_x, _q_x, within: within.mean()),
            "A rare row counts as much as a common one in your second term. "
            "What kind of average stands in the chain rule?",
        ),
        Mistake(
            "rows added",
            lambda p, q: _chain(p, q, lambda _p_x, _q_x, within: within.sum()),
            "You added up the divergences of the rows. More rows, more divergence: "
            "is the second term a sum over x, or an expectation?",
        ),
        Mistake(
            "as if independent",
            _independent,
            "Your second term compares the marginal distributions of Y. Is Y independent of X in "
            "both tables, and what takes the place of its distribution if not?",
        ),
        Mistake(
            "columns first",
            lambda p, q: chain_rule(p.T, q.T),
            "You took Y first and X given Y second, which has the same sum. "
            "Along which axis does a sum leave the distribution of X?",
        ),
        Mistake(
            "swapped",
            lambda p, q: chain_rule(q, p),
            "Every log ratio here has q in the numerator. Which table is the first argument?",
        ),
        Mistake(
            "order of the terms",
            lambda p, q: chain_rule(p, q)[::-1],
            "Both terms are there. Which of the two was to come first?",
        ),
        Mistake(
            "the whole",
            lambda p, q: np.array([chain_rule(p, q)[0], chain_rule(p, q).sum()]),
            "Your second number is the divergence of the pair. What is left of it "
            "when the first term is subtracted?",
        ),
        Mistake(
            "rows not normalised",
            _raw_rows,
            "The rows of a joint table are not distributions yet. What turns one into the "
            "distribution of Y given x?",
        ),
    ),
    variants=(
        _chain_loop,
        lambda p, q: (
            kl_divergence(p.sum(axis=1), q.sum(axis=1)),
            kl_divergence(p.ravel(), q.ravel()) - kl_divergence(p.sum(axis=1), q.sum(axis=1)),
        ),
    ),
)

MERGE = Task(
    id="properties-merge",
    title="What merging costs",
    objective="obj-not-metric",
    points=3,
    kind="function",
    name="lost",
    reference=lost,
    public=(SIX, FOUR, SMALL_GROUPS),
    draw=_draw_groups,
    mistakes=(
        Mistake(
            "what is left",
            _merged,
            "This is the divergence that remains after merging. What was there before?",
        ),
        Mistake(
            "sign",
            lambda p, q, groups: -lost(p, q, groups),
            "Yours is negative. Which of the two divergences is larger, by the "
            "data-processing inequality?",
        ),
        Mistake(
            "means of groups",
            _group_means,
            "You gave a group the mean of its probabilities. How likely is it "
            "that *one or another* of its outcomes comes up?",
        ),
        Mistake(
            "swapped",
            lambda p, q, groups: lost(q, p, groups),
            "Here the outcomes come from Q. Under which distribution is the expectation, in both "
            "divergences?",
        ),
        Mistake(
            "as a share",
            lambda p, q, groups: lost(p, q, groups) / kl_divergence(p, q),
            "You give the loss as a share of the whole. Was that the question?",
        ),
        Mistake(
            "weights of Q",
            lambda p, q, groups: _within_groups(p, q, groups, weight_by=1),
            "You averaged what is lost within the groups with the weights of Q. Which "
            "weights belong to the expectation?",
        ),
        Mistake(
            "groups added",
            _within_unweighted,
            "You added what is lost within each group, rare groups as much as common ones. "
            "How often does each group come up?",
        ),
        Mistake(
            "bits",
            lambda p, q, groups: lost(p, q, groups) / np.log(2),
            "Right, in bits. Which unit was asked for?",
        ),
        Mistake(
            "nothing",
            lambda *_: 0.0,
            "Nothing is lost only if P and Q agree within every group. Do they?",
        ),
    ),
    variants=(
        _within_groups,
        lambda p, q, groups: (
            rel_entr(p, q).sum()
            - sum(
                rel_entr(p[groups == k].sum(), q[groups == k].sum()) for k in set(groups.tolist())
            )
        ),
    ),
)

BOUND = Task(
    id="properties-bound",
    title="How wrong can a probability be?",
    objective="obj-not-metric",
    points=2,
    kind="function",
    name="tv_bound",
    reference=tv_bound,
    public=((LADDER,),),
    draw=_draw_divergences,
    mistakes=(
        Mistake(
            "Pinsker alone",
            lambda d: np.sqrt(d / 2),
            "For large divergences your bound exceeds 1, and no probability is off by more. "
            "Which other bound takes over there?",
        ),
        Mistake(
            "cut off at one",
            lambda d: np.minimum(np.sqrt(d / 2), 1),
            "A cut at 1 is true, but says nothing. Is there not a bound below 1 "
            "for every finite divergence?",
        ),
        Mistake(
            "Bretagnolle and Huber alone",
            lambda d: np.sqrt(-np.expm1(-d)),
            "Your bound is right everywhere, but for small divergences there is a smaller one. "
            "Whose?",
        ),
        Mistake(
            "the larger",
            lambda d: np.maximum(np.sqrt(d / 2), np.sqrt(-np.expm1(-d))),
            "Both are upper bounds, and you took the larger one. Which of two upper "
            "bounds says more?",
        ),
        Mistake(
            "sum of absolute differences",
            lambda d: np.minimum(np.sqrt(2 * d), 2 * np.sqrt(-np.expm1(-d))),
            "You bound the sum of absolute differences. What part of it is the total variation?",
        ),
        Mistake(
            "no roots",
            lambda d: np.minimum(d / 2, -np.expm1(-d)),
            "This is too small to be true: near 0 the divergence is like a *square*. "
            "What undoes a square?",
        ),
        Mistake(
            "bits",
            lambda d: tv_bound(d * np.log(2)),
            "You took the divergences for bits. In which unit do the two bounds want them, "
            "and in which are they given?",
        ),
        Mistake(
            "half inside the exponent",
            lambda d: np.minimum(np.sqrt(d / 2), np.sqrt(-np.expm1(-d / 2))),
            "Pinsker's bound is right; the other one is too small. "
            "Where does the half belong: to one of them, or to both?",
        ),
    ),
    variants=(
        lambda d: np.where(d < 1.5936242600400401, (d / 2) ** 0.5, (1 - np.exp(-d)) ** 0.5),
        lambda d: [min((x / 2) ** 0.5, (1 - np.exp(-x)) ** 0.5) for x in d.tolist()],
    ),
)

BOWL = Task(
    id="properties-bowl",
    title="The second-order approximation",
    objective="obj-not-metric",
    points=2,
    kind="function",
    name="bowl",
    reference=bowl,
    public=((0.0, 2.0, 0.1, 0.0), (5.0, 1.5, 0.2, -0.3), (-1.0, 3.0, 0.0, 0.4)),
    draw=_draw_step,
    mistakes=(
        Mistake(
            "exact",
            lambda mu, sigma, d_mu, d_sigma: kl_normal(mu, sigma, mu + d_mu, sigma + d_sigma),
            "This is the divergence itself. Which polynomial in the steps was asked for?",
        ),
        Mistake(
            "no half",
            lambda *a: 2 * bowl(*a),
            "This is the quadratic form of the Fisher matrix. "
            "What stands before the second-order term of Taylor's series?",
        ),
        Mistake(
            "both alike",
            lambda _mu, sigma, d_mu, d_sigma: float((d_mu**2 + d_sigma**2) / (2 * sigma**2)),
            "A step of σ counts like a step of μ. What is the variance of z² − 1, "
            "and what that of z?",
        ),
        Mistake(
            "sigma not squared",
            lambda _mu, sigma, d_mu, d_sigma: float((d_mu**2 + 2 * d_sigma**2) / (2 * sigma)),
            "Measured in centimetres instead of metres, your number changes. "
            "Which power of σ takes the unit off a squared step?",
        ),
        Mistake(
            "sigma forgotten",
            lambda _mu, _sigma, d_mu, d_sigma: float((d_mu**2 + 2 * d_sigma**2) / 2),
            "This is right at σ = 1 only. Does a step of 0.1 change a wide "
            "distribution as much as a narrow one?",
        ),
        Mistake(
            "Fisher matrix of the variance",
            lambda _mu, sigma, d_mu, d_sigma: float(
                d_mu**2 / (2 * sigma**2) + d_sigma**2 / (4 * sigma**4)
            ),
            "This takes the second step for one of the variance. Which parameter does it change?",
        ),
        Mistake(
            "inverse matrix",
            _inverse_bowl,
            "You used the inverse of the Fisher matrix, which bounds the variance of estimates. "
            "Should a wide distribution make the divergence larger?",
        ),
        Mistake(
            "root",
            lambda *a: float(np.sqrt(2 * bowl(*a))),
            "This is a length. The divergence is like half of what, taken of that length?",
        ),
        Mistake(
            "not squared",
            lambda _mu, sigma, d_mu, d_sigma: float((d_mu + 2 * d_sigma) / (2 * sigma**2)),
            "Yours changes its sign with the step. Has a divergence a linear term at its zero?",
        ),
    ),
    variants=(
        _matrix_bowl,
        lambda _mu, sigma, d_mu, d_sigma: 0.5 * (d_mu / sigma) ** 2 + (d_sigma / sigma) ** 2,
    ),
)

STOP = Task(
    id="properties-stop",
    title="The best place for a stop",
    objective="obj-not-metric",
    points=3,
    kind="function",
    name="best_stop",
    reference=best_stop,
    tolerance=Tolerance(relative=1e-4),
    public=((0.5, 0.05), (0.9, 0.3), (0.2, 0.7)),
    draw=_draw_coins,
    mistakes=(
        Mistake(
            "mean",
            lambda p, r: (p + r) / 2,
            "Halfway is best if the stop is the second argument both times. "
            "Where does it stand in each of the two divergences?",
        ),
        Mistake(
            "mean of log-odds",
            lambda p, r: float(expit((logit(p) + logit(r)) / 2)),
            "Halfway in log-odds is best if the stop is the first argument both times. "
            "Where does it stand in each of the two divergences?",
        ),
        Mistake(
            "geometric mean",
            lambda p, r: float(np.sqrt(p * r)),
            "You took the geometric mean of the chances of heads. "
            "Would you find the same coin if you looked at tails?",
        ),
        Mistake(
            "wrong way round",
            lambda p, r: best_stop(r, p),
            "This is the best stop on the way back. Which coin is the first argument "
            "at the start, and which the second at the end?",
        ),
        Mistake(
            "cost of the detour",
            lambda p, r: _coins(p, best_stop(p, r)) + _coins(best_stop(p, r), r),
            "This is what the detour costs. Which number makes it least?",
        ),
        Mistake(
            "saving",
            lambda p, r: _coins(p, r) - _coins(p, best_stop(p, r)) - _coins(best_stop(p, r), r),
            "This is how much the detour saves. Which number makes it least?",
        ),
        Mistake(
            "one leg only",
            lambda p, _r: p,
            "Your stop is at p itself. What do both parts cost together a little way from it?",
        ),
        Mistake(
            "coarse grid",
            lambda p, r: round(best_stop(p, r), 2),
            "Right to two decimals. A finer grid would do, and what would do better than a grid?",
        ),
        Mistake(
            "equal legs",
            lambda p, r: float(brentq(lambda q: _coins(p, q) - _coins(q, r), min(p, r), max(p, r))),
            "At your stop both legs cost the same. Is that what was to be least?",
        ),
        Mistake(
            "tails",
            lambda p, r: 1 - best_stop(p, r),
            "You found the right coin and report its other side. Which probability was asked for?",
        ),
    ),
    variants=(_by_search, _by_grid),
)

EXERCISE = Exercise(
    slug="properties",
    title="Properties",
    chapter="chapters/properties",
    tasks=(CHAIN, MERGE, BOUND, BOWL, STOP),
    lessons=LESSONS,
)
