"""Tasks on estimation: the mean of log ratios, k3, the plug-in's bias, neighbours, a critic."""

import numpy as np
from _lessons_estimation import LESSONS
from klgrade.tasks import Exercise, Mistake, Task
from scipy.special import logsumexp
from scipy.stats import norm, sem

from kltext import cross_entropy, entropy, kl_divergence

X = np.array([-0.3, 0.1, 0.9, -1.2, 2.0])
LOGS = (norm.logpdf(X), norm.logpdf(X, 0.5, 1.0))
WIDE = (norm.logpdf(X, 0.4, 1.1), norm.logpdf(X, 0.0, 2.0))
BELOW = (norm.logpdf(X, 0.2, 2.0), norm.logpdf(X, 0.3, 1.0))
COUNTS = (np.array([9, 12, 4, 0, 0]), np.full(5, 0.2))
POINTS = (np.array([0.0, 0.3, 1.1, 2.0]), np.array([0.2, 1.0, 2.5, 4.0, 0.7]))
ALIKE = (np.array([0.0, 0.7, 1.5, 2.9, 3.4]), np.array([0.1, 0.8, 1.6, 2.8, 3.3, -0.4]))
# Points that nearly agree, beside which a constant shows.
TOGETHER = (np.array([0.0, 0.0001, 1.1, 2.0]), np.array([0.2, 1.1001, 2.5, 4.0, 0.7]))
APART = (np.array([0.0, 0.3, 1.1, 2.0]), np.array([2.4, 3.0, 4.5, 4.0, 5.7]))  # a positive estimate


def monte_carlo(log_p, log_q):
    """Return the mean of the log ratios and its standard error."""
    t = log_p - log_q
    return np.array([t.mean(), t.std(ddof=1) / np.sqrt(len(t))])


def k3(log_p, log_q):
    """Return the estimate whose terms are never negative."""
    t = log_q - log_p
    return float(np.mean(np.expm1(t) - t))


def corrected(counts, q):
    """Return the plug-in estimate less its bias after Miller and Madow."""
    bias = (np.count_nonzero(counts) - 1) / (2 * counts.sum())
    return _plugin(counts, q) - bias


def knn(x, y, k):
    """Return the estimate from the distances to the k-th nearest neighbours."""
    among, between = _distances(x, y)
    ratio = np.log(between[:, k - 1] / among[:, k])
    return float(ratio.mean() + np.log(len(y) / (len(x) - 1)))


def critic_bound(t_p, t_q):
    """Return the lower bound of Donsker and Varadhan for one critic."""
    return float(np.mean(t_p) - logsumexp(t_q) + np.log(len(t_q)))


def _plugin(counts, q):
    return kl_divergence(counts / counts.sum(), q)


def _plugin_with_nan(counts, q):
    p = counts / counts.sum()
    with np.errstate(all="ignore"):
        return float(np.sum(p * np.log(p / q))) - _plugin(counts, q) + corrected(counts, q)


def _distances(x, y):
    """Return the sorted distances of each x to all of x, itself first, and to all of y."""
    return tuple(np.sort(np.abs(x[:, None] - z), axis=1) for z in (x, y))


def _with_itself(x, y, k):
    among, between = _distances(x, y)
    with np.errstate(divide="ignore"):
        ratio = np.log(between[:, k - 1]) - np.log(among[:, k - 1])
    return float(ratio.mean() + np.log(len(y) / (len(x) - 1)))


def _one_too_far(x, y, k):
    among, between = _distances(x, y)
    return float(np.mean(np.log(between[:, k] / among[:, k])) + np.log(len(y) / (len(x) - 1)))


def _neighbour_loop(x, y, k):
    total = 0.0
    for i, point in enumerate(x):
        others = np.delete(x, i)
        rho = np.partition(np.abs(others - point), k - 1)[k - 1]
        nu = np.partition(np.abs(y - point), k - 1)[k - 1]
        total += np.log(nu) - np.log(rho)
    return total / len(x) + np.log(len(y)) - np.log(len(x) - 1)


def _densities(x, y, k):
    """Return the mean log ratio of two densities guessed from the same neighbours."""
    among, between = _distances(x, y)
    p = k / (2 * among[:, k] * (len(x) - 1))
    q = k / (2 * between[:, k - 1] * len(y))
    return np.log(p / q).mean()


def _swap_sums(x, y, k):
    return -knn(x, y, k) + 2 * np.log(len(y) / (len(x) - 1))


