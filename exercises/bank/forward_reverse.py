"""Tasks on the two directions of a fit: names, moments, mean field, a grid, the best hollow."""

from functools import cache

import numpy as np
from _lessons_forward_reverse import LESSONS
from klgrade.tasks import Exercise, Mistake, Task, Tolerance
from scipy.optimize import minimize
from scipy.special import log_softmax, logsumexp, rel_entr, softmax
from scipy.stats import norm

TWO_HILLS = (np.array([0.5, 0.5]), np.array([-2.0, 2.0]), np.array([1.0, 1.0]))
UNEVEN = (np.array([0.2, 0.5, 0.3]), np.array([-1.0, 0.5, 3.0]), np.array([0.5, 1.5, 0.8]))
BELOW = (np.array([0.6, 0.4]), np.array([-3.0, -0.5]), np.array([0.7, 1.1]))
BALANCED = (np.array([0.25, 0.75]), np.array([-3.0, 1.0]), np.array([1.0, 0.5]))  # mean 0
NEARLY_NORMAL = (np.array([0.5, 0.5]), np.array([-0.1, 0.2]), np.array([1.0, 1.0]))
CORRELATED = np.array([[1.0, 0.9], [0.9, 1.0]])
THREE = np.array([[2.0, 0.6, -0.4], [0.6, 1.0, 0.3], [-0.4, 0.3, 0.5]])
GRID = np.linspace(-15, 15, 601)
STEP = GRID[1] - GRID[0]
CLOSE = (np.array([0.5, 0.5]), np.array([-2.6, 2.6]), np.array([1.0, 1.0]))
FAR = (np.array([0.45, 0.55]), np.array([-4.0, 4.0]), np.array([1.0, 1.0]))
SLIM = (np.array([0.7, 0.3]), np.array([-1.5, 2.0]), np.array([1.2, 0.5]))
NODES = np.linspace(-7, 7, 141)
WEIGHTS = softmax(-(NODES**2) / 2)


def log_mixture(x, weights, means, sigmas):
    """Return the log-density of a mixture of normal distributions."""
    return _log_mixture_and_slope(x, weights, means, sigmas)[0]


def _log_mixture_and_slope(x, weights, means, sigmas):
    """Return the log-density of a mixture, and its derivative."""
    z = (np.asarray(x)[:, np.newaxis] - means) / sigmas
    parts = np.log(weights / sigmas) - z**2 / 2
    top = parts.max(axis=1)
    each = np.exp(parts - top[:, np.newaxis])
    total = each.sum(axis=1)
    return top + np.log(total) - np.log(2 * np.pi) / 2, -(each * z / sigmas).sum(axis=1) / total


def forward_fit(weights, means, sigmas):
    """Return mean and standard deviation of the forward fit of a mixture."""
    mean = weights @ means
    return np.array([mean, np.sqrt(weights @ (sigmas**2 + (means - mean) ** 2))])


def mean_field(cov):
    """Return the variances of the reverse mean-field fit, and those of the forward one."""
    return np.array([1 / np.diag(np.linalg.inv(cov)), np.diag(cov)])


def reverse_kl(mu, sigma, x, log_target):
    """Return the divergence of a normal Q and a target known on a grid up to a factor."""
    step = x[1] - x[0]
    log_q = norm.logpdf(x, mu, sigma)
    log_p = log_target - logsumexp(log_target) - np.log(step)
    return float(np.sum(np.exp(log_q) * (log_q - log_p)) * step)


def best_reverse(weights, means, sigmas):
    """Return mean and standard deviation of the best reverse fit of a mixture."""
    found = _hollows(weights, means, sigmas)
    return min(found, key=lambda fit: fit[2])[:2]


def _descend(target, start):
    """Return mean, standard deviation and cost (up to a constant) of the hollow below a start."""

    def cost(theta):
        """Return the cost and its slopes in both parameters."""
        shift = np.exp(theta[1]) * NODES
        log_p, slope = _log_mixture_and_slope(theta[0] + shift, *target)
        falls = WEIGHTS * slope
        return -theta[1] - WEIGHTS @ log_p, np.array([-falls.sum(), -1 - falls @ shift])

    start = [start[0], np.log(start[1])]
    found = minimize(cost, start, jac=True, options={"gtol": 1e-7})
    # Rounded to what every machine agrees on; adding 0 makes a zero of −0.
    return np.round([found.x[0], np.exp(found.x[1]), found.fun], 5) + 0.0


