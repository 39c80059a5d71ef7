"""Figures of the opening chapter: three cases, relaxation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.discrete import kl_divergence
from kltext.plots.bars import plot_distributions
from kltext.plots.style import STYLE, WIDTH
from kltext.plots.validation import checked


@checked
def plot_models(
    labels: Sequence[str],
    p: ArrayLike,
    models: Mapping[str, ArrayLike],
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    r"""Draw P beside each of several models, with D(P‖model) as the title of each panel.

    Parameters
    ----------
    labels : sequence of str, length n
        The outcomes.
    p : array_like, shape (n,)
        Probabilities of the first argument.
    models : mapping of name to array_like, shape (n,)
        Probabilities of the second arguments.
    axes : sequence of Axes, optional
        One for each model; by default a new figure.

    Returns
    -------
    ndarray of Axes, shape (len(models),)
        Divergences are in nats; an infinite one reads ∞.

    Examples
    --------
    >>> axes = plot_models(["a", "b"], [0.25, 0.75], {"A": [0.25, 0.75], "B": [1, 0]})
    >>> [ax.get_title(loc="left").split("= ")[1] for ax in axes]
    ['0', '$\\infty$']
    """
    if axes is None:
        _, grid = plt.subplots(1, len(models), figsize=(WIDTH, 2.9), sharey=True, squeeze=False)
        axes = list(grid.ravel())
    for i, (ax, (name, q)) in enumerate(zip(axes, models.items(), strict=True)):
        plot_distributions(labels, {"$P$": p, f"${name}$": q}, ax=ax)
        value = float(kl_divergence(np.asarray(p, dtype=float), np.asarray(q, dtype=float)))
        text = r"$\infty$" if np.isinf(value) else "0" if value == 0 else f"{value:.4f}"
        ax.set_title(rf"$D_{{\mathrm{{KL}}}}(P\parallel {name})$ = {text}", loc="left")
        ax.set_ylabel("probability" if i == 0 else "")
    return np.array(list(axes))


@checked
def plot_relaxation(
    probabilities: ArrayLike,
    stationary: ArrayLike,
    divergences: ArrayLike,
    entropies: ArrayLike,
    labels: Sequence[str],
    *,
    axes: Sequence[Axes] | None = None,
) -> npt.NDArray[np.object_]:
    r"""Draw how a Markov chain forgets its start, and two measures of how far it has come.

    Parameters
    ----------
    probabilities : array_like, shape (steps, n)
        The distribution of the chain at each step.
    stationary : array_like, shape (n,)
        The distribution on which it settles.
    divergences, entropies : array_like, shape (steps,)
        Of each distribution: to the stationary one, and of itself, in nats.
    labels : sequence of str, length n
        Names of the states.
    axes : sequence of 2 Axes, optional
        By default a new figure.

    Returns
    -------
    ndarray of Axes, shape (2,)
        Probabilities on the left, nats on the right.

    Examples
    --------
    >>> left, right = plot_relaxation([[1, 0], [0.4, 0.6]], [0.4, 0.6], [0.9, 0], [0, 0.6], "ab")
    >>> [line.get_label() for line in right.lines]
    ['$D_{\\mathrm{KL}}(P_t\\parallel\\pi)$', '$H(P_t)$']
    """
    if axes is None:
        _, axes = plt.subplots(1, 2, figsize=(WIDTH, 3.1))
    left, right = axes
    distributions = np.asarray(probabilities, dtype=float)
    levels = np.asarray(stationary, dtype=float)
    looks = [("p", "-"), ("q", "--"), ("r", "-."), ("loss", ":")]
    for i, (role, dash) in enumerate(looks[: distributions.shape[1]]):
        left.plot(distributions[:, i], dash, color=STYLE[role], label=labels[i])
        left.plot([len(distributions) - 1], [levels[i]], "o", color=STYLE[role], clip_on=False)
    left.set(xlabel="step $t$", ylabel="probability", ylim=(0, 1))
    left.legend()
    right.plot(divergences, color=STYLE["loss"], label=r"$D_{\mathrm{KL}}(P_t\parallel\pi)$")
    right.plot(entropies, "--", color=STYLE["ink"], label="$H(P_t)$")
    right.set(xlabel="step $t$", ylabel="nats", ylim=(0, None))
    right.legend()
    return np.array([left, right])
