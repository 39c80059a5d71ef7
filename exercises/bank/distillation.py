"""Tasks on distillation: softened targets, the loss and its T², the gradient and the limit."""

import numpy as np
from _lessons_distillation import LESSONS
from klgrade.tasks import Exercise, Mistake, Task
from scipy.special import log_softmax, logsumexp, rel_entr, softmax

from kltext import cross_entropy, kl_logits

FOUR = (np.array([2.0, 1.0, 0.5, -0.5]), np.array([1.5, 1.2, 0.3, -0.3]))
TWO_ROWS = (
    np.array([[2.0, 1.0, 0.5, -0.5], [-1.0, 3.0, 0.0, 1.0]]),
    np.array([[1.5, 1.2, 0.3, -0.3], [0.5, 1.0, -2.0, 1.0]]),
)


def soften(logits, T):
    """Return the softmax of each row at a temperature."""
    return softmax(logits / T, axis=-1)


def soft_loss(a, b, T):
    """Return T² times the divergence of teacher and student, averaged over pictures."""
    return T**2 * float(np.mean(kl_logits(a / T, b / T)))


def soft_gradient(a, b, T):
    """Return the gradient of each picture's T²·KL with respect to the student's logits."""
    return T * (softmax(b / T, axis=-1) - softmax(a / T, axis=-1))


def hot_limit(a, b):
    """Return the limit of T²·KL as T grows: half the variance of the logit gaps."""
    return float(np.var(b - a)) / 2


def _careless(logits, T):
    with np.errstate(all="ignore"):
        weight = np.exp(logits / T)
        return weight / weight.sum(axis=-1, keepdims=True)


def _power(logits, T):
    weight = softmax(logits, axis=-1) ** (1 / T)
    return weight / weight.sum(axis=-1, keepdims=True)


def _shifted(logits, T):
    weight = np.exp((logits - logits.max(axis=-1, keepdims=True)) / T)
    return weight / weight.sum(axis=-1, keepdims=True)


def _loop(a, b, T):
    total = 0.0
    for row_a, row_b in zip(a, b, strict=True):
        log_p, log_q = log_softmax(row_a / T), log_softmax(row_b / T)
        total += sum(np.exp(x) * (x - y) for x, y in zip(log_p, log_q, strict=True))
    return T * T * total / len(a)


def _difference_of_entropies(a, b, T):
    p, q = soften(a, T), soften(b, T)
    return (cross_entropy(p, q) - cross_entropy(p, p)).mean() * T**2


def _reverse_gradient(a, b, T):
    q, gap = soften(b, T), log_softmax(b / T, axis=-1) - log_softmax(a / T, axis=-1)
    return T * q * (gap - (q * gap).sum(axis=-1, keepdims=True))


def _jacobian(a, b, T):
    """Return the gradient through the full Jacobian of the softmax."""
    p, q = soften(a, T), soften(b, T)
    jacobian = (np.eye(q.shape[-1]) * q[..., None] - q[..., None] * q[..., None, :]) / T
    return -(T**2) * np.einsum("...k,...kj->...j", p / q, jacobian)


def _draw_soften(rng):
    logits = rng.normal(0, 3, (rng.integers(2, 5), rng.integers(3, 7)))
    logits[0] += 9000
    return logits, float(rng.uniform(1.5, 8))


def _draw_far(rng):
    """Return logits so far apart that a softmax without the temperature is 0, and a hot one."""
    logits = rng.normal(0, 1000, (rng.integers(2, 5), rng.integers(3, 7)))
    logits[:, 0] = logits.max() + 900
    return logits, float(rng.uniform(300, 900))


def _draw_pair(rng):
    shape = (rng.integers(2, 6), rng.integers(3, 8))
    return rng.normal(0, 2, shape), rng.normal(0, 2, shape), float(rng.uniform(1.5, 8))


def _draw_gap(rng):
    size = rng.integers(3, 9)
    return rng.normal(1, 2, size), rng.normal(0, 2, size)