def _hollows(weights, means, sigmas):
    """Return what descents from every component and from the forward fit find, in this order."""
    return _remembered(*(tuple(map(float, item)) for item in (weights, means, sigmas)))


@cache
def _remembered(*target):
    weights, means, sigmas = map(np.array, target)
    wide = forward_fit(weights, means, sigmas)
    starts = [*zip(means, sigmas, strict=True), wide, wide * [1, 0.7]]
    return [_descend((weights, means, sigmas), start) for start in starts]


def _laplace(weights, means, sigmas):
    """Return the normal distribution with the place and curvature of the highest peak."""
    x = np.linspace(means.min() - 1, means.max() + 1, 20001)
    log_p = log_mixture(x, weights, means, sigmas)
    i, h = int(log_p.argmax()), x[1] - x[0]
    bend = (log_p[i - 1] - 2 * log_p[i] + log_p[i + 1]) / h**2
    return np.round([x[i], np.sqrt(-1 / bend)], 5)


def _heaviest(weights, means, sigmas):
    return np.array([means[weights.argmax()], sigmas[weights.argmax()]])


def _on_grid(target, shift=0.0):
    # Rounded, because the last digits of a logarithm depend on the processor.
    return GRID, np.round(log_mixture(GRID, *target) + shift, 9)


def _underflowing(mu, sigma, x, log_target):
    with np.errstate(all="ignore"):
        p = np.exp(log_target)
        p = p / (p.sum() * STEP)
        q = norm.pdf(x, mu, sigma)
        return float(np.sum(q * np.log(q / p)) * STEP)


def _trapezoid(mu, sigma, x, log_target):
    top = log_target.max()
    log_z = top + np.log(np.trapezoid(np.exp(log_target - top), x))
    expected = np.trapezoid(norm.pdf(x, mu, sigma) * log_target, x)
    return log_z - expected - norm.entropy(mu, sigma)


def _many_starts(weights, means, sigmas):
    starts = [(m, s) for m in np.linspace(means.min(), means.max(), 5) for s in (0.7, 2.0)]
    found = [_descend((weights, means, sigmas), start) for start in starts]
    return tuple(min(found, key=lambda fit: fit[2])[:2])


def _conditional_pairwise(cov):
    """Return what is left of each variance when the most telling other coordinate is known."""
    sd = np.sqrt(np.diag(cov))
    rho = np.abs(cov / np.outer(sd, sd) - np.eye(len(cov))).max(axis=1)
    return np.array([np.diag(cov) * (1 - rho), np.diag(cov)])


def _draw_mixture(rng):
    size = int(rng.integers(2, 5))
    return rng.dirichlet(np.full(size, 3.0)), rng.normal(0, 3, size), rng.uniform(0.4, 2, size)


def _draw_mixture_below(rng):
    """Return a mixture with a negative mean."""
    weights, means, sigmas = _draw_mixture(rng)
    return weights, -np.abs(means), sigmas


def _draw_cov(rng):
    size = int(rng.integers(2, 5))
    a = rng.normal(size=(size, size + 2))
    return (a @ a.T / size,)


def _draw_grid(rng):
    x, log_target = _on_grid(
        (rng.dirichlet([4, 4]), rng.uniform(-3, 3, 2), rng.uniform(0.7, 1.5, 2)),
        rng.choice([-3000.0, -1000.0, 2.0, 5.0]),
    )
    return (
        round(float(rng.uniform(-2, 2)), 3),
        round(float(rng.uniform(0.5, 1.6)), 3),
        x,
        log_target,
    )


def _draw_near_grid(rng):
    """Return a target that is nearly normal, and a Q near it: a small divergence."""
    mean, sigma = rng.uniform(-2, 2), rng.uniform(0.8, 1.4)
    target = rng.dirichlet([4, 4]), mean + rng.uniform(-0.2, 0.2, 2), np.full(2, sigma)
    mu = round(float(mean + rng.choice([-1, 1]) * rng.uniform(0.1, 0.3)), 3)
    return (mu, round(float(sigma), 3), *_on_grid(target, rng.choice([-1000.0, 2.0])))


