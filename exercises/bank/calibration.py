"""Tasks on calibration: the reliability term, the log loss in parts, signs, T, and chance."""

import numpy as np
from _lessons_calibration import LESSONS
from klgrade.tasks import Exercise, Mistake, Task, Tolerance
from scipy.optimize import brentq, minimize_scalar
from scipy.special import log_softmax, rel_entr, softmax, xlogy
from scipy.stats import binom

from kltext import entropy, kl_divergence

THREE_BINS = (np.array([0.55, 0.75, 0.95]), np.array([0.5, 0.8, 0.9]), np.array([20, 30, 50]))
FIVE_BINS = (
    np.array([0.15, 0.35, 0.5, 0.8, 0.97]),
    np.array([0.1, 0.45, 0.5, 0.75, 1.0]),
    np.array([10, 40, 8, 120, 22]),
)
# A frequency of 0, which no constant may replace.
NEVER = (np.array([0.05, 0.4]), np.array([0.0, 0.5]), np.array([30, 20]))
LOGITS = np.array(
    [[4.0, 0, 0], [3, 2, 0], [0, 5, 1], [1, 4, 0], [0, 2, 3], [2, 0, 4], [5, 1, 1], [0, 3, 1]]
)
LABELS = np.array([0, 1, 1, 1, 2, 0, 0, 1])


def _pair(p):
    return np.stack([p, 1 - np.asarray(p)], axis=-1)


def _event_kl(p, q):
    """Return the divergence of two events' probabilities."""
    return kl_divergence(_pair(p), _pair(q))


def reliability(said, seen, count):
    """Return the reliability term of the log loss of binned forecasts."""
    return float(count @ _event_kl(seen, said) / count.sum())


def decompose(said, seen, count):
    """Return reliability, resolution and uncertainty of binned forecasts."""
    weight = count / count.sum()
    base = weight @ seen
    resolution = weight @ _event_kl(seen, np.full(len(seen), base))
    return np.array([reliability(said, seen, count), resolution, entropy(_pair(base))])


def signed_roots(said, seen, count):
    """Return the signed root of each bin, positive where the forecast was too high."""
    return np.sign(said - seen) * np.sqrt(2 * count * _event_kl(seen, said))


def fit_temperature(logits, labels):
    """Return the temperature at which the log loss of the softmax is least."""

    def slope(t):
        expected = (softmax(t * logits, axis=1) * logits).sum(axis=1)
        return float(np.mean(expected - logits[np.arange(len(labels)), labels]))

    return 1 / brentq(slope, 1e-4, 1e3)


def chance_level(s, n):
    """Return the expected reliability term of a calibrated forecaster with one bin."""
    m = np.arange(n + 1)
    return float(binom.pmf(m, n, s) @ _event_kl(m / n, np.full(n + 1, s)))


def _with_parts(said, seen, count, **changed):
    """Return the three parts with some of them exchanged for wrong ones."""
    names = ("reliability", "resolution", "uncertainty")
    right = dict(zip(names, decompose(said, seen, count), strict=True))
    return np.array([float(value) for value in (right | changed).values()])


def _weight(count):
    return count / count.sum()


def _base(seen, count):
    return np.full(len(seen), _weight(count) @ seen)


def _plain_mean_base(said, seen, count):
    base = np.full(len(seen), seen.mean())
    parts = _weight(count) @ _event_kl(seen, base), entropy(_pair(seen.mean()))
    return _with_parts(said, seen, count, resolution=parts[0], uncertainty=parts[1])


def _naive_reliability(said, seen, count):
    with np.errstate(all="ignore"):
        terms = seen * np.log(seen / said) + (1 - seen) * np.log((1 - seen) / (1 - said))
    return float(count @ terms / count.sum())


def _minimised(loss):
    """Return the temperature that minimises a loss of t = 1/T."""
    return float(np.exp(-minimize_scalar(loss, bounds=(-6, 6), method="bounded").x))


