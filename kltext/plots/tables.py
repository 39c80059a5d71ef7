"""Pictures of published tables: data against models, tests, forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter
from numpy.typing import ArrayLike

from kltext.plots.style import STYLE, axes_or_new
from kltext.plots.validation import checked

COLOURS = (STYLE["p"], STYLE["q"], STYLE["r"], STYLE["accent"])
DASHES = ("-", "--", "-.", ":")
MARKERS = ("o", "s", "^", "D")


@checked
def plot_fit(
    labels: Sequence[str],
    observed: ArrayLike,
    models: Mapping[str, ArrayLike],
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw what was observed as bars, and what each model expects as marks over them.

    Parameters
    ----------
    labels : sequence of str, length n
        The outcomes.
    observed : array_like, shape (n,)
        Counts or shares.
    models : mapping of label to array_like, shape (n,)
        Expected counts or shares, in the unit of `observed`.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one bar for each outcome, and one line of marks for each model.

    Examples
    --------
    >>> ax = plot_fit(["0", "1"], [6, 4], {"fair": [5, 5]})
    >>> len(ax.patches), [line.get_label() for line in ax.lines]
    (2, ['fair'])
    """
    ax = axes_or_new(ax)
    place = np.arange(len(labels))
    ax.bar(place, observed, 0.7, color=STYLE["p"], alpha=0.55, label="observed")
    for i, (label, expected) in enumerate(models.items()):
        look, colour = MARKERS[i % 4] + DASHES[i % 4], COLOURS[(i + 1) % 4]
        ax.plot(place, expected, look, color=colour, label=label, linewidth=1.2)
    ax.set_xticks(place, labels)
    ax.grid(axis="x", visible=False)
    ax.legend()
    return ax


@checked
def plot_divergence_matrix(
    names: Sequence[str], divergences: ArrayLike, *, ax: Axes | None = None
) -> Axes:
    """Write the divergence of every row from every column; infinite cells are dark.

    Parameters
    ----------
    names : sequence of str, length n
        Distributions: the first argument by row, the second by column.
    divergences : array_like, shape (n, n)
        In nats.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With one cell and one number for each pair.

    Examples
    --------
    >>> ax = plot_divergence_matrix(["a", "b"], [[0, 0.25], [np.inf, 0]])
    >>> [text.get_text() for text in ax.texts]
    ['0', '0.25', '∞', '0']
    """
    values = np.asarray(divergences, dtype=float)
    ax = axes_or_new(ax, height=4.2)
    finite = values[np.isfinite(values)]
    largest = max(finite.max(), 1e-9)
    for (row, column), value in np.ndenumerate(values):
        endless = bool(np.isinf(value))
        colour, alpha = (STYLE["muted"], 1.0) if endless else (STYLE["p"], 0.45 * value / largest)
        ax.add_patch(Rectangle((column, row), 1, 1, facecolor=colour, alpha=alpha, linewidth=0))
        text = "∞" if endless else "0" if value == 0 else f"{value:.2f}"
        ink = "white" if endless else STYLE["ink"]
        ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=ink, fontsize=9)
    ax.set(xlim=(0, len(names)), ylim=(len(names), 0), xlabel="second argument, $Q$")
    ax.set_ylabel("first argument, $P$")
    ax.set_xticks(np.arange(len(names)) + 0.5, names, rotation=35, ha="right")
    ax.set_yticks(np.arange(len(names)) + 0.5, names)
    ax.grid(visible=False)
    ax.tick_params(length=0)
    return ax


@checked
def plot_lines(
    x: ArrayLike, lines: Mapping[str, ArrayLike], *, marks: bool = False, ax: Axes | None = None
) -> Axes:
    """Draw one line for each name, told apart by dashes (and marks) as well as by colour.

    Parameters
    ----------
    x : array_like, shape (n,)
        Shared by the lines.
    lines : mapping of label to array_like, shape (n,)
        In drawing order.
    marks : bool, default False
        Whether to mark the points: for few points that are joined only to guide the eye.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With a legend where there is more than one line.

    Examples
    --------
    >>> ax = plot_lines([1, 2], {"up": [0, 1], "down": [1, 0]})
    >>> [line.get_linestyle() for line in ax.lines]
    ['-', '--']
    """
    ax = axes_or_new(ax)
    for i, (label, y) in enumerate(lines.items()):
        marker = MARKERS[i % 4] if marks else ""
        ax.plot(x, y, DASHES[i % 4], marker=marker, color=COLOURS[i % 4], label=label)
    if len(lines) > 1:
        ax.legend()
    return ax


