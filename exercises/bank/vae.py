"""Tasks on variational autoencoders: the cost of a code, sampling, the bound, and collapse."""

import numpy as np
from _lessons_vae import LESSONS
from klgrade.tasks import Exercise, Mistake, Task
from scipy.stats import multivariate_normal, norm

from kltext import entropy, kl_divergence, kl_mvnormal, kl_normal

CODE = (np.array([[1.0, 0.0], [1.5, -0.3]]), np.array([[0.0, -2.0], [-0.5, 0.4]]))
NOISE = np.array([[0.8, -1.0], [-0.2, 0.5]])
CAUSES = (np.array([0.6, 0.4]), norm.pdf(0.8, loc=[-1.0, 2.0]), np.array([0.5, 0.5]))
THREE_CAUSES = (np.array([0.2, 0.3, 0.5]), np.array([0.5, 0.1, 1.5]), np.array([0.1, 0.6, 0.3]))
DECODER = (
    np.array([0.5, -0.5, -1.0]),
    np.array([[1.0, 0.0], [0.5, -1.0], [0.0, 2.0]]),
    0.25,
    np.array([0.4, -0.3]),
    np.array([0.2, 0.1]),
)


def code_cost(mu, log_var):
    """Return the divergence of each picture's code from the standard normal prior."""
    return (mu**2 + np.expm1(log_var) - log_var).sum(axis=1) / 2


def sample(mu, log_var, eps):
    """Return codes made of noise from a standard normal."""
    return mu + np.exp(log_var / 2) * eps


def elbo(prior, likelihood, q):
    """Return the evidence lower bound of one point with finitely many causes."""
    return float(q @ np.log(likelihood)) - kl_divergence(q, prior)


def linear_elbo(x, W, s2, mu, var):
    """Return the evidence lower bound of one point under a linear decoder, exactly."""
    misfit = np.sum((x - W @ mu) ** 2) + np.sum(W**2 @ var)
    return _parts(x, misfit, s2) - _cost(mu, var)


def active_costs(eigenvalues, noise, beta):
    """Return the average divergence of each latent dimension at the optimum."""
    return np.log(np.maximum(eigenvalues / (beta * noise), 1)) / 2


def _parts(x, misfit, s2):
    """Return the expected log-likelihood under normal noise, given the expected misfit."""
    return float(-len(x) / 2 * np.log(2 * np.pi * s2) - misfit / (2 * s2))


def _cost(mu, var):
    return float(np.sum(mu**2 + var - 1 - np.log(var)) / 2)


def _posterior(prior, likelihood):
    return prior * likelihood / (prior @ likelihood)


def _evidence(prior, likelihood):
    return float(np.log(prior @ likelihood))


def _through_the_evidence(x, W, s2, mu, var):
    """Return the bound as the log-evidence less the gap to the exact posterior."""
    M = W.T @ W + s2 * np.eye(W.shape[1])
    evidence = multivariate_normal(np.zeros(len(x)), W @ W.T + s2 * np.eye(len(x))).logpdf(x)
    exact = np.linalg.solve(M, W.T @ x)
    return float(evidence) - kl_mvnormal(mu, np.diag(var), exact, s2 * np.linalg.inv(M))


def _by_second_moments(x, W, s2, mu, var):
    second = np.outer(mu, mu) + np.diag(var)
    misfit = x @ x - 2 * x @ W @ mu + np.trace(W @ second @ W.T)
    return _parts(x, misfit, s2) - sum(kl_normal(mu, np.sqrt(var), 0, 1))


def _draw_code(rng):
    shape = rng.integers(2, 6), rng.integers(2, 5)
    return rng.normal(0, 1.2, shape), rng.normal(-0.5, 1, shape)


def _draw_noise(rng):
    mu, log_var = _draw_code(rng)
    return mu, log_var, rng.normal(size=mu.shape)


def _draw_causes(rng):
    size = rng.integers(2, 6)
    prior, q = rng.dirichlet(np.full(size, 3.0), size=2)
    return prior, rng.uniform(0.05, 3, size), q


