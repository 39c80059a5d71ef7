"""Tasks on implementation: rows, logits, near neighbours, PyTorch's loss, and a closed form."""

import numpy as np
from _lessons_implementation import LESSONS
from klgrade.tasks import Exercise, Mistake, Task, Tolerance
from scipy.special import log_softmax, logsumexp, rel_entr, softmax

from kltext import kl_divergence
from kltext import kl_logits as stable_kl
from kltext.kernels import phi

NAN = float("nan")
ROWS = (
    np.array([[0.5, 0.5, 0.0, 0.0], [0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.1, 0.1]]),
    np.array([[0.25, 0.5, 0.25, 0.0], [0.4, 0.3, 0.2, 0.1], [0.0, 0.5, 0.25, 0.25]]),
)
ONE_MODEL = (
    np.array([[0.2, 0.3, 0.5], [NAN, 0.5, 0.5], [0.0, 0.0, 1.0], [0.3, 0.3, 0.4]]),
    np.array([0.5, 0.25, 0.25]),
)
LOGITS = (np.array([[2.0, 1.0, 0.5], [0.0, 3.0, -1.0]]), np.array([[1.5, 1.2, 0.3], [0.5, 0, 0]]))
HUGE = (
    np.array([[10000.0, 9999.0, 9998.5], [-10000.0, -10001.0, -10000.5]]),
    np.array([[9000.0, 9000.0, 9001.0], [10.0, 810.0, -5.0]]),
)
P = np.array([0.125, 0.25, 0.375, 0.25])
UNEVEN = (np.array([1.0, 63.0, 128.0, 64.0]) / 256, np.array([2.0, -4.0, 1.0, 1.0]) / 1024)
ORDINARY = (P, np.array([3.0, -2.0, 1.0, -2.0]) / 64)
SMALL = (P, np.array([1.0, 2.0, -5.0, 2.0]) / 2**12)
TINY = (P, np.array([-2.0, 3.0, 1.0, -2.0]) / 2**70)


def kl_rows(p, q):
    """Return the divergence of each row of p from its row of q, or from the one q there is."""
    return np.atleast_1d(kl_divergence(p, q))


def kl_logits(a, b):
    """Return the divergence of each pair of softmaxes from their logits."""
    return stable_kl(a, b)


def kl_step(p, d):
    """Return the divergence of p and p + d to full precision, however small d is."""
    return float(p @ phi(d / p))


def kl_waiting(delay1, rate1, delay2, rate2):
    """Return the divergence of two exponential waiting times that start after a delay."""
    if delay1 < delay2:
        return np.inf
    ratio = rate2 / rate1
    return float(ratio - 1 - np.log(ratio) + rate2 * (delay1 - delay2))


def _quiet(function):
    """Return a function that computes without NumPy's warnings."""

    def silent(*arguments):
        with np.errstate(all="ignore"):
            return function(*arguments)

    return silent


def _clipped_logits(a, b):
    p, q = softmax(a, axis=1), softmax(b, axis=1)
    return rel_entr(p, np.maximum(q, 1e-12)).sum(axis=1)


def _overflowing(a, b):
    p, q = (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True) for z in (a, b))
    return (p * np.log(p / q)).sum(axis=1)


def _one_row_at_a_time(p, q):
    return [float(sum(rel_entr(x, y))) for x, y in zip(*np.broadcast_arrays(p, q), strict=True)]


def _branches(p, q):
    p, q = np.broadcast_arrays(p, q)
    terms = np.zeros(p.shape)
    with np.errstate(all="ignore"):
        np.copyto(terms, p * np.log(p / q), where=p != 0)
    return terms.sum(axis=-1)


def _atanh_series(p, d):
    s = d / (2 * p + d)
    tail = sum(s ** (2 * k) / (2 * k + 1) for k in range(1, 60))
    return float(d @ s - 2 * (p * s) @ tail)


def _switch(p, d):
    r = d / p
    series = sum((-r) ** k / k for k in range(2, 40))
    return p @ np.where(np.abs(r) < 0.1, series, r - np.log1p(r))


def _draw_rows(rng):
    """Return rows with zeros, now and then a NaN, and as many rows of q or a single one."""
    shape = int(rng.integers(2, 6)), int(rng.integers(4, 7))
    p, q = rng.dirichlet(np.full(shape[1], 2.0), (2, shape[0]))
    p[0, 0] = 0.0
    p /= p.sum(axis=1, keepdims=True)
    case = rng.integers(3)
    if case == 0:
        p[1, 1] = NAN
        return p, q[0]
    q[0, 0] = 0.0
    q[1, case] = 0.0
    return p, q / q.sum(axis=1, keepdims=True)