def _draw_logs(rng):
    mean, sd = rng.uniform(0.2, 1), rng.uniform(0.8, 1.5)
    x = rng.normal(size=rng.integers(8, 30))
    return norm.logpdf(x), norm.logpdf(x, mean, sd)


def _draw_logs_below(rng):
    """Return log-densities of points that Q likes better, so that the estimate is negative."""
    log_q, log_p = _draw_logs(rng)
    return log_p, log_q


def _draw_counts(rng):
    size = int(rng.integers(5, 9))
    counts = rng.multinomial(rng.integers(20, 80), rng.dirichlet(np.full(size, 2.0)))
    counts[rng.integers(2, size)] = counts[1] = 0
    counts[0] += 3
    return counts, rng.dirichlet(np.full(size, 5.0))


def _draw_points(rng):
    x = rng.normal(size=rng.integers(8, 20))
    return x, rng.normal(0.5, 1.5, rng.integers(25, 40)), int(rng.integers(2, 5))


def _draw_points_below(rng):
    """Return two samples whose estimate is negative."""
    while True:
        x = rng.normal(size=rng.integers(8, 20))
        y, k = rng.normal(size=rng.integers(25, 40)), int(rng.integers(2, 5))
        if knn(x, y, k) < -0.02:
            return x, y, k


def _draw_critic(rng):
    sizes = rng.integers(5, 20), rng.integers(21, 40)
    shift = 0.0 if rng.random() < 0.5 else 900.0
    return shift + rng.normal(0.5, 1, sizes[0]), shift + rng.normal(-0.5, 1, sizes[1])


def _draw_bad_critic(rng):
    """Return the values of a critic that is higher on Q, whose bound is negative."""
    t_p, t_q = _draw_critic(rng)
    return t_p - 3.0, t_q


def _overflowing(t_p, t_q):
    with np.errstate(all="ignore"):
        return float(np.mean(t_p) - np.log(np.mean(np.exp(t_q))))


def _average_of_means(t_p, t_q):
    return float(np.mean(t_p) - np.mean(t_q))


MEAN = Task(
    id="estimation-mean",
    title="An estimate, and how far to trust it",
    objective="obj-estimate",
    points=2,
    kind="function",
    name="monte_carlo",
    reference=monte_carlo,
    public=(LOGS, WIDE, BELOW),
    draw=(_draw_logs, _draw_logs_below),
    mistakes=(
        Mistake(
            "sign",
            lambda lp, lq: monte_carlo(lq, lp),
            "Your log ratios have q in the numerator. The points come from P, and the expectation "
            "is under the first argument: what stands inside it?",
        ),
        Mistake(
            "spread of one term",
            lambda lp, lq: monte_carlo(lp, lq) * [1, np.sqrt(len(lp))],
            "The second number is the spread of single terms. Does it shrink with more points, "
            "as the error of a mean should?",
        ),
        Mistake(
            "divided by n",
            lambda lp, lq: monte_carlo(lp, lq) / [1, np.sqrt(len(lp))],
            "Your error shrinks like 1/n. Variances of independent terms add up: "
            "how fast does the standard deviation of their mean shrink?",
        ),
        Mistake(
            "one subtracted twice",
            lambda lp, lq: np.array(
                [np.mean(lp - lq), np.std(lp - lq, ddof=1) / np.sqrt(len(lp) - 1)]
            ),
            "The error is a little too large. The standard deviation has n − 1 already: "
            "how many terms does the mean have?",
        ),
        Mistake(
            "squared error",
            lambda lp, lq: monte_carlo(lp, lq) ** [1, 2],
            "The second number is a variance. In which unit is an error reported?",
        ),
        Mistake(
            "n in place of n - 1",
            lambda lp, lq: np.array([np.mean(lp - lq), np.std(lp - lq) / np.sqrt(len(lp))]),
            "The error is a little too small. The mean was estimated from the same points: "
            "how many independent deviations are left?",
        ),
        Mistake(
            "log of the mean ratio",
            lambda lp, lq: np.array([np.log(np.mean(np.exp(lp - lq))), monte_carlo(lp, lq)[1]]),
            "You averaged the ratios and then took the logarithm. In which order does the "
            "definition of the divergence do it?",
        ),
        Mistake(
            "absolute values",
            lambda lp, lq: monte_carlo(np.abs(lp - lq), 0 * lq),
            "You took the sign off the terms. May a single log ratio not be negative, "
            "and what would the mean lose without these?",
        ),
    ),
    variants=(
        lambda lp, lq: (float(np.mean(lp) - np.mean(lq)), float(sem(lp - lq))),
        lambda lp, lq: [
            sum(lp - lq) / len(lp),
            float(np.sqrt(np.var(lp - lq, ddof=1) / len(lp))),
        ],
    ),
)