def _least_log_loss(logits, labels):
    def loss(u):
        log_q = log_softmax(np.exp(u) * logits, axis=1)
        return -log_q[np.arange(len(labels)), labels].mean()

    return _minimised(loss)


def _newton(logits, labels):
    t = 0.01
    chosen = logits[np.arange(len(labels)), labels].mean()
    for _ in range(200):
        q = softmax(t * logits, axis=1)
        mean = (q * logits).sum(axis=1)
        variance = ((q * logits**2).sum(axis=1) - mean**2).mean()
        t += (chosen - mean.mean()) / variance
    return 1 / t


def _least_squares(logits, labels):
    target = np.eye(logits.shape[1])[labels]
    return _minimised(
        lambda u: np.sum((softmax(np.exp(u) * logits, axis=1) - target) ** 2, axis=1).mean()
    )


def _match_confidence(logits, labels):
    accuracy = np.mean(logits.argmax(axis=1) == labels)
    return _minimised(
        lambda u: (softmax(np.exp(u) * logits, axis=1).max(axis=1).mean() - accuracy) ** 2
    )


def _draw_bins(rng):
    size = rng.integers(4, 9)
    said = np.sort(rng.uniform(0.1, 0.95, size))
    count = rng.integers(8, 200, size)
    seen = rng.binomial(count, said) / count
    seen[rng.integers(size)] = 1.0
    # Where both nearly agree, the terms cancel, and no formula keeps its digits.
    said = np.where(np.abs(said - seen) < 0.01, np.round(said - 0.02, 3), said)
    return said, seen, count


def _draw_logits(rng):
    """Return logits and labels whose best temperature is well inside the range."""
    while True:
        logits = rng.normal(0, 1.5, (80, 4))
        labels = (softmax(logits, axis=1).cumsum(axis=1) < rng.random((80, 1))).sum(axis=1)
        logits = logits * rng.uniform(1.3, 4)
        if 1.15 < fit_temperature(logits, labels) < 8:
            return logits, labels


def _draw_chance(rng):
    return round(float(rng.uniform(0.15, 0.85)), 3), int(rng.integers(5, 40))


RELIABILITY = Task(
    id="calibration-reliability",
    title="What bad calibration costs",
    objective="obj-calibration",
    points=3,
    kind="function",
    name="reliability",
    reference=reliability,
    public=(THREE_BINS, FIVE_BINS, NEVER),
    draw=_draw_bins,
    mistakes=(
        Mistake(
            "every bin alike",
            lambda said, seen, _count: float(np.mean(_event_kl(seen, said))),
            "A bin with ten cases counts as much as one with a thousand. "
            "How often was each forecast made?",
        ),
        Mistake(
            "swapped",
            lambda said, seen, count: float(count @ _event_kl(said, seen) / count.sum()),
            "A bin in which everything came true makes this infinite, which is no flaw of the "
            "forecast. Under which distribution, said or seen, do the outcomes happen?",
        ),
        Mistake(
            "one term of two",
            lambda said, seen, count: float(count @ rel_entr(seen, said) / count.sum()),
            "You counted the cases in which the event happened. What about those "
            "in which it did not?",
        ),
        Mistake(
            "as a whole",
            lambda said, seen, count: float(
                _event_kl(_weight(count) @ seen, _weight(count) @ said)
            ),
            "Averages were compared, so bins that are too high and too low cancel. "
            "Which comes first, the divergence or the average?",
        ),
        Mistake(
            "absolute gaps",
            lambda said, seen, count: float(count @ np.abs(said - seen) / count.sum()),
            "This is the expected calibration error. Which quantity is a part of the log loss?",
        ),
        Mistake(
            "squared gaps",
            lambda said, seen, count: float(count @ (said - seen) ** 2 / count.sum()),
            "This is the reliability term of the Brier score. "
            "Which comparison belongs to the logarithmic score?",
        ),
        Mistake(
            "total",
            lambda said, seen, count: float(count @ _event_kl(seen, said)),
            "This is what all cases pay together. How much is that for each forecast?",
        ),
        Mistake(
            "bits",
            lambda said, seen, count: reliability(said, seen, count) / np.log(2),
            "Right, in bits. The question was in nats: which logarithm is that?",
        ),
        Mistake(
            "not a number",
            _naive_reliability,
            "A bin without a single miss gave NaN. What is 0 · log 0 worth in a divergence, "
            "and which functions know it?",
        ),
    ),
    variants=(
        lambda said, seen, count: np.average(
            rel_entr(seen, said) + rel_entr(1 - seen, 1 - said), weights=count
        ),
        lambda said, seen, count: (
            sum(
                n * float(xlogy(f, f / s) + xlogy(1 - f, (1 - f) / (1 - s)))
                for s, f, n in zip(said, seen, count, strict=True)
            )
            / sum(count)
        ),
    ),
)