SOFTEN = Task(
    id="distillation-soften",
    title="Soften a teacher's answer",
    objective="obj-distillation",
    points=2,
    kind="function",
    name="soften",
    reference=soften,
    public=(
        (FOUR[0], 2.0),
        (TWO_ROWS[1], 4.0),
        (np.array([[9000.0, 8990.0, 8970.0], [0.0, 5.0, -5.0]]), 5.0),
        (np.array([[0.0, -800.0, -1600.0], [900.0, 0.0, 400.0]]), 500.0),
    ),
    draw=(_draw_soften, _draw_far),
    mistakes=(
        Mistake(
            "multiplied",
            lambda logits, T: softmax(logits * T, axis=-1),
            "Your answers grow sharper as T grows. Should a high temperature move the "
            "logits apart, or bring them together?",
        ),
        Mistake(
            "no temperature",
            lambda logits, _T: softmax(logits, axis=-1),
            "This is the softmax at temperature 1, whatever T was. Where does T come in?",
        ),
        Mistake(
            "power of the softmax",
            _power,
            "You took a power of the softmax of the logits as they are. On paper that is the same; "
            "what is left of a probability of exp(-800) to take a power of?",
        ),
        Mistake(
            "probabilities divided",
            lambda logits, T: softmax(logits, axis=-1) / T,
            "The rows add up to 1/T. What is it that a temperature divides: "
            "the probabilities, or what they are made from?",
        ),
        Mistake(
            "down the columns",
            lambda logits, T: softmax(logits / T, axis=0),
            "The columns of a batch add up to 1, and its rows do not. "
            "Along which axis does one picture's answer run?",
        ),
        Mistake(
            "over the whole batch",
            lambda logits, T: softmax(logits / T),
            "All pictures of the batch share one total of 1. "
            "How much probability does each single picture have to give away?",
        ),
        Mistake(
            "logarithms",
            lambda logits, T: log_softmax(logits / T, axis=-1),
            "These are negative: they are log-probabilities. What was asked for?",
        ),
        Mistake(
            "overflow",
            _careless,
            "Large logits turn into NaN, since exp(1800) is too large for a float. "
            "What may be subtracted from every logit of a row without changing its answer?",
        ),
    ),
    variants=(
        _shifted,
        lambda logits, T: np.exp(logits / T - logsumexp(logits / T, axis=-1, keepdims=True)),
    ),
)

LOSS = Task(
    id="distillation-loss",
    title="The soft term of the loss",
    objective="obj-distillation",
    points=3,
    kind="function",
    name="soft_loss",
    reference=soft_loss,
    public=((FOUR[0][None], FOUR[1][None], 2.0), (*TWO_ROWS, 4.0), (*TWO_ROWS, 1.5)),
    draw=_draw_pair,
    mistakes=(
        Mistake(
            "no factor",
            lambda a, b, T: float(np.mean(kl_logits(a / T, b / T))),
            "This is the divergence without its factor, which fades as the "
            "temperature rises. Which power of T makes up for that?",
        ),
        Mistake(
            "T once",
            lambda a, b, T: T * float(np.mean(kl_logits(a / T, b / T))),
            "You make up for one factor 1/T of two. "
            "How fast does the divergence itself fade, like 1/T or faster?",
        ),
        Mistake(
            "divided",
            lambda a, b, T: float(np.mean(kl_logits(a / T, b / T))) / T**2,
            "The factor stands below the line, and makes a faint term fainter. "
            "Which way should it correct?",
        ),
        Mistake(
            "swapped",
            lambda a, b, T: soft_loss(b, a, T),
            "Here the expectation is under the student. Which of the two is the first argument?",
        ),
        Mistake(
            "hot teacher, cold student",
            lambda a, b, T: T**2 * float(np.mean(kl_logits(a / T, b))),
            "Only the teacher was softened. If the student had the teacher's logits "
            "exactly, would your loss be zero?",
        ),
        Mistake(
            "never softened",
            lambda a, b, T: T**2 * float(np.mean(kl_logits(a, b))),
            "T enters your factor but not the two distributions. Where else does it belong?",
        ),
        Mistake(
            "cross-entropy",
            lambda a, b, T: T**2 * float(np.mean(cross_entropy(soften(a, T), soften(b, T)))),
            "This has the right gradient, but it is not zero for a perfect student. "
            "Which part of it does not depend on the student?",
        ),
        Mistake(
            "mean over classes",
            lambda a, b, T: T**2 * float(np.mean(rel_entr(soften(a, T), soften(b, T)))),
            "The terms were averaged over pictures and over classes. "
            "Which of the two directions belongs to the divergence itself?",
        ),
        Mistake(
            "sum over pictures",
            lambda a, b, T: T**2 * float(np.sum(kl_logits(a / T, b / T))),
            "A batch of twice as many pictures gives you twice the loss. "
            "What should be done with the pictures instead?",
        ),
        Mistake(
            "bits",
            lambda a, b, T: soft_loss(a, b, T) / np.log(2),
            "This is right in another unit. Which logarithm counts in nats?",
        ),
    ),
    variants=(_loop, _difference_of_entropies),
)

