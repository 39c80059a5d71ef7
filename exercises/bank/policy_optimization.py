"""Tasks on policies: the averaged divergence, the natural step, the clip, and the price β."""

import numpy as np
from _lessons_policy_optimization import LESSONS
from klgrade.tasks import Exercise, Mistake, Task
from scipy.special import log_softmax, softmax

from kltext import kl_divergence, kl_logits

OLD = np.array([[0.5, 0.3, 0.2], [0.2, 0.2, 0.6]])
NEW = np.array([[0.4, 0.4, 0.2], [0.1, 0.5, 0.4]])
FISHER = np.array([[2.0, 0.5], [0.5, 1.0]])
REPLIES = (np.array([0.50, 0.30, 0.15, 0.05]), np.array([0.0, 1.0, 2.0, 4.0]))


def mean_kl(old, new):
    """Return the divergence of the new policy from the old, averaged over contexts."""
    return float(np.mean(kl_divergence(old, new)))


def natural_step(g, F, delta):
    """Return the step along the natural gradient whose quadratic form is δ."""
    direction = np.linalg.solve(F, g)
    return np.sqrt(2 * delta / (g @ direction)) * direction


def clip_objective(ratio, advantage, epsilon):
    """Return the objective of PPO-clip, averaged over the sample."""
    clipped = np.clip(ratio, 1 - epsilon, 1 + epsilon)
    return float(np.mean(np.minimum(ratio * advantage, clipped * advantage)))


def optimum(reference, reward, beta):
    """Return the policy that maximises reward less β times the divergence."""
    weight = reference * np.exp(reward / beta)
    return weight / weight.sum()


def shortfall(policy, reference, reward, beta):
    """Return how far a policy stays below the best value of the regularised reward."""
    return beta * kl_divergence(policy, optimum(reference, reward, beta))


def _value(policy, reference, reward, beta):
    return float(policy @ reward) - beta * kl_divergence(policy, reference)


def _best(reference, reward, beta):
    return float(beta * np.log(reference @ np.exp(reward / beta)))


def _within(step, F, delta):
    """Return a step rescaled until its quadratic form is δ."""
    return step * np.sqrt(delta / (0.5 * step @ F @ step))


def _by_cases(ratio, advantage, epsilon):
    total = 0.0
    for r, a in zip(ratio, advantage, strict=True):
        total += a * (min(r, 1 + epsilon) if a >= 0 else max(r, 1 - epsilon))
    return total / len(ratio)


def _draw_policies(rng):
    shape = rng.integers(2, 6), rng.integers(2, 6)
    old, new = softmax(rng.normal(0, 1, (2, *shape)), axis=-1)
    return old, new


def _draw_step(rng):
    size = rng.integers(2, 6)
    root = rng.normal(size=(size, size))
    fisher = root @ root.T / size + 0.2 * np.eye(size)
    return rng.normal(size=size), fisher, float(rng.uniform(0.005, 0.1))


def _draw_sample(rng):
    size = rng.integers(20, 40)
    ratio = np.exp(rng.normal(0, 0.4, size))
    return ratio, rng.normal(0.1, 1, size), float(rng.uniform(0.1, 0.3))


def _draw_replies(rng):
    size = rng.integers(3, 7)
    return softmax(rng.normal(0, 1, size)), rng.normal(0, 1.5, size), float(rng.uniform(0.3, 3))


def _draw_policy_and_replies(rng):
    reference, reward, beta = _draw_replies(rng)
    return softmax(rng.normal(0, 1, reference.size)), reference, reward, beta