PARTS = Task(
    id="calibration-parts",
    title="The parts of the log loss",
    objective="obj-calibration",
    points=4,
    kind="function",
    name="decompose",
    reference=decompose,
    public=(THREE_BINS, FIVE_BINS, NEVER),
    draw=_draw_bins,
    mistakes=(
        Mistake(
            "unweighted base rate",
            _plain_mean_base,
            "Your base rate is the plain mean of the bins' frequencies. "
            "How often does the event happen over all cases?",
        ),
        Mistake(
            "base rate of the forecasts",
            lambda said, seen, count: _with_parts(
                said,
                seen,
                count,
                resolution=_weight(count) @ _event_kl(seen, _base(said, count)),
                uncertainty=entropy(_pair(_weight(count) @ said)),
            ),
            "Your base rate is the average forecast. Is a base rate something said, or seen?",
        ),
        Mistake(
            "resolution swapped",
            lambda said, seen, count: _with_parts(
                said, seen, count, resolution=_weight(count) @ _event_kl(_base(seen, count), seen)
            ),
            "In your resolution the base rate is the first argument. From which "
            "distribution do the outcomes of a bin come?",
        ),
        Mistake(
            "resolution of the forecasts",
            lambda said, seen, count: _with_parts(
                said, seen, count, resolution=_weight(count) @ _event_kl(said, _base(seen, count))
            ),
            "Your resolution changes when the forecasts change and the bins stay. "
            "Which two quantities does it compare?",
        ),
        Mistake(
            "negative resolution",
            lambda said, seen, count: decompose(said, seen, count) * [1, -1, 1],
            "A resolution is a divergence and cannot be negative. "
            "Whose sign did you give it: its own, or the one it has in the sum?",
        ),
        Mistake(
            "variance",
            lambda said, seen, count: _with_parts(
                said,
                seen,
                count,
                uncertainty=_weight(count) @ seen * (1 - _weight(count) @ seen),
            ),
            "Your uncertainty is a variance, as in the Brier score. "
            "What takes its place in the logarithmic one?",
        ),
        Mistake(
            "entropy within bins",
            lambda said, seen, count: _with_parts(
                said, seen, count, uncertainty=_weight(count) @ entropy(_pair(seen))
            ),
            "You averaged the entropy within bins, which is the uncertainty minus the resolution "
            "already. "
            "How hard is the question for someone who sees no forecast?",
        ),
        Mistake(
            "entropy for resolution",
            lambda said, seen, count: _with_parts(
                said, seen, count, resolution=_weight(count) @ entropy(_pair(seen))
            ),
            "Your second number is the mean entropy within the bins. By how much is the entropy of "
            "the base rate larger than that?",
        ),
        Mistake(
            "order reversed",
            lambda said, seen, count: decompose(said, seen, count)[::-1],
            "All three numbers are there. In which order does the task name them?",
        ),
        Mistake(
            "order",
            lambda said, seen, count: decompose(said, seen, count)[[1, 0, 2]],
            "All three numbers are there. Which of the first two is zero for a forecaster who "
            "always announces the base rate, and which for a calibrated one?",
        ),
    ),
    variants=(
        lambda said, seen, count: (
            reliability(said, seen, count),
            entropy(_pair(_weight(count) @ seen)) - _weight(count) @ entropy(_pair(seen)),
            entropy(_pair(_weight(count) @ seen)),
        ),
        lambda said, seen, count: (
            [np.average(_event_kl(seen, q), weights=count) for q in (said, _base(seen, count))]
            + [-sum(xlogy(p, p) for p in _pair(np.average(seen, weights=count)))]
        ),
    ),
)