def _draw_hills(rng):
    """Return a mixture whose best reverse fit is better than the second best by a margin."""
    while True:
        heavy = rng.uniform(0.5, 0.7)
        gap = rng.uniform(6.5, 9) if rng.random() < 0.6 else rng.uniform(2.5, 4.5)
        means = rng.uniform(-2, 2) + gap * np.array([-0.5, 0.5])
        order = [1, 0] if rng.random() < 0.8 else [0, 1]
        target = np.array([heavy, 1 - heavy])[order], means, rng.uniform(0.8, 1.3, 2)
        fits = sorted(_hollows(*target), key=lambda fit: fit[2])
        if all(fit[2] > fits[0][2] + 0.03 or np.allclose(fit, fits[0], atol=1e-4) for fit in fits):
            return target


NAMES = Task(
    id="forward-reverse-names",
    title="Which direction is it?",
    objective="obj-forward-reverse",
    points=2,
    kind="choice",
    name="reverse_statements",
    reference="bdeg",
    mistakes=(
        Mistake(
            "directions exchanged",
            "acf",
            "You described the other direction, in every line. Under which of the two "
            "distributions is "
            "the expectation when Q stands first?",
        ),
        Mistake(
            "zero-avoiding",
            "abdeg",
            "Look at a again. If Q is zero where P is not, which of the two sums has a term that "
            "is infinite?",
        ),
        Mistake(
            "moments",
            "bcdeg",
            "Look at c again. Whose minimum did the theorem on moment matching describe?",
        ),
        Mistake(
            "likelihood",
            "bdefg",
            "Look at f again. Where do the data stand in the divergence that maximum likelihood "
            "makes small?",
        ),
        Mistake(
            "always one mode",
            "bdegh",
            "Look at h again. Where did the best fit sit when the two modes were 4 apart?",
        ),
        Mistake(
            "factor",
            "beg",
            "One is missing. What becomes of an unknown factor of p when only q moves?",
        ),
        Mistake(
            "missing mode",
            "bde",
            "One is missing. What is the cost of a Q that equals one of two equal modes and "
            "puts nothing on the other?",
        ),
        Mistake(
            "too narrow",
            "bdg",
            "One is missing. What did mean field do to the variances of a correlated target?",
        ),
        Mistake(
            "zero-forcing",
            "deg",
            "One is missing. What does Q pay for mass where P has none?",
        ),
    ),
    variants=("g, e, d, b", ["B", "D", "E", "G"]),
)

MOMENTS = Task(
    id="forward-reverse-moments",
    title="The forward fit of a mixture",
    objective="obj-forward-reverse",
    points=2,
    kind="function",
    name="forward_fit",
    reference=forward_fit,
    public=(TWO_HILLS, UNEVEN, BELOW, BALANCED),
    draw=(_draw_mixture, _draw_mixture_below),
    mistakes=(
        Mistake(
            "within only",
            lambda w, m, s: np.array([w @ m, np.sqrt(w @ s**2)]),
            "You averaged the variances of the components. Which part of the variance "
            "comes from their different means?",
        ),
        Mistake(
            "between only",
            lambda w, m, s: np.array([w @ m, np.sqrt(w @ (m - w @ m) ** 2) + 0 * s[0]]),
            "This is the spread of the means alone. Which part of the variance comes "
            "from the widths of the components?",
        ),
        Mistake(
            "variance",
            lambda w, m, s: forward_fit(w, m, s) ** [1, 2],
            "Your second number is a variance. Which power of it was asked for?",
        ),
        Mistake(
            "average of widths",
            lambda w, m, s: np.array([w @ m, w @ s]),
            "You averaged standard deviations. Which power of a deviation may be averaged, and "
            "deviation from what?",
        ),
        Mistake(
            "second moment",
            lambda w, m, s: np.array([w @ m, np.sqrt(w @ (s**2 + m**2))]),
            "Your width grows when the whole target is moved aside. About which point is a "
            "variance taken?",
        ),
        Mistake(
            "weights forgotten",
            lambda w, m, s: forward_fit(np.full(len(w), 1 / len(w)), m, s),
            "Each component counts the same in your fit. How much of the target is in each?",
        ),
        Mistake(
            "weighted sum",
            lambda w, m, s: np.array([w @ m, np.sqrt(w**2 @ s**2)]),
            "This is the spread of a weighted *sum* of independent variables. Does a draw from a "
            "mixture add the components up, or come from one of them?",
        ),
        Mistake(
            "heaviest hill",
            _heaviest,
            "You sit on the heaviest component. What does the forward divergence charge for the "
            "others?",
        ),
    ),
    variants=(
        lambda w, m, s: (w @ m, (w @ (s**2 + m**2) - (w @ m) ** 2) ** 0.5),
        lambda w, m, s: [
            float(np.average(m, weights=w)),
            float(np.sqrt(w @ s**2 + 0.5 * w @ (m[:, None] - m) ** 2 @ w)),
        ],
    ),
)

