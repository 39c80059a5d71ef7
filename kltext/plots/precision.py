"""Figures about floating point: what clipping invents, and how many digits a sum keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked

EXACT = 2.0**-54  # half a rounding unit: an error of zero has no place on a logarithmic axis


@checked
def plot_clipping(
    epsilon: ArrayLike,
    answers: Mapping[str, ArrayLike],
    truths: Mapping[str, float],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw what a clipped divergence answers against the ε that it was clipped with.

    Parameters
    ----------
    epsilon : array_like, shape (n,)
        The clipping constants.
    answers : mapping of label to array_like, shape (n,)
        For each pair of distributions, the divergence in nats after clipping.
    truths : mapping of label to float
        The true divergence of the same pairs, in nats; an infinite one is not drawn.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one line for each pair, a thin level line for each finite truth, and ε
        shrinking to the right.

    Examples
    --------
    >>> ax = plot_clipping([1e-6, 1e-9], {"pair": [6.2, 9.7]}, {"pair": 13.1})
    >>> len(ax.lines), bool(ax.xaxis_inverted())
    (2, True)
    """
    ax = axes_or_new(ax)
    looks = [(STYLE["p"], "o", "-"), (STYLE["q"], "s", "--"), (STYLE["r"], "^", "-.")]
    for i, (label, values) in enumerate(answers.items()):
        colour, marker, dash = looks[i % 3]
        ax.semilogx(epsilon, values, dash, color=colour, marker=marker, markersize=5, label=label)
        if np.isfinite(truths[label]):
            ax.axhline(truths[label], color=colour, linewidth=0.9, linestyle=":")
    ax.invert_xaxis()
    ax.set(xlabel=r"clipping constant $\varepsilon$", ylabel="answer (nats)")
    ax.legend()
    return ax


@checked
def plot_two_sums(
    labels: Sequence[str], terms: ArrayLike, kernel: ArrayLike, *, ax: Axes | None = None
) -> Axes:
    """Draw two ways to write one divergence as a sum: signed terms beside the kernel's.

    Parameters
    ----------
    labels : sequence of str, length n
        The outcomes.
    terms : array_like, shape (n,)
        p·log(p/q), in nats: they may have either sign.
    kernel : array_like, shape (n,)
        g(p, q) = p·log(p/q) − p + q, in nats: never negative.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With two bars for each outcome.

    Examples
    --------
    >>> ax = plot_two_sums(["a", "b"], [0.24, -0.15], [0.04, 0.05])
    >>> [text.get_text() for text in ax.get_xticklabels()], len(ax.patches)
    (['a', 'b'], 4)
    """
    ax = axes_or_new(ax)
    place = np.arange(len(labels))
    ax.bar(place - 0.2, terms, 0.4, color=STYLE["p"], edgecolor="white", label=r"$p\,\log\,p/q$")
    ax.bar(
        place + 0.2,
        kernel,
        0.4,
        color=STYLE["q"],
        edgecolor="white",
        hatch="///",
        label="$g(p, q)$",
    )
    ax.axhline(0, color=STYLE["ink"], linewidth=0.8)
    ax.set_xticks(place, labels)
    ax.grid(axis="x", visible=False)
    ax.set_ylabel("term (nats)")
    ax.legend()
    return ax


@checked
def plot_relative_errors(
    epsilon: ArrayLike, errors: Mapping[str, ArrayLike], *, ax: Axes | None = None
) -> Axes:
    """Draw relative errors on logarithmic axes while two distributions approach each other.

    Parameters
    ----------
    epsilon : array_like, shape (n,)
        How far the two distributions are apart.
    errors : mapping of label to array_like, shape (n,)
        The relative error of each method, non-negative. An error of zero is drawn at half
        a rounding unit.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one marked line for each method, ε shrinking to the right, and the level at
        which not one digit is right.

    Raises
    ------
    ValueError
        If an error is negative or not a number.

    Examples
    --------
    >>> ax = plot_relative_errors([1e-1, 1e-2], {"sum": [1e-15, 1e-13], "kernel": [0.0, 1e-16]})
    >>> [line.get_label() for line in ax.lines[:2]]
    ['sum', 'kernel']
    """
    ax = axes_or_new(ax)
    colours = [STYLE["q"], STYLE["accent"], STYLE["muted"], STYLE["p"]]
    for i, (label, values) in enumerate(errors.items()):
        heights = np.asarray(values, dtype=float)
        if not (heights >= 0).all():
            raise ValueError(f"errors[{label!r}] must be non-negative, got {heights.tolist()}")
        ax.loglog(
            epsilon,
            np.maximum(heights, EXACT),
            ["--", "-.", ":", "-"][i % 4],
            color=colours[i % 4],
            marker=["s", "^", "D", "o"][i % 4],
            markersize=5,
            label=label,
        )
    ax.axhline(1, color=STYLE["ink"], linewidth=0.9)
    ax.annotate(
        "no digit is right",
        (0.01, 1),
        xycoords=("axes fraction", "data"),
        xytext=(0, 3),
        textcoords="offset points",
        color=STYLE["ink"],
        fontsize=9,
    )
    ax.invert_xaxis()
    ax.set(xlabel=r"distance $\varepsilon$ between P and Q", ylabel="relative error")
    ax.legend(loc="center left", bbox_to_anchor=(0.0, 0.56))
    return ax
