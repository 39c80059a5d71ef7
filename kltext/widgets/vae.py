"""The explorer of one variational autoencoder's encoder output."""

from __future__ import annotations

import numpy as np

from kltext import plots
from kltext.normal import kl_normal
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real

#: What the decoder should give back, and the variance of its output N(z, DECODER_VAR).
DATUM, DECODER_VAR = 2.0, 0.5


class VAEExplorer(Explorer, module="vae"):
    """q(z|x) = N(μ, σ²) against the prior N(0, 1), a sample of it, and what β makes of both.

    The decoder is the simplest there is: x given z is N(z, 1/2), and x = 2 was seen.

    Parameters
    ----------
    mu : float
        Mean of q(z|x), from -3 to 3.
    log_var : float
        Logarithm of its variance, from -4 to 2.
    noise : float
        One ε from -3 to 3, which makes the sample z = μ + σε.
    beta : float
        Weight of the divergence in the loss, from 0 to 4.

    Attributes
    ----------
    kl : float
        D(q(z|x) ‖ p(z)) in nats; the expectation is under the first argument.
    reconstruction : float
        The expectation of -log p(x|z) under q(z|x), in nats.
    loss : float
        ``reconstruction + beta * kl``; at β = 1 it is the ELBO with its sign turned.
    z : float
        The sample.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range.

    Examples
    --------
    >>> explorer = VAEExplorer()
    >>> round(explorer.kl, 4), round(explorer.z, 4)
    (1.1783, 2.123)
    >>> explorer.mu = explorer.log_var = 0
    >>> explorer.kl
    0.0
    """

    mu = Real(1.5, low=-3, high=3, step=0.05)
    log_var = Real(-0.5, low=-4, high=2, step=0.05)
    noise = Real(0.8, low=-3, high=3, step=0.05)
    beta = Real(1.0, low=0, high=4, step=0.05)
    kl = readout()
    reconstruction = readout()
    loss = readout()
    z = readout()

    def _readouts(self) -> dict[str, float]:
        sigma = float(np.exp(self.log_var / 2))
        kl = float(kl_normal(self.mu, sigma, 0.0, 1.0))
        square = (DATUM - self.mu) ** 2 + float(np.exp(self.log_var))
        reconstruction = (square / DECODER_VAR + float(np.log(2 * np.pi * DECODER_VAR))) / 2
        return {
            "kl": kl,
            "reconstruction": reconstruction,
            "loss": reconstruction + self.beta * kl,
            "z": self.mu + sigma * self.noise,
        }

    def _draw(self) -> None:
        plots.plot_encoder(self.mu, self.log_var, self.noise)