MEAN_FIELD = Task(
    id="forward-reverse-mean-field",
    title="How sure is mean field?",
    objective="obj-forward-reverse",
    points=3,
    kind="function",
    name="mean_field",
    reference=mean_field,
    public=((CORRELATED,), (THREE,), (np.array([[1.0, -0.999], [-0.999, 1.0]]),)),
    draw=_draw_cov,
    mistakes=(
        Mistake(
            "rows exchanged",
            lambda cov: mean_field(cov)[::-1],
            "Your first row is wider than the second. Which of the two directions makes mass "
            "outside the target costly?",
        ),
        Mistake(
            "marginal twice",
            lambda cov: np.array([np.diag(cov), np.diag(cov)]),
            "Both of your rows are the variance of a coordinate by itself. "
            "Which matrix stands in the reverse divergence, in the term with s?",
        ),
        Mistake(
            "conditional twice",
            lambda cov: np.array([1 / np.diag(np.linalg.inv(cov))] * 2),
            "Both of your rows are the variance of a coordinate when the others are known. "
            "What does moment matching say about the forward fit?",
        ),
        Mistake(
            "precision",
            lambda cov: np.array([np.diag(np.linalg.inv(cov)), np.diag(cov)]),
            "Your reverse row holds precisions. What is a precision the inverse of?",
        ),
        Mistake(
            "standard deviations",
            lambda cov: np.sqrt(mean_field(cov)),
            "These are standard deviations. Which power of them are the s in the chapter?",
        ),
        Mistake(
            "inverse of the diagonal",
            lambda cov: np.array([1 / np.diag(cov), np.diag(cov)]),
            "You inverted the entries of the diagonal of Σ. Which comes first, the inverse of the "
            "matrix or its diagonal?",
        ),
        Mistake(
            "one minus rho",
            _conditional_pairwise,
            "You took a correlation off the variance. Which power of ρ is it in two dimensions, "
            "and what takes its place in three?",
        ),
        Mistake(
            "eigenvalues",
            lambda cov: np.array([np.linalg.eigvalsh(cov), np.diag(cov)]),
            "Your reverse row holds the variances along the axes of the ellipse. "
            "Along which axes is Q independent?",
        ),
    ),
    variants=(
        lambda cov: (
            [
                np.linalg.det(cov) / np.linalg.det(np.delete(np.delete(cov, i, axis=0), i, axis=1))
                for i in range(len(cov))
            ],
            cov.diagonal(),
        ),
        lambda cov: np.stack(
            [1 / np.linalg.solve(cov, np.eye(len(cov))).diagonal(), cov.diagonal()]
        ),
    ),
)