def _draw_decoder(rng):
    D, d = rng.integers(3, 7), rng.integers(2, 4)
    W, s2 = rng.normal(size=(D, d)), float(rng.uniform(0.1, 0.8))
    return rng.normal(size=D), W, s2, rng.normal(0, 0.7, d), rng.uniform(0.05, 0.8, d)


def _draw_spectrum(rng):
    eigenvalues = np.sort(rng.exponential(3, rng.integers(4, 8)))[::-1]
    eigenvalues[0] += 12
    eigenvalues[-1] = rng.uniform(0.01, 0.05)
    return eigenvalues, float(rng.uniform(0.3, 0.9)), float(rng.uniform(1.2, 4))


COST = Task(
    id="vae-cost",
    title="What a code costs",
    objective="obj-closed-forms",
    points=3,
    kind="function",
    name="code_cost",
    reference=code_cost,
    public=(CODE, (np.zeros((1, 3)), np.array([[0.0, 1.0, -3.0]]))),
    draw=_draw_code,
    mistakes=(
        Mistake(
            "no half",
            lambda mu, log_var: 2 * code_cost(mu, log_var),
            "Twice too large. For μ = 1 and σ = 1, what is the divergence of N(1, 1) from N(0, 1)?",
        ),
        Mistake(
            "mean over dimensions",
            lambda mu, log_var: code_cost(mu, log_var) / mu.shape[1],
            "You averaged over latent dimensions. "
            "What happens to divergences of independent parts: are they averaged, or added?",
        ),
        Mistake(
            "summed over pictures",
            lambda mu, log_var: float(code_cost(mu, log_var).sum()),
            "The pictures were added up too. One number for each picture was asked for: "
            "along which axis do the dimensions of one code run?",
        ),
        Mistake(
            "log-variance as variance",
            lambda mu, log_var: (mu**2 + log_var - 1 - np.log(np.exp(log_var))).sum(axis=1) / 2,
            "Where a variance belongs you put its logarithm. Can a variance be negative?",
        ),
        Mistake(
            "log-variance as log-sd",
            lambda mu, log_var: code_cost(mu, 2 * log_var),
            "You read the second input as log σ. Which power of σ does the network return "
            "the logarithm of?",
        ),
        Mistake(
            "sd for variance",
            lambda mu, log_var: (mu**2 + np.exp(log_var / 2) - 1 - log_var).sum(axis=1) / 2,
            "A standard deviation stands where the formula has a variance. Which of the two is "
            "exp(log_var / 2)?",
        ),
        Mistake(
            "half of the log forgotten",
            lambda mu, log_var: (mu**2 + np.exp(log_var) - 1 - log_var / 2).sum(axis=1) / 2,
            "The logarithm was halved once too often. At which σ is your cost least, "
            "and at which should it be?",
        ),
        Mistake(
            "swapped",
            lambda mu, log_var: kl_normal(0, 1, mu, np.exp(log_var / 2)).sum(axis=1),
            "Here the prior comes first. Whose samples does the decoder see in training, "
            "and so under whom is the expectation?",
        ),
        Mistake(
            "sign",
            lambda mu, log_var: -code_cost(mu, log_var),
            "These are negative. The cost enters the bound with a minus; what sign does the "
            "cost itself have?",
        ),
    ),
    variants=(
        lambda mu, log_var: kl_normal(mu, np.exp(log_var / 2), 0, 1).sum(axis=1),
        lambda mu, log_var: np.array(
            [
                sum(0.5 * (u * u + np.exp(v) - v - 1) for u, v in zip(us, vs, strict=True))
                for us, vs in zip(mu, log_var, strict=True)
            ]
        ),
    ),
)

