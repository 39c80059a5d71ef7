"""What is read about autoencoders by who is wrong again, and by who is right."""

from klgrade.tasks import Lesson

PAGE = "chapters/applications/vae"
LESSONS = {
    "vae-cost": Lesson(
        "Each latent dimension costs half of μ² + σ² − 1 − log σ². The costs of a picture's "
        "dimensions are added, and every picture keeps its own sum.",
        f"{PAGE}#sec-vae-kl",
        "The cost of the code, in closed form",
        "μ = 2 and log σ² = 0 cost ½ (4 + 1 − 1 − 0) = 2 nats; μ = 0 and log σ² = 0 cost nothing.",
    ),
    "vae-sample": Lesson(
        "A draw is the mean plus the standard deviation times the noise, and the standard "
        "deviation is the exponential of half the log-variance.",
        f"{PAGE}#sec-reparametrisation",
        "Gradients of an expectation",
        "μ = 1, log σ² = log 9, ε = −1: the standard deviation is 3, and the draw −2.",
    ),
    "vae-elbo": Lesson(
        "Average log p(x | z) over the causes with the probabilities q, and subtract the "
        "divergence of q from the prior.",
        f"{PAGE}#sec-elbo",
        "The evidence lower bound",
        "Prior (1/2, 1/2), likelihood (1, 1), q = (1, 0): the first part is 0, the divergence "
        "log 2, and the bound −0.693, below log p(x) = 0.",
    ),
    "vae-linear": Lesson(
        "The expected squared error of the reconstruction is that of the mean code plus, for each "
        "latent dimension, its variance times the squared length of its column of W.",
        f"{PAGE}#sec-linear-vae",
        "A model in which every term is exact",
        "One pixel, W = 3, μ = 1, variance 0.5, x = 4: the error of the mean code is (4 − 3)² = 1 "
        "and the spread adds 9 · 0.5 = 4.5. It is divided by 2s², and "
        "½ log(2πs²) is subtracted for each pixel.",
    ),
    "vae-active": Lesson(
        "A dimension is worth its code if its eigenvalue is above the level, β times the noise "
        "variance. Then it costs half the logarithm of eigenvalue over level, else nothing.",
        f"{PAGE}#sec-beta-vae",
        "A weight on the divergence, and posterior collapse",
        "With noise variance 0.5 and β = 4 the level is 2: an eigenvalue of 8 costs ½ log 4 = "
        "0.693 nats, and one of 1.5 costs nothing.",
    ),
    "vae-which": Lesson(
        "Ask for each model which distribution its draws or expectations come from, and what is "
        "compared with what.",
        "chapters/applications/generative-models#sec-yardsticks",
        "One target, four answers",
        "A mean over data of log q(x) is minus the cross-entropy with the data first: whoever "
        "makes it large makes D(P‖Q) small.",
        {
            "a": "True: maximum likelihood has the data first.",
            "b": "False: it minimises the Jensen–Shannon divergence.",
            "c": "True: data and encoder on one side, prior and decoder on the other.",
            "d": "False: the expectation is under the encoder, from which one can draw.",
            "e": "True: the discriminator then says ½ everywhere.",
            "f": "False: it stays at log 2, whatever their distance is.",
            "g": "True: every step is normal, and one term is for the reconstruction.",
        },
    ),
}