QUADRATURE = Task(
    id="forward-reverse-grid",
    title="A target known up to a factor",
    objective="obj-forward-reverse",
    points=3,
    kind="function",
    name="reverse_kl",
    reference=reverse_kl,
    tolerance=Tolerance(relative=1e-6, absolute=1e-8),
    public=(
        (0.5, 1.2, *_on_grid(TWO_HILLS, 3.0)),
        (-1.0, 0.7, *_on_grid(SLIM, -1000.0)),
        (0.25, 1.0, *(part[140:461] for part in _on_grid(NEARLY_NORMAL))),
    ),
    draw=(_draw_grid, _draw_near_grid),
    mistakes=(
        Mistake(
            "rounded",
            lambda *a: round(reverse_kl(*a), 6),
            "You rounded the result. How many correct digits does the task ask for if the "
            "divergence is small?",
        ),
        Mistake(
            "forward",
            lambda mu, sigma, x, t: float(
                rel_entr(softmax(t), np.exp(norm.logpdf(x, mu, sigma)) * STEP).sum()
            ),
            "Your expectation is under the target. Who stands first in the reverse divergence?",
        ),
        Mistake(
            "factor ignored",
            lambda mu, sigma, x, t: reverse_kl(mu, sigma, x, t) - logsumexp(t) - np.log(STEP),
            "You took the target as it came. What is its integral, and which constant is "
            "therefore missing?",
        ),
        Mistake(
            "entropy forgotten",
            lambda mu, sigma, x, t: reverse_kl(mu, sigma, x, t) + norm.entropy(mu, sigma),
            "This is only the mean of −log p under Q. Which term with log q is missing?",
        ),
        Mistake(
            "entropy added",
            lambda mu, sigma, x, t: reverse_kl(mu, sigma, x, t) + 2 * norm.entropy(mu, sigma),
            "In your answer a wide Q costs more because of its width. With which sign does the "
            "entropy of Q enter?",
        ),
        Mistake(
            "step forgotten",
            lambda mu, sigma, x, t: reverse_kl(mu, sigma, x, t) / STEP,
            "Your answer would double on a grid twice as fine. What turns a sum into an integral?",
        ),
        Mistake(
            "step in log Z forgotten",
            lambda mu, sigma, x, t: reverse_kl(mu, sigma, x, t) - np.log(STEP),
            "You compare a density with probabilities of grid cells. What is the ratio of the two?",
        ),
        Mistake(
            "variance",
            lambda mu, sigma, x, t: reverse_kl(mu, np.sqrt(sigma), x, t),
            "You took sigma for a variance. What did the task call it?",
        ),
        Mistake(
            "underflow",
            _underflowing,
            "Right while the exponential of the target can be held in a float. "
            "What may be subtracted from log_target first, and never matters?",
        ),
    ),
    variants=(
        _trapezoid,
        lambda mu, sigma, x, t: float(
            rel_entr(softmax(norm.logpdf(x, mu, sigma)), np.exp(log_softmax(t))).sum()
        ),
    ),
)

BEST = Task(
    id="forward-reverse-best",
    title="The best reverse fit",
    objective="obj-forward-reverse",
    points=4,
    kind="function",
    name="best_reverse",
    reference=best_reverse,
    tolerance=Tolerance(relative=1e-3, absolute=1e-3),
    public=(CLOSE, FAR, SLIM),
    draw=_draw_hills,
    fresh=18,
    mistakes=(
        Mistake(
            "forward fit",
            forward_fit,
            "These are the moments of the target: the forward fit. "
            "Under whose expectation was the divergence to be small?",
        ),
        Mistake(
            "down from the middle",
            lambda *target: _hollows(*target)[-2][:2],
            "You descended from the forward fit alone. Is that local minimum the best "
            "one when the modes are far apart?",
        ),
        Mistake(
            "down from the first hill",
            lambda *target: _hollows(*target)[0][:2],
            "You descended from the first mode alone. Which minimum is found from "
            "other starting points?",
        ),
        Mistake(
            "the heaviest hill itself",
            _heaviest,
            "You named the heaviest mode as it is, without a descent. "
            "Does the target have no other mass near it?",
        ),
        Mistake(
            "Laplace",
            _laplace,
            "You took place and curvature of the highest peak. The reverse fit has an average "
            "curvature; under which distribution is that average?",
        ),
        Mistake(
            "variance",
            lambda *target: best_reverse(*target) ** [1, 2],
            "The second number is a variance. What was to be returned?",
        ),
        Mistake(
            "log sigma",
            lambda *target: np.array([best_reverse(*target)[0], np.log(best_reverse(*target)[1])]),
            "The second number is still on the scale on which you optimised. "
            "How does one get back to a standard deviation?",
        ),
    ),
    variants=(
        _many_starts,
        lambda *target: tuple(
            map(float, min(reversed(_hollows(*target)), key=lambda fit: fit[2])[:2])
        ),
    ),
)

EXERCISE = Exercise(
    slug="forward-reverse",
    title="Forward and reverse",
    chapter="chapters/forward-reverse",
    tasks=(NAMES, MOMENTS, MEAN_FIELD, QUADRATURE, BEST),
    lessons=LESSONS,
)