MEAN = Task(
    id="policy-optimization-mean",
    title="How far did one update go?",
    objective="obj-policy",
    points=2,
    kind="function",
    name="mean_kl",
    reference=mean_kl,
    public=(
        (OLD, NEW),
        (NEW[:, ::-1], OLD),
        (OLD[:1], NEW[:1]),
        (np.array([[0.5, 0.5]]), np.array([[0.999, 0.001]])),
        (np.array([[0.5, 0.5]]), np.array([[0.51, 0.49]])),
    ),
    draw=_draw_policies,
    mistakes=(
        Mistake(
            "swapped",
            lambda old, new: mean_kl(new, old),
            "Here the expectation is under the new policy. "
            "Whose actions have been sampled when a trust region is measured?",
        ),
        Mistake(
            "mean over actions",
            lambda old, new: float(np.mean(old * np.log(old / new))),
            "You averaged over actions as well as contexts. "
            "What would that do to the meaning of δ if there were ten times as many actions?",
        ),
        Mistake(
            "sum over contexts",
            lambda old, new: float(np.sum(kl_divergence(old, new))),
            "A batch with every context twice doubles your number. Has the policy moved further?",
        ),
        Mistake(
            "largest",
            lambda old, new: float(np.max(kl_divergence(old, new))),
            "This is the context that changed most. What does TRPO bound: the largest "
            "divergence, or their mean?",
        ),
        Mistake(
            "policies averaged first",
            lambda old, new: kl_divergence(old.mean(axis=0), new.mean(axis=0)),
            "You averaged the policies and then compared the averages, "
            "so changes in opposite directions cancel. Which comes first?",
        ),
        Mistake(
            "axis",
            lambda old, new: float(np.mean(kl_divergence(old, new, axis=0, normalize=True))),
            "The columns were compared: one action in all contexts. "
            "Along which axis do the probabilities of one context run?",
        ),
    ),
    variants=(
        lambda old, new: float((old * (np.log(old) - np.log(new))).sum() / len(old)),
        lambda old, new: float(kl_logits(np.log(old), np.log(new)).mean()),
    ),
)

STEP = Task(
    id="policy-optimization-step",
    title="A natural step of a given length",
    objective="obj-policy",
    points=3,
    kind="function",
    name="natural_step",
    reference=natural_step,
    public=(
        (np.array([1.0, -1.0]), FISHER, 0.02),
        (np.array([0.5, 2.0]), FISHER, 0.1),
        (np.array([3.0, 0.0, 1.0]), np.diag([4.0, 0.25, 0.5]), 0.01),
        (np.array([1.0, 2.0]), np.array([[1.0, -0.999], [-0.999, 1.0]]), 0.05),
    ),
    draw=_draw_step,
    mistakes=(
        Mistake(
            "plain gradient",
            _within,
            "The length is right, and the step runs along the plain gradient. Which "
            "matrix turns it into the natural gradient?",
        ),
        Mistake(
            "multiplied by F",
            lambda g, F, delta: _within(F @ g, F, delta),
            "You turned the gradient with F itself. "
            "Should the step grow or shrink in directions that change the policy a lot?",
        ),
        Mistake(
            "no half",
            lambda g, F, delta: natural_step(g, F, delta / 2),
            "Put your step into ½ dᵀFd: you get δ/2. Which factor was lost?",
        ),
        Mistake(
            "no root",
            lambda g, F, delta: 2 * delta / (g @ np.linalg.solve(F, g)) * np.linalg.solve(F, g),
            "If δ grows fourfold your step grows fourfold. "
            "The divergence is quadratic in the step: how should the step grow?",
        ),
        Mistake(
            "not scaled",
            lambda g, F, _delta: np.linalg.solve(F, g),
            "The direction is right and δ has no say. "
            "Which length makes the constraint hold with equality?",
        ),
        Mistake(
            "learning rate",
            lambda g, F, delta: delta * np.linalg.solve(F, g),
            "You used δ as a learning rate. It is a radius in nats: what is ½ dᵀFd for your step?",
        ),
        Mistake(
            "Euclidean length",
            lambda g, F, delta: (
                np.sqrt(2 * delta) * np.linalg.solve(F, g) / np.linalg.norm(np.linalg.solve(F, g))
            ),
            "You measured the step with the ordinary length of a vector. Which matrix "
            "measures the length here?",
        ),
    ),
    variants=(
        lambda g, F, delta: _within(np.linalg.inv(F) @ g, F, delta),
        lambda g, F, delta: (
            np.linalg.inv(F) @ g * (2 * delta) ** 0.5 / (g @ np.linalg.inv(F) @ g) ** 0.5
        ),
    ),
)