def _draw_logits(rng):
    shape = int(rng.integers(2, 6)), int(rng.integers(3, 7))
    a, b = rng.normal(0, 2, (2, *shape)) + 10000 * rng.integers(-1, 2, (2, shape[0], 1))
    b[0, 0] += 900.0
    return a, b


def _draw_step(rng, least=0, most=1):
    """Return a distribution and a step, both exact in binary, so much smaller than it may be."""
    size = int(rng.integers(4, 9))
    parts = rng.integers(4, 40, size)
    parts[-1] = 512 - parts[:-1].sum() % 256
    p = parts / 2.0 ** np.ceil(np.log2(parts.sum()))
    p[0] += 1 - p.sum()
    step = rng.integers(-3, 4, size)
    step[0], step[1] = 1, 2
    step[-1] -= step.sum()
    allowed = int(np.ceil(np.log2(np.max(2 * np.abs(step) / p))))
    return p, step / 2.0 ** (allowed + int(rng.integers(least, most)))


def _draw_small_step(rng):
    return _draw_step(rng, 3, 8)


def _draw_tiny_step(rng):
    return _draw_step(rng, 60, 90)


def _draw_waiting(rng):
    delays = np.round(rng.uniform(0, 3, 2), 2)
    rates = np.round(rng.uniform(0.2, 4, 2), 2)
    order = rng.random()
    if order < 0.4:
        delays[::-1].sort()
    elif order < 0.8:
        delays.sort()
    else:
        delays[1] = delays[0]
    return float(delays[0]), float(rates[0]), float(delays[1]), float(rates[1])


def _finite_waiting(delay1, rate1, delay2, rate2):
    return float(rate2 / rate1 - 1 + np.log(rate1 / rate2) + rate2 * (delay1 - delay2))


def _where_finite(change):
    """Return a wrong formula that still knows when the divergence is infinite."""

    def changed(delay1, rate1, delay2, rate2):
        if delay1 < delay2:
            return np.inf
        return float(change(delay1 - delay2, rate1, rate2))

    return changed


BATCH = Task(
    id="implementation-rows",
    title="Repair a function",
    objective="obj-implement",
    points=3,
    kind="function",
    name="kl_rows",
    reference=kl_rows,
    public=(ROWS, ONE_MODEL),
    draw=_draw_rows,
    fresh=40,
    mistakes=(
        Mistake(
            "naive",
            _quiet(lambda p, q: np.sum(p * np.log(p / q), axis=-1)),
            "Where p is zero your row is NaN. Towards what does p log p tend, and which function "
            "of SciPy knows it?",
        ),
        Mistake(
            "epsilon",
            _quiet(
                lambda p, q: np.sum(
                    p * np.log(np.maximum(p, 1e-12) / np.maximum(q, 1e-12)), axis=-1
                )
            ),
            "An infinite divergence came out finite, and how large it is depends on a "
            "constant that you typed. What should it be where p > 0 = q?",
        ),
        Mistake(
            "NaN skipped",
            _quiet(lambda p, q: np.nansum(rel_entr(p, q), axis=-1)),
            "A row with a NaN in it got a number. What should come out when a "
            "probability is unknown?",
        ),
        Mistake(
            "absolute values",
            lambda p, q: np.abs(rel_entr(p, q)).sum(axis=-1),
            "You took away the signs of the terms. The sum is never negative; is that true of "
            "each of its terms?",
        ),
        Mistake(
            "left out",
            _quiet(lambda p, q: np.where(q > 0, rel_entr(p, q), 0 * p).sum(axis=-1)),
            "You leave out the outcomes that q holds impossible. What if one of them happens?",
        ),
        Mistake(
            "one number",
            lambda p, q: float(rel_entr(p, q).sum()),
            "The whole batch came out as one number. Along which axis does one distribution lie?",
        ),
        Mistake(
            "wrong axis",
            lambda p, q: rel_entr(p, q).sum(axis=0),
            "You added up over the rows, and so mixed different distributions. "
            "Which axis holds the outcomes?",
        ),
        Mistake(
            "swapped",
            lambda p, q: rel_entr(q, p).sum(axis=-1),
            "Your expectation is under the second argument. Which rows say how often an outcome "
            "comes?",
        ),
        Mistake(
            "mean",
            lambda p, q: rel_entr(p, q).mean(axis=-1),
            "You divided by the number of outcomes. Are the terms not weighted already?",
        ),
    ),
    variants=(
        lambda p, q: rel_entr(p, q).sum(axis=-1),
        _one_row_at_a_time,
        _branches,
    ),
)