SAMPLE = Task(
    id="vae-sample",
    title="Noise in, code out",
    objective="obj-vae",
    points=2,
    kind="function",
    name="sample",
    reference=sample,
    public=(
        (*CODE, NOISE),
        (CODE[0][:1], CODE[1][1:], NOISE[:1]),
        (np.array([[0.0, -np.e, 0.0]]), np.array([[-20.0, 2.0, 1.0]]), np.array([[1.0, 1.0, 0.0]])),
    ),
    draw=_draw_noise,
    mistakes=(
        Mistake(
            "variance",
            lambda mu, log_var, eps: mu + np.exp(log_var) * eps,
            "You stretched the noise by σ². Which variance do your samples have then?",
        ),
        Mistake(
            "log-variance",
            lambda mu, log_var, eps: mu + log_var * eps,
            "You stretched the noise by a logarithm, which may be negative. "
            "What turns it into a standard deviation?",
        ),
        Mistake(
            "half a log",
            lambda mu, log_var, eps: mu + log_var / 2 * eps,
            "log σ stands where σ belongs. Which function takes you from one to the other?",
        ),
        Mistake(
            "not stretched",
            lambda mu, _log_var, eps: mu + eps,
            "Your draws have the spread of the prior. Where does the encoder's second "
            "output come in?",
        ),
        Mistake(
            "mean stretched",
            lambda mu, log_var, eps: (mu + eps) * np.exp(log_var / 2),
            "You stretched the mean together with the noise. Where should the samples be centred?",
        ),
        Mistake(
            "no mean",
            lambda _mu, log_var, eps: np.exp(log_var / 2) * eps,
            "The samples of all pictures are centred at 0. What shifts them?",
        ),
        Mistake(
            "divided",
            lambda mu, log_var, eps: mu + eps / np.exp(log_var / 2),
            "This undoes a stretch: it is how noise is recovered from a code. "
            "Which way were you to go?",
        ),
    ),
    variants=(
        lambda mu, log_var, eps: eps * np.sqrt(np.exp(log_var)) + mu,
        lambda mu, log_var, eps: norm.ppf(norm.cdf(eps), mu, np.exp(0.5 * log_var)),
    ),
)

BOUND = Task(
    id="vae-elbo",
    title="The bound, with a few causes",
    objective="obj-vae",
    points=3,
    kind="function",
    name="elbo",
    reference=elbo,
    public=(
        CAUSES,
        THREE_CAUSES,
        (np.array([0.999, 0.001]), np.array([0.5, 0.001]), np.array([0.5, 0.5])),
        (np.array([0.5, 0.5]), np.array([1.25, 0.8]), np.array([0.5, 0.5])),
    ),
    draw=_draw_causes,
    mistakes=(
        Mistake(
            "divergence added",
            lambda prior, lik, q: float(q @ np.log(lik)) + kl_divergence(q, prior),
            "The divergence from the prior raises your bound. With which sign does it enter?",
        ),
        Mistake(
            "divergence swapped",
            lambda prior, lik, q: float(q @ np.log(lik)) - kl_divergence(prior, q),
            "Here the prior is the first argument. Which distribution are all expectations "
            "of the bound taken under?",
        ),
        Mistake(
            "log of the average",
            lambda prior, lik, q: float(np.log(q @ lik)) - kl_divergence(q, prior),
            "You averaged the likelihoods and then took the logarithm. "
            "In which order does the reconstruction term do the two?",
        ),
        Mistake(
            "evidence",
            lambda prior, lik, _q: _evidence(prior, lik),
            "This does not depend on q at all: it is log p(x). What must be subtracted from it?",
        ),
        Mistake(
            "reconstruction only",
            lambda _prior, lik, q: float(q @ np.log(lik)),
            "This is the reconstruction term. What does the code cost?",
        ),
        Mistake(
            "average under the prior",
            lambda prior, lik, q: float(prior @ np.log(lik)) - kl_divergence(q, prior),
            "You averaged the log-likelihood over the prior. "
            "Who proposes the causes in a reconstruction?",
        ),
        Mistake(
            "loss",
            lambda prior, lik, q: -elbo(prior, lik, q),
            "This is the loss that a program would minimise. Which sign has the bound itself?",
        ),
        Mistake(
            "gap",
            lambda prior, lik, q: kl_divergence(q, _posterior(prior, lik)),
            "This is what separates the bound from the log-evidence. Where is the bound?",
        ),
        Mistake(
            "posterior for prior",
            lambda prior, lik, q: float(q @ np.log(lik)) - kl_divergence(q, _posterior(prior, lik)),
            "You charged for leaving the posterior. The bound can be computed without knowing it: "
            "what does it charge for leaving?",
        ),
    ),
    variants=(
        lambda prior, lik, q: _evidence(prior, lik) - kl_divergence(q, _posterior(prior, lik)),
        lambda prior, lik, q: float(q @ np.log(prior * lik)) + entropy(q),
    ),
)