CLIP = Task(
    id="policy-optimization-clip",
    title="The objective of PPO-clip",
    objective="obj-policy",
    points=3,
    kind="function",
    name="clip_objective",
    reference=clip_objective,
    public=(
        (np.array([1.5, 0.5, 1.5, 0.5]), np.array([1.0, 2.0, -1.0, -3.0]), 0.2),
        (np.array([1.05, 0.7, 1.4]), np.array([2.0, -1.0, -0.5]), 0.1),
        (np.array([1.0, 0.9]), np.array([0.9, -1.0]), 0.2),
    ),
    draw=_draw_sample,
    mistakes=(
        Mistake(
            "clipped always",
            lambda r, a, e: float(np.mean(np.clip(r, 1 - e, 1 + e) * a)),
            "Every ratio outside the range is cut off, on both sides. If an action "
            "with a negative advantage has become more likely, does the smaller of "
            "the two numbers ignore it?",
        ),
        Mistake(
            "never clipped",
            lambda r, a, _e: float(np.mean(r * a)),
            "This is the bare surrogate. Where does ε enter?",
        ),
        Mistake(
            "clipped above only",
            lambda r, a, e: float(np.mean(np.minimum(r, 1 + e) * a)),
            "Right for positive advantages. For a negative one, "
            "on which side of the range does the objective rise as the ratio moves away from 1?",
        ),
        Mistake(
            "larger of the two",
            lambda r, a, e: float(np.mean(np.maximum(r * a, np.clip(r, 1 - e, 1 + e) * a))),
            "You took the larger of the two numbers. Which of them does the formula take?",
        ),
        Mistake(
            "product clipped",
            lambda r, a, e: float(np.mean(np.clip(r * a, 1 - e, 1 + e))),
            "You clipped ratio times advantage. Which of the two is supposed to stay near 1?",
        ),
        Mistake(
            "sum",
            lambda r, a, e: float(len(r) * clip_objective(r, a, e)),
            "A sample twice as long would give twice the objective. Is it a sum or an expectation?",
        ),
    ),
    variants=(
        _by_cases,
        lambda r, a, e: np.where(a > 0, np.minimum(r, 1 + e), np.maximum(r, 1 - e)).dot(a) / a.size,
    ),
)

OPTIMUM = Task(
    id="policy-optimization-optimum",
    title="The best policy at a price",
    objective="obj-policy",
    points=3,
    kind="function",
    name="optimum",
    reference=optimum,
    public=(
        (*REPLIES, 1.0),
        (*REPLIES, 4.0),
        (np.array([0.6, 0.4]), np.array([-1.0, 0.5]), 0.5),
        (np.array([0.6, 0.4]), np.array([-4.0, -3.0]), 0.5),
    ),
    draw=_draw_replies,
    mistakes=(
        Mistake(
            "multiplied by the price",
            lambda ref, r, beta: softmax(np.log(ref) + beta * r),
            "With a higher price your policy moves further from the reference. Should it?",
        ),
        Mistake(
            "no reference",
            lambda _ref, r, beta: softmax(r / beta),
            "Your policy has forgotten the reference. "
            "What should it be when all replies are rewarded alike?",
        ),
        Mistake(
            "price on everything",
            lambda ref, r, beta: softmax((np.log(ref) + r) / beta),
            "You divided the logarithm of the reference by β as well. "
            "What would be left of the reference at an infinite price?",
        ),
        Mistake(
            "not normalised",
            lambda ref, r, beta: ref * np.exp(r / beta),
            "The proportions are right. What do your probabilities add up to?",
        ),
        Mistake(
            "best reply",
            lambda _ref, r, _beta: (r == r.max()).astype(float),
            "This policy only knows the best-paid reply: it is the answer at price zero. "
            "What does the price change?",
        ),
        Mistake(
            "signs",
            lambda ref, r, beta: softmax(np.log(ref) - r / beta),
            "Your policy prefers replies with a low reward. Which sign does the exponent have?",
        ),
        Mistake(
            "linear",
            lambda ref, r, beta: (ref * np.abs(1 + r / beta)) / (ref * np.abs(1 + r / beta)).sum(),
            "A straight line is only the beginning of the series of the right weight. "
            "Which function has that beginning and is never negative?",
        ),
    ),
    variants=(
        lambda ref, r, beta: softmax(np.log(ref) + r / beta),
        lambda ref, r, beta: np.exp(log_softmax(np.log(ref) + (r - r.max()) / beta)),
    ),
)