FROM_LOGITS = Task(
    id="implementation-logits",
    title="Logits of any size",
    objective="obj-implement",
    points=3,
    kind="function",
    name="kl_logits",
    reference=kl_logits,
    public=(LOGITS, HUGE),
    draw=_draw_logits,
    mistakes=(
        Mistake(
            "overflow",
            _quiet(_overflowing),
            "Right while the exponentials fit into a float, and NaN beyond. Are probabilities "
            "needed in the logarithm at all?",
        ),
        Mistake(
            "underflow",
            lambda a, b: rel_entr(softmax(a, axis=1), softmax(b, axis=1)).sum(axis=1),
            "Some of your divergences are infinite, though no softmax is ever zero on paper. "
            "What becomes of a very small q before you take its logarithm?",
        ),
        Mistake(
            "clipped",
            _clipped_logits,
            "Small probabilities are lifted to a constant, and the answer is the logarithm of it. "
            "How can log q be had without q?",
        ),
        Mistake(
            "not normalised",
            lambda a, b: (softmax(a, axis=1) * (a - b)).sum(axis=1),
            "Your answer changes when a constant is added to all logits of a row. "
            "What turns a logit into a log-probability?",
        ),
        Mistake(
            "normalisers exchanged",
            lambda a, b: (
                (softmax(a, axis=1) * (a - b)).sum(axis=1)
                + logsumexp(a, axis=1)
                - logsumexp(b, axis=1)
            ),
            "The two normalisers have entered with the wrong sign. What is log p, written with "
            "its logits and its log-sum-exp?",
        ),
        Mistake(
            "swapped",
            lambda a, b: stable_kl(b, a),
            "Your expectation is under the softmax of b. Which was to come first?",
        ),
        Mistake(
            "one number",
            lambda a, b: float(stable_kl(a, b).mean()),
            "You averaged over the rows. How many numbers were asked for?",
        ),
        Mistake(
            "wrong axis",
            lambda a, b: np.sum(
                softmax(a, axis=0) * (log_softmax(a, axis=0) - log_softmax(b, axis=0)), axis=0
            ),
            "Your softmax runs over the batch. Along which axis do the classes lie?",
        ),
        Mistake(
            "bits",
            lambda a, b: stable_kl(a, b, base=2),
            "Right, in bits. In which unit does a natural logarithm count?",
        ),
    ),
    variants=(
        lambda a, b: np.sum(
            softmax(a, axis=1) * (log_softmax(a, axis=1) - log_softmax(b, axis=1)), axis=1
        ),
        lambda a, b: [
            float(np.exp(x - logsumexp(x)) @ ((x - x.max()) - (y - y.max())))
            - float(logsumexp(x - x.max()) - logsumexp(y - y.max()))
            for x, y in zip(a, b, strict=True)
        ],
    ),
)

NEAR = Task(
    id="implementation-step",
    title="A very small step",
    objective="obj-debug",
    points=3,
    kind="function",
    name="kl_step",
    reference=kl_step,
    tolerance=Tolerance(relative=1e-10, absolute=0.0),
    public=(ORDINARY, SMALL, TINY, UNEVEN),
    draw=(_draw_step, _draw_small_step, _draw_tiny_step),
    fresh=32,
    mistakes=(
        Mistake(
            "digits lost",
            lambda p, d: float(rel_entr(p, p + d).sum()),
            "Right for ordinary steps, and 0 for the tiny one, which is no zero. What is p + d in "
            "floating point then? Every subtraction of nearly equal numbers has to go.",
        ),
        Mistake(
            "quadratic",
            lambda p, d: float(np.sum(d**2 / p) / 2),
            "Right for the tiny step only: this is the leading term. "
            "How large is the next one for an ordinary step?",
        ),
        Mistake(
            "cubic",
            lambda p, d: float(np.sum(d**2 / p / 2 - d**3 / p**2 / 3)),
            "Two terms of the series are not enough for an ordinary step. "
            "When may the series be cut, and what can be used where it may not?",
        ),
        Mistake(
            "no half",
            lambda p, d: float(np.sum(d**2 / p)),
            "This is the χ² divergence. Which factor stands before it in the expansion?",
        ),
        Mistake(
            "swapped",
            lambda p, d: float((p + d) @ phi(-d / (p + d))),
            "Right for the tiny step, where the two directions agree. "
            "Under which of p and p + d is the expectation?",
        ),
        Mistake(
            "total variation",
            lambda _p, d: float(np.abs(d).sum()),
            "Halve the step, and your answer halves. What should a divergence do?",
        ),
        Mistake(
            "p forgotten",
            lambda p, d: float(phi(d / p).sum()),
            "You added up the outcomes without weighing them. How often does each come?",
        ),
        Mistake(
            "relative step",
            lambda p, d: float(p @ phi(d)),
            "Your step is the same for a rare outcome as for a common one. By which factor does "
            "the probability change?",
        ),
    ),
    variants=(_switch, _atanh_series),
)