ROOTS = Task(
    id="calibration-roots",
    title="Too sure, or not sure enough?",
    objective="obj-calibration",
    points=2,
    kind="function",
    name="signed_roots",
    reference=signed_roots,
    public=(THREE_BINS, FIVE_BINS, NEVER),
    draw=_draw_bins,
    mistakes=(
        Mistake(
            "sign lost",
            lambda said, seen, count: np.abs(signed_roots(said, seen, count)),
            "All of these are positive. How would a reader tell a forecast that is too high "
            "from one that is too low?",
        ),
        Mistake(
            "sign reversed",
            lambda said, seen, count: -signed_roots(said, seen, count),
            "Your overconfident bins are negative. Is the difference forecast minus frequency, "
            "or the other way round?",
        ),
        Mistake(
            "arguments exchanged",
            lambda said, seen, count: (
                np.sign(said - seen) * np.sqrt(2 * count * _event_kl(said, seen))
            ),
            "In your divergence the forecast is the first argument. From which distribution do the "
            "cases of a bin come?",
        ),
        Mistake(
            "no two",
            lambda said, seen, count: signed_roots(said, seen, count) / np.sqrt(2),
            "Each is too small by the same factor. Near equality the divergence is *half* a "
            "squared standardised difference; what makes up for the half?",
        ),
        Mistake(
            "count lost",
            lambda said, seen, count: signed_roots(said, seen, count) / np.sqrt(count),
            "A difference of ten points weighs the same here after ten cases as after a thousand. "
            "Should it?",
        ),
        Mistake(
            "all cases",
            lambda said, seen, count: signed_roots(said, seen, count / count * count.sum()),
            "You gave every bin the evidence of all cases together. Whose cases speak for one bin?",
        ),
        Mistake(
            "no root",
            lambda said, seen, count: np.sign(said - seen) * 2 * count * _event_kl(seen, said),
            "These are squares with a sign. What has to be done so that, "
            "for a calibrated forecaster, they look like draws from a standard normal?",
        ),
        Mistake(
            "Pearson's residual",
            lambda said, seen, count: (said - seen) / np.sqrt(said * (1 - said) / count),
            "These are gaps over their standard deviation, a close relative. "
            "Where is the divergence?",
        ),
    ),
    variants=(
        lambda said, seen, count: (
            np.where(said > seen, 1, -1)
            * (2 * count * (rel_entr(seen, said) + rel_entr(1 - seen, 1 - said))) ** 0.5
        ),
        lambda said, seen, count: [
            float(np.copysign(np.sqrt(2 * n * _event_kl(f, s)), s - f))
            for s, f, n in zip(said, seen, count, strict=True)
        ],
    ),
)