K3 = Task(
    id="estimation-k3",
    title="Terms that are never negative",
    objective="obj-estimate",
    points=3,
    kind="function",
    name="k3",
    reference=k3,
    public=(LOGS, WIDE),
    draw=_draw_logs,
    mistakes=(
        Mistake(
            "ratio upside down",
            lambda lp, lq: k3(lq, lp),
            "Your ratio is p/q. Its mean under P is more than 1; "
            "which ratio has mean 1 there, so that the extra part costs nothing?",
        ),
        Mistake(
            "sign of the logarithm",
            lambda lp, lq: float(np.mean(np.expm1(lq - lp) + (lq - lp))),
            "Some of your terms are negative. r − 1 lies above which curve, "
            "and with which sign must that curve be combined with it?",
        ),
        Mistake(
            "k1",
            lambda lp, lq: float(np.mean(lp - lq)),
            "This is the mean of the plain log ratios, whose terms may be negative. "
            "What of mean zero can be added to each?",
        ),
        Mistake(
            "k2",
            lambda lp, lq: float(np.mean((lp - lq) ** 2) / 2),
            "This is half the mean square of the log ratio. It is never negative, "
            "but is it unbiased?",
        ),
        Mistake(
            "one forgotten",
            lambda lp, lq: 1 + k3(lp, lq),
            "If P and Q are equal, every term of yours is 1. What should it be?",
        ),
        Mistake(
            "average ratio first",
            lambda lp, lq: float(np.mean(np.exp(lq - lp)) - 1 - np.log(np.mean(np.exp(lq - lp)))),
            "You averaged the ratios and then took one logarithm. "
            "Does the mean of the logarithms give the same?",
        ),
        Mistake(
            "sum",
            lambda lp, lq: len(lp) * k3(lp, lq),
            "This grows with the number of points. Is a divergence a sum over draws, "
            "or an expectation?",
        ),
    ),
    variants=(
        lambda lp, lq: np.mean(np.exp(lq - lp) - 1 + lp - lq),
        lambda lp, lq: (
            sum(np.exp(b) / np.exp(a) - 1 - (b - a) for a, b in zip(lp, lq, strict=True)) / len(lp)
        ),
    ),
)

PLUGIN = Task(
    id="estimation-plugin",
    title="Counts, and what they exaggerate",
    objective="obj-estimate",
    points=3,
    kind="function",
    name="corrected",
    reference=corrected,
    public=(
        COUNTS,
        (np.array([3, 0, 7, 0, 0, 9]), np.array([0.1, 0.1, 0.3, 0.1, 0.1, 0.3])),
        (np.array([5, 0, 4, 1]), np.array([0.0001, 0.2999, 0.3, 0.4])),
    ),
    draw=_draw_counts,
    mistakes=(
        Mistake(
            "not corrected",
            _plugin,
            "This is the plug-in estimate as it stands. "
            "What does it give on average when the counts do come from q?",
        ),
        Mistake(
            "zeros forgotten",
            _plugin_with_nan,
            "An outcome that never occurred made this NaN. What is a term worth whose weight is 0?",
        ),
        Mistake(
            "multiplied by the counts",
            lambda counts, q: (
                _plugin(counts, q) - (np.count_nonzero(counts) - 1) / 2 * counts.sum()
            ),
            "Your correction grows with the number of draws. In which order does Python compute "
            "a / 2 * n, and where do brackets belong?",
        ),
        Mistake(
            "wrong way",
            lambda counts, q: 2 * _plugin(counts, q) - corrected(counts, q),
            "You made the estimate larger. In which direction is it wrong to begin with?",
        ),
        Mistake(
            "empty cells counted",
            lambda counts, q: _plugin(counts, q) - (len(counts) - 1) / (2 * counts.sum()),
            "You counted outcomes that never occurred. "
            "Which cells does the correction of Miller and Madow count?",
        ),
        Mistake(
            "not one less",
            lambda counts, q: _plugin(counts, q) - np.count_nonzero(counts) / (2 * counts.sum()),
            "If only one outcome ever occurs, there is nothing to correct. "
            "What does your correction say then?",
        ),
        Mistake(
            "no two",
            lambda counts, q: 2 * corrected(counts, q) - _plugin(counts, q),
            "Your correction is twice too large. A χ² distribution with m − 1 degrees of freedom "
            "has that mean; which multiple of the divergence follows it?",
        ),
        Mistake(
            "swapped",
            lambda counts, q: (
                kl_divergence(q, counts / counts.sum()) - _plugin(counts, q) + corrected(counts, q)
            ),
            "An outcome that never occurred made this infinite. "
            "Which is the first argument: the data's distribution, or the model q?",
        ),
        Mistake(
            "smoothed",
            lambda counts, q: kl_divergence((counts + 1) / (counts + 1).sum(), q),
            "You added one to every count. That is a choice of another model, "
            "with a bias of its own; which correction was asked for?",
        ),
    ),
    variants=(
        lambda counts, q: (
            float(-counts[counts > 0] @ np.log(q[counts > 0]) / counts.sum())
            - entropy(counts / counts.sum())
            - ((counts > 0).sum() - 1) / counts.sum() / 2
        ),
        lambda counts, q: (
            cross_entropy(counts, q, normalize=True)
            - (entropy(counts, normalize=True) + ((counts != 0).sum() - 1) / (2 * sum(counts)))
        ),
    ),
)