GRADIENT = Task(
    id="distillation-gradient",
    title="The gradient of the soft term",
    objective="obj-distillation",
    points=3,
    kind="function",
    name="soft_gradient",
    reference=soft_gradient,
    public=((*FOUR, 2.0), (*TWO_ROWS, 4.0)),
    draw=_draw_pair,
    mistakes=(
        Mistake(
            "sign",
            lambda a, b, T: -soft_gradient(a, b, T),
            "This is the direction of descent. Which way does a gradient point?",
        ),
        Mistake(
            "of the bare divergence",
            lambda a, b, T: soft_gradient(a, b, T) / T**2,
            "This is the gradient of the divergence without its factor. "
            "Which function was to be differentiated?",
        ),
        Mistake(
            "no T left",
            lambda a, b, T: soft_gradient(a, b, T) / T,
            "The direction is right and the length is off by one power of T. "
            "The loss has T squared in front; how many powers does the inner derivative take away?",
        ),
        Mistake(
            "chain rule",
            lambda a, b, T: soft_gradient(a, b, T) * T,
            "You differentiated with respect to b/T. What is the derivative of b/T "
            "with respect to b?",
        ),
        Mistake(
            "student minus teacher at 1",
            lambda a, b, T: soft_gradient(a, b, 1.0) * T,
            "The two distributions are those at temperature 1. "
            "At which temperature does the loss compare them?",
        ),
        Mistake(
            "teacher at 1",
            lambda a, b, T: T * (soften(b, T) - soften(a, 1.0)),
            "The teacher is at temperature 1. If both had the same logits, should the "
            "gradient be zero?",
        ),
        Mistake(
            "other direction",
            _reverse_gradient,
            "This is the gradient of the divergence with the student first. "
            "Under whom is the expectation to be taken?",
        ),
    ),
    variants=(
        _jacobian,
        lambda a, b, T: T * (np.exp(log_softmax(b / T, -1)) - np.exp(log_softmax(a / T, -1))),
    ),
)

LIMIT = Task(
    id="distillation-limit",
    title="The loss at infinite temperature",
    objective="obj-distillation",
    points=2,
    kind="function",
    name="hot_limit",
    reference=hot_limit,
    public=(FOUR, (TWO_ROWS[0][1], TWO_ROWS[1][1]), (np.array([5.0, 1, 0]), np.array([1.0, 1, 1]))),
    draw=_draw_gap,
    mistakes=(
        Mistake(
            "half",
            lambda a, b: float(np.var(b - a)),
            "Twice too large. Near equality a divergence is a quadratic form; "
            "with which number in front?",
        ),
        Mistake(
            "bare",
            lambda _a, _b: 0.0,
            "Zero is where the bare divergence goes. What if it is multiplied by T² on the way?",
        ),
        Mistake(
            "not centred",
            lambda a, b: float(np.mean((b - a) ** 2)) / 2,
            "If the student adds 10 to all its logits, your number changes. Do its probabilities?",
        ),
        Mistake(
            "degrees of freedom",
            lambda a, b: float(np.var(b - a, ddof=1)) / 2,
            "You divided by K − 1, as for a sample. "
            "Are the classes a sample, or a distribution in which each has probability 1/K?",
        ),
        Mistake(
            "sum of squares",
            lambda a, b: float(np.sum((b - a - np.mean(b - a)) ** 2)) / 2,
            "The squares were added up. "
            "With which weights do the classes count when all are equally likely?",
        ),
        Mistake(
            "standard deviation",
            lambda a, b: float(np.std(b - a)) / 2,
            "Doubling the difference between the logits doubles your limit. "
            "How does a divergence grow with a small difference?",
        ),
        Mistake(
            "difference of variances",
            lambda a, b: float(np.var(b) - np.var(a)) / 2,
            "This may be negative, and it is zero for any reordering of the teacher's logits. "
            "Of which single quantity is the variance taken?",
        ),
        Mistake(
            "the bound",
            lambda a, b: float(np.ptp(b - a)) ** 2 / 8,
            "This is the most that the loss can be at any temperature. "
            "Which weights do the classes have in the limit?",
        ),
    ),
    variants=(
        lambda a, b: np.mean(((b - b.mean()) - (a - a.mean())) ** 2) * 0.5,
        lambda a, b: np.sum(np.subtract.outer(b - a, b - a) ** 2) / (4 * len(a) ** 2),
    ),
)

SAME = Task(
    id="distillation-same",
    title="Which scripts teach the same?",
    objective="obj-distillation",
    points=3,
    kind="choice",
    name="same",
    reference="acf",
    mistakes=(
        Mistake(
            "cross-entropy rejected",
            "cf",
            "One script that you left out reports larger losses, and yet it makes the same steps. "
            "Which part of its loss does not depend on the student?",
        ),
        Mistake(
            "weight rejected",
            "ac",
            "One script that you left out writes the factor in another place. "
            "Multiply its weight by its divergence: what do you get?",
        ),
        Mistake(
            "shift rejected",
            "af",
            "One script that you left out adds a constant to all of a student's logits. "
            "What does a softmax make of that?",
        ),
        Mistake(
            "direction",
            "abcf",
            "One of these takes its expectation under the student. "
            "At high temperature that hardly shows; is it the same at T = 2?",
        ),
        Mistake(
            "half softened",
            "acdf",
            "In one of these the student is read at temperature 1. "
            "What would the best student look like there?",
        ),
        Mistake(
            "reduction",
            "acef",
            "One of these divides by the number of classes as well. "
            "Are its steps as long as those of the formula?",
        ),
    ),
    variants=("fca", "A, C, F"),
)

EXERCISE = Exercise(
    slug="distillation",
    title="Distillation",
    chapter="chapters/applications/distillation",
    tasks=(SOFTEN, LOSS, GRADIENT, LIMIT, SAME),
    lessons=LESSONS,
)