TEMPERATURE = Task(
    id="calibration-temperature",
    title="Repair by one number",
    objective="obj-calibration",
    points=3,
    kind="function",
    name="fit_temperature",
    reference=fit_temperature,
    tolerance=Tolerance(relative=1e-3),
    public=((LOGITS, LABELS), (2.5 * LOGITS[1:], LABELS[1:]), (LOGITS - 2.0, LABELS)),
    draw=_draw_logits,
    mistakes=(
        Mistake(
            "inverse",
            lambda logits, labels: 1 / fit_temperature(logits, labels),
            "You found the number that the logits are to be multiplied by. "
            "What does a temperature do with them?",
        ),
        Mistake(
            "accuracy matched",
            _match_confidence,
            "At your temperature the mean confidence equals the accuracy. "
            "Two averages can agree for bad reasons; what was to be as small as possible?",
        ),
        Mistake(
            "squared error",
            _least_squares,
            "Your temperature minimises the squared error of the probabilities. "
            "Which score was asked for?",
        ),
        Mistake(
            "one",
            lambda _logits, _labels: 1.0,
            "At 1 nothing is repaired. Which quantity did you look at: one that T changes, "
            "or one, like the accuracy, that it leaves alone?",
        ),
        Mistake(
            "square root",
            lambda logits, labels: fit_temperature(logits, labels) ** 0.5,
            "This is right if the logits are divided by T twice. How often are they?",
        ),
        Mistake(
            "coarse grid",
            lambda logits, labels: round(fit_temperature(logits, labels), 1),
            "Close, but only to one decimal. Did you try a grid? "
            "What finds the point between two grid points at which the slope is zero?",
        ),
    ),
    variants=(_least_log_loss, _newton),
)

CHANCE = Task(
    id="calibration-chance",
    title="What a perfect forecaster would read",
    objective="obj-calibration",
    points=3,
    kind="function",
    name="chance_level",
    reference=chance_level,
    public=((0.5, 20), (0.8, 10), (0.3, 5)),
    draw=_draw_chance,
    mistakes=(
        Mistake(
            "formula for large n",
            lambda _s, n: 1 / (2 * n),
            "This is what the χ² distribution promises for many cases. The exact number was "
            "asked for: "
            "which values can the frequency take, and how often does it take each?",
        ),
        Mistake(
            "zero",
            lambda _s, _n: 0.0,
            "The mean frequency equals the forecast, and you compared these two. Is "
            "the mean of a divergence the divergence of the means?",
        ),
        Mistake(
            "all frequencies alike",
            lambda s, n: float(np.mean(_event_kl(np.arange(n + 1) / n, np.full(n + 1, s)))),
            "Every frequency from 0 to 1 counts the same in your average. "
            "How likely is each, if the event has probability s?",
        ),
        Mistake(
            "fair coin",
            lambda s, n: (
                chance_level(s, n) * (s == 0.5)
                + float(
                    binom.pmf(np.arange(n + 1), n, 0.5)
                    @ _event_kl(np.arange(n + 1) / n, np.full(n + 1, s))
                )
                * (s != 0.5)
            ),
            "Right for s = ½, and far too large elsewhere. "
            "With which probability does the event happen when the forecaster is calibrated?",
        ),
        Mistake(
            "statistic",
            lambda s, n: 2 * n * chance_level(s, n),
            "This is near 1: it is the likelihood-ratio statistic. "
            "What has to be divided out to be left with the reliability term?",
        ),
        Mistake(
            "hits only",
            lambda s, n: float(
                binom.pmf(np.arange(n + 1), n, s)
                @ rel_entr(np.arange(n + 1) / n, np.full(n + 1, s))
            ),
            "You averaged the term of the event alone. What does its complement contribute?",
        ),
        Mistake(
            "swapped",
            lambda s, n: float(
                binom.pmf(np.arange(n + 1), n, s)
                @ _event_kl(np.full(n + 1, s), np.arange(n + 1) / n)
            ),
            "This is infinite, because the event may happen always or never. "
            "Which of the two is the first argument of the reliability term?",
        ),
    ),
    variants=(
        lambda s, n: sum(
            binom.pmf(m, n, s) * (rel_entr(m / n, s) + rel_entr(1 - m / n, 1 - s))
            for m in range(n + 1)
        ),
        lambda s, n: float(
            entropy(_pair(s))
            - binom.pmf(np.arange(n + 1), n, s) @ entropy(_pair(np.arange(n + 1) / n))
        ),
    ),
)

EXERCISE = Exercise(
    slug="calibration",
    title="Calibration",
    chapter="chapters/applications/calibration",
    tasks=(RELIABILITY, PARTS, ROOTS, TEMPERATURE, CHANCE),
    lessons=LESSONS,
)