KNN = Task(
    id="estimation-neighbours",
    title="From points alone",
    objective="obj-estimate",
    points=3,
    kind="function",
    name="knn",
    reference=knn,
    public=((*POINTS, 1), (*POINTS, 2), (*ALIKE, 1), (*APART, 1), (*TOGETHER, 1)),
    draw=(_draw_points, _draw_points_below),
    mistakes=(
        Mistake(
            "absolute value of the result",
            lambda x, y, k: abs(knn(x, y, k)),
            "You took the sign off the result. "
            "May an estimate from a few points not be negative, although the divergence is not?",
        ),
        Mistake(
            "nothing below zero",
            lambda x, y, k: max(0.0, knn(x, y, k)),
            "You cut the result off at zero. "
            "May an estimate from a few points not be negative, although the divergence is not?",
        ),
        Mistake(
            "its own neighbour",
            _with_itself,
            "Each point of x was counted among its own neighbours, at distance 0. "
            "Which place of the sorted distances is the k-th *other* point?",
        ),
        Mistake(
            "one too far in y",
            _one_too_far,
            "Among the points of y you went one neighbour too far. "
            "Is a point of x one of the points of y, to be skipped there?",
        ),
        Mistake(
            "no sizes",
            lambda x, y, k: knn(x, y, k) - np.log(len(y) / (len(x) - 1)),
            "With twice as many points of y their distances halve, and so does your ratio. "
            "Which term makes up for the sizes of the samples?",
        ),
        Mistake(
            "n for n - 1",
            lambda x, y, k: knn(x, y, k) + np.log(1 - 1 / len(x)),
            "Almost: among how many points did each x look for a neighbour within its own sample?",
        ),
        Mistake(
            "sizes upside down",
            lambda x, y, k: knn(x, y, k) - 2 * np.log(len(y) / (len(x) - 1)),
            "The term with the sizes has the wrong sign. More points of y make their "
            "distances shorter: should the term grow or shrink with m?",
        ),
        Mistake(
            "sign reversed",
            lambda x, y, k: -knn(x, y, k),
            "Both terms have the wrong sign. Where there are few points of y, their distances are "
            "large: should the estimate then be large, or small?",
        ),
        Mistake(
            "distances upside down",
            _swap_sums,
            "Your ratio has the distances within x in the numerator. Where P puts much more mass "
            "than Q, which neighbour is further away?",
        ),
        Mistake(
            "swapped",
            lambda x, y, k: knn(y, x, k),
            "You measured from the points of y. Under which distribution is the expectation, and "
            "so from whose points do the distances start?",
        ),
        Mistake(
            "average first",
            lambda x, y, k: float(
                np.log(_distances(x, y)[1][:, k - 1].mean() / _distances(x, y)[0][:, k].mean())
                + np.log(len(y) / (len(x) - 1))
            ),
            "You compared average distances. Which comes first, the logarithm or the mean?",
        ),
    ),
    variants=(_neighbour_loop, _densities),
)