@checked
def plot_null(null: ArrayLike, observed: float, *, ax: Axes | None = None) -> Axes:
    """Draw what chance gives as a histogram, and what was observed as a line.

    Parameters
    ----------
    null : array_like, shape (n,)
        The statistic under the null hypothesis, for instance after shuffling.
    observed : float
        The statistic of the data, in the same unit.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = plot_null([0.1, 0.2, 0.2, 0.3], 0.5)
    >>> [line.get_label() for line in ax.lines]
    ['observed']
    """
    ax = axes_or_new(ax)
    values = np.asarray(null, dtype=float)
    edges = np.linspace(0, values.max(), 25).tolist()
    ax.hist(values, edges, color=STYLE["muted"], alpha=0.45, label="shuffled")
    ax.axvline(observed, color=STYLE["q"], linestyle="--", label="observed")
    ax.set(xlabel="divergence (nats)", xlim=(0, 1.05 * max(values.max(), observed)))
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.legend()
    return ax


@checked
def plot_levels(
    x: ArrayLike, y: ArrayLike, breaks: Sequence[float], *, ax: Axes | None = None
) -> Axes:
    """Draw a series and its mean in each of the spans between the breaks.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The series, `x` increasing.
    breaks : sequence of float
        Where a new span begins, between two values of `x`.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        With a thin line for the series and a thick one for each span.

    Raises
    ------
    ValueError
        If a span has no value.

    Examples
    --------
    >>> ax = plot_levels([0, 1, 2, 3], [5, 5, 1, 1], [1.5])
    >>> [float(line.get_ydata()[0]) for line in ax.lines[1:]]
    [5.0, 1.0]
    """
    ax = axes_or_new(ax)
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    ax.plot(x, y, color=STYLE["muted"], linewidth=1, marker=".", markersize=4)
    for i, (start, stop) in enumerate(pairwise([-np.inf, *breaks, np.inf])):
        inside = (x > start) & (x < stop)
        if not inside.any():
            raise ValueError(f"breaks must leave values between them, got {list(breaks)}")
        ends = [x[inside][0], x[inside][-1]]
        mean = [y[inside].mean()] * 2
        ax.plot(ends, mean, DASHES[i % 4], color=COLOURS[i % 4], linewidth=2.5)
    return ax


@checked
def plot_forecasts(
    stated: ArrayLike, observed: ArrayLike, shares: ArrayLike, *, ax: Axes | None = None
) -> Axes:
    """Draw how often the event came true against what was stated, dots sized by use.

    Statements of 0 and 1 that did not always hold, which cost infinitely much, are crossed.

    Parameters
    ----------
    stated, observed : array_like, shape (n,)
        Probabilities and relative frequencies.
    shares : array_like, shape (n,)
        How often each statement was made, summing to 1.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = plot_forecasts([0, 0.5, 1], [0.1, 0.5, 1], [0.2, 0.4, 0.4])
    >>> ax.collections[1].get_offsets().tolist()
    [[0.0, 0.1]]
    """
    ax = axes_or_new(ax, height=4.2)
    stated, observed, shares = (np.asarray(a, dtype=float) for a in (stated, observed, shares))
    ax.plot([0, 1], [0, 1], "--", color=STYLE["muted"], linewidth=1, label="reliable")
    ax.scatter(stated, observed, 20 + 1200 * shares, color=STYLE["p"], alpha=0.5, label="forecasts")
    endless = ((stated == 0) & (observed > 0)) | ((stated == 1) & (observed < 1))
    if endless.any():
        where = stated[endless], observed[endless]
        ax.scatter(*where, 60, color=STYLE["q"], marker="x", zorder=3, label="infinite cost")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(PercentFormatter(1))
    ax.set(xlabel="stated probability", ylabel="observed frequency", aspect="equal")
    ax.legend(loc="upper left", markerscale=0.5)
    return ax


@checked
def plot_histories(
    series: Mapping[str, tuple[ArrayLike, ArrayLike]], *, ax: Axes | None = None
) -> Axes:
    """Draw a few values over time for each of several names, written at the line's end.

    Parameters
    ----------
    series : mapping of label to (years, values), each array_like of one length
        The years may differ from one name to the next.
    ax : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = plot_histories({"here": ([1980, 2020], [1, 2]), "there": ([1990, 2020], [2, 1])})
    >>> [text.get_text() for text in ax.texts]
    ['here', 'there']
    """
    ax = axes_or_new(ax)
    for i, (label, (years, values)) in enumerate(series.items()):
        x, y = np.asarray(years, dtype=float), np.asarray(values, dtype=float)
        colour, look = COLOURS[i % 4], MARKERS[i % 4] + DASHES[i % 4]
        ax.plot(x, y, look, color=colour)
        end, right = (float(x[-1]), float(y[-1])), (8.0, 0.0)
        ax.annotate(label, end, right, textcoords="offset points", va="center", color=colour)
    return ax
