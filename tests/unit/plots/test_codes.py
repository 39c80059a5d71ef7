"""The areas and bars that stand for code lengths have the sizes that they claim."""

from __future__ import annotations

import numpy as np
import pytest

from kltext import cross_entropy, entropy, kl_divergence
from kltext.plots import plot_block_lengths, plot_code_lengths, plot_discrete_explorer

P, Q = np.array([0.4, 0.3, 0.2, 0.1]), np.array([0.2, 0.4, 0.15, 0.25])
WITH_ZERO = np.array([0.5, 0.5, 0.0, 0.0])


def areas(ax, *, hatched):
    bars = [bar for bar in ax.patches if bool(bar.get_hatch()) == hatched]
    return sum(bar.get_width() * bar.get_height() for bar in bars)


@pytest.mark.parametrize("p", [P, Q[::-1], WITH_ZERO])
def test_the_rectangles_have_the_areas_of_the_titles(p):
    left, right = plot_code_lengths("abcd", p, Q)
    assert areas(left, hatched=False) == pytest.approx(entropy(p, base=2), rel=1e-12)
    assert areas(right, hatched=False) == pytest.approx(cross_entropy(p, Q, base=2), rel=1e-12)


def test_what_is_longer_minus_what_is_shorter_is_the_divergence():
    _, right = plot_code_lengths("abcd", P, Q)
    longer, shorter = right.containers[1], right.containers[2]
    net = sum(bar.get_width() * bar.get_height() for bar in longer)
    net -= sum(bar.get_width() * bar.get_height() for bar in shorter)
    assert net == pytest.approx(kl_divergence(P, Q, base=2), rel=1e-12)


def test_an_infinite_rectangle_is_refused():
    with pytest.raises(ValueError, match="q must be positive where p is"):
        plot_code_lengths("abcd", P, WITH_ZERO)


def test_the_explorer_adds_up_and_refuses_the_infinite():
    bars, terms, lengths = plot_discrete_explorer("abcd", P, Q)
    assert len(bars.patches) == 8
    assert terms.get_title(loc="left") == f"sum {kl_divergence(P, Q):.4f} nats"
    whole, part, rest = (bar.get_width() for bar in lengths.patches)
    assert whole == pytest.approx(cross_entropy(P, Q), rel=1e-12)
    assert part + rest == pytest.approx(whole, rel=1e-12)
    with pytest.raises(ValueError, match="terms must be finite"):
        plot_discrete_explorer("abcd", P, WITH_ZERO)


def test_the_bands_end_one_bit_over_the_block_above_the_limit():
    ax = plot_block_lengths([1, 2, 4], [2.5, 2.2, 2.0], [2.9, 2.5, 2.3], (1.9, 2.1))
    for band, limit in zip(ax.collections, (1.9, 2.1), strict=True):
        heights = band.get_paths()[0].vertices[:, 1]
        assert heights.min() == pytest.approx(limit)
        assert heights.max() == pytest.approx(limit + 1)