SHORTFALL = Task(
    id="policy-optimization-shortfall",
    title="How much is still to be gained",
    objective="obj-policy",
    points=3,
    kind="function",
    name="shortfall",
    reference=shortfall,
    public=(
        (REPLIES[0], *REPLIES, 1.0),
        (np.full(4, 0.25), *REPLIES, 2.0),
        (np.array([0.1, 0.2, 0.3, 0.4]), *REPLIES, 0.5),
        (np.array([0.28, 0.28, 0.23, 0.21]), REPLIES[0], REPLIES[1] - 3.0, 2.0),
    ),
    draw=_draw_policy_and_replies,
    mistakes=(
        Mistake(
            "no price",
            lambda pi, ref, r, beta: shortfall(pi, ref, r, beta) / beta,
            "This is a number of nats. By what is it multiplied to be in units of reward?",
        ),
        Mistake(
            "swapped",
            lambda pi, ref, r, beta: beta * kl_divergence(optimum(ref, r, beta), pi),
            "Here the expectation is under the best policy. "
            "Under which policy are reward and price paid?",
        ),
        Mistake(
            "value",
            _value,
            "This is what the policy is worth. By how much could another be worth more?",
        ),
        Mistake(
            "best value",
            lambda _pi, ref, r, beta: _best(ref, r, beta),
            "This is what the best policy is worth. How much of that does this one reach already?",
        ),
        Mistake(
            "from the reference",
            lambda pi, ref, _r, beta: beta * kl_divergence(pi, ref),
            "This is the price that the policy pays. It is zero at the reference; "
            "where should the shortfall be zero?",
        ),
        Mistake(
            "reward only",
            lambda pi, ref, r, beta: float((optimum(ref, r, beta) - pi) @ r),
            "You compared rewards. What else does the regularised objective count?",
        ),
        Mistake(
            "price on the reward",
            lambda pi, ref, r, beta: (
                _best(ref, r, beta) - float(beta * (pi @ r) - kl_divergence(pi, ref))
            ),
            "In the policy's own value β stands at the reward. Which of the two terms has a price?",
        ),
    ),
    variants=(
        lambda pi, ref, r, beta: _best(ref, r, beta) - _value(pi, ref, r, beta),
        lambda pi, ref, r, beta: float(
            beta * pi @ (np.log(pi) - log_softmax(np.log(ref) + r / beta))
        ),
    ),
)

# Its id and name are in notebooks that learners already have, and these must still be graded.
LIMIT = Task(
    id="policy-optimization-leash",
    title="What a limit on the divergence does and does not do",
    objective="obj-policy",
    points=2,
    kind="choice",
    name="leash",
    reference="bdeg",
    mistakes=(
        Mistake(
            "every context",
            "abdeg",
            "One of yours holds every context to δ. "
            "Is the constraint of TRPO a maximum over contexts, or another kind of summary?",
        ),
        Mistake(
            "clip bounds",
            "bcdeg",
            "One of yours says that clipping keeps the ratios in their range. "
            "What pulls a ratio back once its term has gone flat?",
        ),
        Mistake(
            "journey",
            "bdefg",
            "One of yours bounds the divergence of many steps by that of one. Can "
            "many small steps add up?",
        ),
        Mistake(
            "no divergence",
            "deg",
            "You left out a statement about what is written in PPO-clip's objective. "
            "Look at the formula again: where is a divergence in it?",
        ),
        Mistake(
            "if they did",
            "beg",
            "You left out a statement that begins with *if*. "
            "Take a fair coin whose ratios are 1 + ε and 1 − ε: what is its divergence?",
        ),
        Mistake(
            "tuning",
            "bdg",
            "You left out the statement about tuning on preferences. "
            "Which policy writes the replies that are priced?",
        ),
        Mistake(
            "second order",
            "bde",
            "You left out the statement about small steps. "
            "Which term of the two directions' expansions is the first to differ?",
        ),
    ),
    variants=("gedb", "B, D, E, G"),
)

EXERCISE = Exercise(
    slug="policy-optimization",
    title="Policy optimisation",
    chapter="chapters/applications/policy-optimization",
    tasks=(MEAN, STEP, CLIP, OPTIMUM, SHORTFALL, LIMIT),
    lessons=LESSONS,
)