LINEAR = Task(
    id="vae-linear",
    title="The bound of a linear decoder, exactly",
    objective="obj-vae",
    points=4,
    kind="function",
    name="linear_elbo",
    reference=linear_elbo,
    public=(DECODER, (*DECODER[:2], 0.6, -DECODER[3], DECODER[4][::-1])),
    draw=_draw_decoder,
    mistakes=(
        Mistake(
            "mean code only",
            lambda x, W, s2, mu, var: _parts(x, np.sum((x - W @ mu) ** 2), s2) - _cost(mu, var),
            "You decoded the mean code as if it were certain. "
            "What does the spread of the code add to the expected squared error?",
        ),
        Mistake(
            "sd in the spread",
            lambda x, W, s2, mu, var: (
                _parts(x, np.sum((x - W @ mu) ** 2) + np.sum(W**2 @ np.sqrt(var)), s2)
                - _cost(mu, var)
            ),
            "In the spread of the reconstruction you used standard deviations. "
            "Which of them and of variances add up?",
        ),
        Mistake(
            "weights not squared",
            lambda x, W, s2, mu, var: (
                _parts(x, np.sum((x - W @ mu) ** 2) + np.sum(W @ var), s2) - _cost(mu, var)
            ),
            "The variances went through W like means. What does a factor w do to a variance?",
        ),
        Mistake(
            "noise squared",
            lambda x, W, s2, mu, var: linear_elbo(x, W, s2**2, mu, var),
            "You squared s2. Is it a standard deviation, or a variance already?",
        ),
        Mistake(
            "constant dropped",
            lambda x, W, s2, mu, var: (
                linear_elbo(x, W, s2, mu, var) + len(x) / 2 * np.log(2 * np.pi * s2)
            ),
            "The normalising constant of the decoder's density is missing. "
            "It moves no code, but can a bound on log p(x) do without it?",
        ),
        Mistake(
            "two pi dropped",
            lambda x, W, s2, mu, var: (
                linear_elbo(x, W, s2, mu, var) + len(x) / 2 * np.log(2 * np.pi)
            ),
            "The 2π of the decoder's density is missing, once for each pixel. "
            "What does the density of N(0, 1) have in front of its exponential?",
        ),
        Mistake(
            "one pixel's constant",
            lambda x, W, s2, mu, var: (
                linear_elbo(x, W, s2, mu, var) + (len(x) - 1) / 2 * np.log(2 * np.pi * s2)
            ),
            "The normalising constant is that of a single pixel. How many pixels has x?",
        ),
        Mistake(
            "cost averaged",
            lambda x, W, s2, mu, var: (
                linear_elbo(x, W, s2, mu, var) + _cost(mu, var) * (1 - 1 / len(mu))
            ),
            "The cost of the code was averaged over its dimensions. Should it be?",
        ),
        Mistake(
            "cost doubled",
            lambda x, W, s2, mu, var: linear_elbo(x, W, s2, mu, var) - _cost(mu, var),
            "The cost of the code is twice too large. What factor stands in front of the sum?",
        ),
        Mistake(
            "reconstruction only",
            lambda x, W, s2, mu, var: linear_elbo(x, W, s2, mu, var) + _cost(mu, var),
            "This is the reconstruction term alone. Which term charges for the code?",
        ),
        Mistake(
            "error not averaged",
            lambda x, W, s2, mu, var: (
                _parts(x, 2 * np.sum((x - W @ mu) ** 2) + 2 * np.sum(W**2 @ var), s2)
                - _cost(mu, var)
            ),
            "The squared error weighs twice too much. By what is it divided in the "
            "exponent of a normal density?",
        ),
    ),
    variants=(_through_the_evidence, _by_second_moments),
)