TORCH = Task(
    id="implementation-torch",
    title="Read a foreign signature",
    objective="obj-debug",
    points=2,
    kind="choice",
    name="right_calls",
    reference="aeg",
    mistakes=(
        Mistake(
            "swapped",
            "abeg",
            "Look at b again. Under which distribution does this loss take its expectation: that "
            "of its "
            "first argument, or that of its second?",
        ),
        Mistake(
            "probabilities",
            "aceg",
            "Look at c again. Does the first argument hold probabilities, or their logarithms?",
        ),
        Mistake(
            "default mean",
            "adeg",
            "Look at d again. How many numbers does a mean over all entries divide by?",
        ),
        Mistake(
            "as on paper",
            "aefg",
            "Look at f again. Its arguments stand as in D(P‖Q). What does the manual call the "
            "first one: the input, or the target?",
        ),
        Mistake(
            "flag",
            "aegh",
            "Look at h again. How would the function know that its target is logarithmic?",
        ),
        Mistake(
            "sum",
            "ae",
            "One is missing. What is a mean over the rows, written with a sum?",
        ),
        Mistake(
            "log target",
            "ag",
            "One is missing. What does log_target say about the second argument?",
        ),
        Mistake(
            "directions exchanged",
            "b",
            "You chose what computes D(Q‖P). Which argument does the expectation belong to here?",
        ),
        Mistake(
            "plain",
            "eg",
            "One is missing. What is the simplest way to pass log q and p?",
        ),
    ),
    variants=("g, e, a", {"A", "E", "G"}),
)

WAITING = Task(
    id="implementation-waiting",
    title="A closed form of your own",
    objective="obj-closed-forms",
    points=3,
    kind="function",
    name="kl_waiting",
    reference=kl_waiting,
    public=(
        (1.0, 2.0, 0.5, 0.5),
        (0.0, 1.5, 0.25, 1.0),
        (2.0, 0.4, 0.0, 1.0),
        (0.5, 2.0, 0.5, 1.5),
        (0.5, 2.0, 0.5, 2.1),
    ),
    draw=_draw_waiting,
    fresh=40,
    mistakes=(
        Mistake(
            "equal delays infinite",
            lambda a, r, b, s: np.inf if a <= b else kl_waiting(a, r, b, s),
            "You call it infinite when both delays are equal. Does Q rule out anything then "
            "that P sends?",
        ),
        Mistake(
            "support forgotten",
            _finite_waiting,
            "Your formula is right where it holds. What if P sends someone before the delay of Q "
            "is over?",
        ),
        Mistake(
            "always finite by abs",
            lambda a, r, b, s: float(s / r - 1 - np.log(s / r) + s * abs(a - b)),
            "You took the absolute value of the difference of the delays. Which of "
            "the two orders makes the divergence infinite?",
        ),
        Mistake(
            "support the other way",
            lambda a, r, b, s: np.inf if a > b else _finite_waiting(a, r, b, s),
            "You call it infinite when Q allows times that P rules out. Which of the two may "
            "be zero without harm?",
        ),
        Mistake(
            "delays ignored",
            _where_finite(lambda _gap, r, s: s / r - 1 - np.log(s / r)),
            "Your formula does not depend on the delays. What is the mean of log p − "
            "log q if only the delays differ?",
        ),
        Mistake(
            "rate of P on the gap",
            _where_finite(lambda gap, r, s: s / r - 1 - np.log(s / r) + r * gap),
            "The difference of the delays is multiplied by the rate of P. Which "
            "density covers the time between the two delays?",
        ),
        Mistake(
            "swapped rates",
            _where_finite(lambda gap, r, s: r / s - 1 - np.log(r / s) + s * gap),
            "The part with the two rates has its expectation under Q, or you took a rate for a "
            "mean. What is the mean waiting time of P after its delay?",
        ),
        Mistake(
            "one forgotten",
            _where_finite(lambda gap, r, s: s / r - np.log(s / r) + s * gap),
            "Two equal distributions are one nat apart in your formula. What is the mean of "
            "rate1 · (x − delay1) under P?",
        ),
        Mistake(
            "sign of the logarithm",
            _where_finite(lambda gap, r, s: s / r - 1 + np.log(s / r) + s * gap),
            "Your answer can be negative. Which rate is the numerator in the ratio of the "
            "densities, and so in the logarithm?",
        ),
    ),
    variants=(
        _where_finite(lambda gap, r, s: np.log(r) - 1 - np.log(s) + s * (gap + 1 / r)),
        _where_finite(lambda gap, r, s: phi(s / r - 1) + s * gap),
    ),
)

EXERCISE = Exercise(
    slug="implementation",
    title="Implementation",
    chapter="chapters/implementation",
    tasks=(BATCH, FROM_LOGITS, NEAR, TORCH, WAITING),
    lessons=LESSONS,
)