CRITIC = Task(
    id="estimation-critic",
    title="A bound from any critic",
    objective="obj-estimate",
    points=3,
    kind="function",
    name="critic_bound",
    reference=critic_bound,
    fresh=24,
    public=(
        (np.array([1.0, 2.0, 0.5]), np.array([0.0, -1.0, 1.0, 0.3])),
        (np.array([800.0, 802.0]), np.array([799.0, 801.0, 795.0])),
        (np.array([-1.0, 0.2]), np.array([1.0, 0.4, 2.0])),
        (np.ones(2), np.ones(3)),
    ),
    draw=(_draw_critic, _draw_bad_critic),
    mistakes=(
        Mistake(
            "absolute value of the result",
            lambda t_p, t_q: abs(critic_bound(t_p, t_q)),
            "You took the sign off the result. "
            "May a bound from below not be negative, although the divergence is not?",
        ),
        Mistake(
            "nothing below zero",
            lambda t_p, t_q: max(0.0, critic_bound(t_p, t_q)),
            "You cut the result off at zero. "
            "May a bound from below not be negative, although the divergence is not?",
        ),
        Mistake(
            "difference of means",
            _average_of_means,
            "You subtracted the means. A critic that adds 5 on both sides gains nothing here, "
            "rightly; but one that doubles everything doubles the bound. What keeps it in check?",
        ),
        Mistake(
            "sum in the logarithm",
            lambda t_p, t_q: float(np.mean(t_p) - logsumexp(t_q)),
            "Inside the logarithm stands a sum. Of what should the logarithm be taken, "
            "so that a constant critic gives zero?",
        ),
        Mistake(
            "size of the other sample",
            lambda t_p, t_q: float(np.mean(t_p) - logsumexp(t_q) + np.log(len(t_p))),
            "The sum under the logarithm is divided by the wrong number. "
            "How many points does the sample have over which it runs?",
        ),
        Mistake(
            "samples swapped",
            lambda t_p, t_q: critic_bound(t_q, t_p),
            "The exponentials were averaged over the points of P. "
            "Which sample stands under the logarithm?",
        ),
        Mistake(
            "sign",
            lambda t_p, t_q: -critic_bound(t_p, t_q),
            "A critic that is high on P and low on Q should give a large bound. Does yours?",
        ),
        Mistake(
            "both logarithms",
            lambda t_p, t_q: float(
                logsumexp(t_p) - np.log(len(t_p)) - logsumexp(t_q) + np.log(len(t_q))
            ),
            "You put the points of P through an exponential as well. "
            "Which of the two expectations is a plain mean?",
        ),
        Mistake(
            "overflow",
            _overflowing,
            "A critic near 800 gives infinity or NaN. What may be subtracted from all its values "
            "before the exponential, and added afterwards?",
        ),
    ),
    variants=(
        lambda t_p, t_q: float(np.mean(t_p) - t_q.max() - np.log(np.mean(np.exp(t_q - t_q.max())))),
        lambda t_p, t_q: -logsumexp(t_q - np.mean(t_p), b=1 / t_q.size),
    ),
)

FACTS = Task(
    id="estimation-facts",
    title="Which estimator may be trusted with what?",
    objective="obj-estimate",
    points=2,
    kind="choice",
    name="facts",
    reference="acfg",
    mistakes=(
        Mistake(
            "k2 unbiased",
            "abcfg",
            "One of yours calls k2 unbiased. It is right to second order; "
            "what does it give for two normals that are far apart?",
        ),
        Mistake(
            "k3 always better",
            "acdfg",
            "One of yours gives k3 the smaller spread always. "
            "What does a draw contribute at which q is very much larger than p?",
        ),
        Mistake(
            "gradient of k1",
            "acefg",
            "One of yours differentiates k1 as it stands. What is the expectation, under the "
            "model, of the gradient of its own log-probability?",
        ),
        Mistake(
            "k1",
            "cfg",
            "You left out the statement about single terms of k1. "
            "Where q is larger than p, which sign has log p/q?",
        ),
        Mistake(
            "k3",
            "afg",
            "You left out the statement about k3. "
            "What is the mean under P of q/p − 1, and which curve lies below r − 1?",
        ),
        Mistake(
            "plug-in",
            "acg",
            "You left out the statement about counts. The divergence is convex in its first "
            "argument: what does Jensen say about a noisy one?",
        ),
        Mistake(
            "critic",
            "acf",
            "You left out the statement about critics. "
            "Donsker and Varadhan write the divergence as a maximum: over what?",
        ),
    ),
    variants=("gfca", "A, C, F, G"),
)


EXERCISE = Exercise(
    slug="estimation",
    title="Estimation",
    chapter="chapters/estimation",
    tasks=(MEAN, K3, PLUGIN, KNN, CRITIC, FACTS),
    lessons=LESSONS,
)