ACTIVE = Task(
    id="vae-active",
    title="Which dimensions are used?",
    objective="obj-vae",
    points=2,
    kind="function",
    name="active_costs",
    reference=active_costs,
    public=(
        (np.array([9.0, 4.0, 1.0, 0.5]), 0.6, 2.0),
        (np.array([3.0, 0.2]), 0.3, 4.0),
        (np.array([9.0, 0.02]), 0.005, 2.0),
    ),
    draw=_draw_spectrum,
    mistakes=(
        Mistake(
            "below the water",
            lambda lam, noise, beta: np.log(lam / (beta * noise)) / 2,
            "Some of these costs are negative. What is the cost of a dimension whose "
            "eigenvalue is below the level?",
        ),
        Mistake(
            "no weight",
            lambda lam, noise, _beta: active_costs(lam, noise, 1.0),
            "You computed the costs at β = 1. What does β do to the level below which "
            "a dimension is switched off?",
        ),
        Mistake(
            "weight on the wrong side",
            lambda lam, noise, beta: active_costs(lam, noise, 1 / beta),
            "With a higher β more of your dimensions are used. Should a higher "
            "price keep more of them?",
        ),
        Mistake(
            "no half",
            lambda lam, noise, beta: 2 * active_costs(lam, noise, beta),
            "Twice too large. The posterior *variance* is the level over the eigenvalue; "
            "how many nats is it to narrow a normal by that factor?",
        ),
        Mistake(
            "noise squared",
            lambda lam, noise, beta: active_costs(lam, noise**2, beta),
            "You squared the noise variance, which is a square already. "
            "In which units are the eigenvalues?",
        ),
        Mistake(
            "bits",
            lambda lam, noise, beta: active_costs(lam, noise, beta) / np.log(2),
            "These are bits. Which unit was asked for?",
        ),
        Mistake(
            "count",
            lambda lam, noise, beta: (lam > beta * noise).astype(float),
            "You say which dimensions survive, and rightly. "
            "How many nats does each of the survivors hold?",
        ),
    ),
    variants=(
        lambda lam, noise, beta: [
            0.5 * float(np.log(x) - np.log(beta) - np.log(noise)) if x > beta * noise else 0.0
            for x in lam
        ],
        lambda lam, noise, beta: -0.5 * np.log(np.minimum(1, beta * noise / lam)),
    ),
)

WHICH = Task(
    id="vae-which",
    title="Which model minimises which divergence?",
    objective="obj-generative",
    points=2,
    kind="choice",
    name="which",
    reference="aceg",
    mistakes=(
        Mistake(
            "GAN",
            "abceg",
            "One of yours gives the GAN a divergence with the model first. "
            "With the best discriminator, both are compared with a third distribution: which?",
        ),
        Mistake(
            "inference",
            "acdeg",
            "One of yours puts the posterior first. "
            "From which of the two can a program draw samples?",
        ),
        Mistake(
            "slope",
            "acefg",
            "One of yours promises a slope where the supports do not meet. "
            "What is the Jensen–Shannon divergence there, and does it change with the distance?",
        ),
        Mistake(
            "likelihood",
            "ceg",
            "You left out the models with an exact likelihood. "
            "Average a log-likelihood over the data: which divergence is in it?",
        ),
        Mistake(
            "joint",
            "aeg",
            "You left out the statement about the two joint distributions. "
            "Write out the chain rule: which two divergences does it hold?",
        ),
        Mistake(
            "value",
            "acg",
            "You left out the statement about the value of the game. "
            "What does a discriminator say that cannot tell the two apart?",
        ),
        Mistake(
            "diffusion",
            "ace",
            "You left out the statement about diffusion. "
            "Which distribution is each single step, forwards and back?",
        ),
    ),
    variants=("geca", "A C E G"),
)

EXERCISE = Exercise(
    slug="vae",
    title="Variational autoencoders",
    chapter="chapters/applications/vae",
    tasks=(COST, SAMPLE, BOUND, LINEAR, ACTIVE, WHICH),
    lessons=LESSONS,
)
