"""What the figures of the applications show is what they say they show."""

from __future__ import annotations

import numpy as np
import pytest

from kltext import kl_divergence, kl_logits
from kltext.plots import (
    plot_by_temperature,
    plot_digit,
    plot_equal_steps,
    plot_frontier,
    plot_learning_curves,
    plot_loss_parts,
    plot_null_spread,
    plot_reliability,
    plot_step_sizes,
    plot_temperature_loss,
)
from kltext.plots.trust_region import clip_range, kl_ball

POLICIES = [[0.5, 0.3, 0.2], [0.98, 0.01, 0.01], [1 / 3, 1 / 3, 1 / 3]]


@pytest.mark.parametrize("old", POLICIES)
@pytest.mark.parametrize("delta", [1e-4, 0.05, 3.0])
def test_the_edge_of_the_ball_lies_at_its_radius(old: list[float], delta: float) -> None:
    edge = kl_ball(old, delta)
    assert (edge >= 0).all()
    np.testing.assert_allclose(edge.sum(axis=1), 1, rtol=1e-12)
    reached = np.asarray(kl_divergence(old, edge))
    assert (reached <= delta * (1 + 1e-12)).all()
    # A large ball touches the side of the triangle up to a hair's breadth.
    inner = edge.min(axis=1) > 1e-9
    assert inner.sum() > (30 if delta > 1 else 360)
    np.testing.assert_allclose(reached[inner], delta, rtol=1e-6)


@pytest.mark.parametrize("old", POLICIES)
@pytest.mark.parametrize("epsilon", [0.1, 0.2])
def test_the_clip_range_holds_its_ratios_and_its_bound(old: list[float], epsilon: float) -> None:
    edge = clip_range(old, epsilon)
    off = np.abs(edge / np.array(old) - 1).max(axis=1)
    np.testing.assert_allclose(off, epsilon, rtol=1e-9)
    assert (kl_divergence(old, edge) <= -np.log1p(-(epsilon**2)) / 2).all()


@pytest.mark.parametrize(
    ("old", "delta", "message"),
    [
        ([0.5, 0.5], 0.1, "three positive"),
        ([0.5, 0.5, 0.0], 0.1, "three positive"),
        ([0.5, 0.4, 0.2], 0.1, "three positive"),
        ([0.5, 0.3, 0.2], 0.0, "delta"),
        ([0.5, 0.3, 0.2], np.inf, "delta"),
        ([0.5, 0.3, 0.2], np.nan, "delta"),
    ],
)
def test_a_ball_without_centre_or_radius_is_refused(
    old: list[float], delta: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        kl_ball(old, delta)


@pytest.mark.parametrize("epsilon", [0.0, 1.0, -0.2, np.nan])
def test_a_clip_range_is_a_fraction(epsilon: float) -> None:
    with pytest.raises(ValueError, match="epsilon"):
        clip_range([0.5, 0.3, 0.2], epsilon)


def test_equal_steps_are_measured_with_the_policy_before_first() -> None:
    ax = plot_equal_steps([1.0], step=2.0)
    written = float(ax.texts[-1].get_text().split()[0])
    assert written == pytest.approx(kl_logits([1.0, 0.0], [3.0, 0.0]), abs=5e-5)


def test_no_policy_lies_above_the_frontier() -> None:
    reference, reward = np.array([0.5, 0.3, 0.2]), np.array([0.0, 1.0, 3.0])
    policies = np.random.default_rng(0).dirichlet(np.ones(3), size=200)
    ax = plot_frontier(reference, reward, [1.0], policies=policies)
    cloud, best, mark = ax.lines[:3]
    cost, value = best.get_data()
    order = np.argsort(cost)
    reachable = np.interp(cloud.get_xdata(), cost[order], value[order])
    inside = np.asarray(cloud.get_xdata()) < cost.max()
    assert inside.sum() > 100
    assert (np.asarray(cloud.get_ydata()) <= reachable + 1e-3)[inside].all()
    tilted = reference * np.exp(reward)
    tilted /= tilted.sum()
    assert mark.get_ydata()[0] == pytest.approx(tilted @ reward)
    assert mark.get_xdata()[0] == pytest.approx(kl_divergence(tilted, reference))


def test_the_marks_stand_at_the_loss() -> None:
    a, b = [2, 1, 0.5, -0.5], [1.5, 1.2, 0.3, -0.3]
    ax = plot_temperature_loss(a, b, 2.0)
    marks = [line.get_ydata()[0] for line in ax.lines if len(line.get_xdata()) == 1]
    assert marks == pytest.approx([0.049229, 0.012307], abs=5e-7)
    assert ax.lines[0].get_ydata()[0] == pytest.approx(0.0434375, abs=1e-12)


@pytest.mark.parametrize("temperature", [0.0, -1.0, np.inf, np.nan])
def test_a_temperature_is_positive_and_finite(temperature: float) -> None:
    with pytest.raises(ValueError, match="temperature"):
        plot_temperature_loss([1, 0], [0, 1], temperature)


def test_a_single_run_has_no_spread_and_many_have() -> None:
    one = plot_by_temperature([1, 2], {"a": [0.5, 0.25]})
    many = plot_by_temperature([1, 2], {"a": [[0.5, 1.0], [0.25, 0.75]]}, baseline=[0.1, 0.3])
    assert len(one.containers[0].lines[2]) == 0
    assert len(many.containers[0].lines[2]) == 1


def test_a_digit_is_drawn_dark_on_white() -> None:
    image = plot_digit(np.arange(64)).images[0]
    assert image.get_array().shape == (8, 8)
    assert image.cmap(0.0)[:3] > image.cmap(1.0)[:3]


def test_curves_show_medians_and_steps_show_means() -> None:
    runs = [[0.0, 0.0], [0.25, 1.0], [1.0, 1.0]]
    assert plot_learning_curves({"a": runs}).lines[0].get_ydata().tolist() == [0.25, 1.0]
    sizes = plot_step_sizes([0.1, 1.0], {"a": np.array(runs).T})
    assert sizes.lines[0].get_ydata() == pytest.approx([1.25 / 3, 2 / 3])


@pytest.mark.parametrize(("said", "seen"), [([1.2], [0.5]), ([0.5], [-0.1]), ([np.nan], [0.5])])
def test_reliability_needs_probabilities(said: list[float], seen: list[float]) -> None:
    with pytest.raises(ValueError, match="probabilities"):
        plot_reliability(said, seen, [1])


def test_the_parts_add_up_to_the_loss() -> None:
    ax = plot_loss_parts({"a": (0.0625, 0.125, 0.5), "b": (0.25, 0.0, 0.5)})
    ends = [bar.get_x() + bar.get_width() for bar in ax.patches[2:]]
    assert ends == [0.4375, 0.75]
    assert [text.get_text() for text in ax.texts] == ["0.4375 nats", "0.7500 nats"]


def test_null_spreads_show_means_and_middle_nine_tenths() -> None:
    draws = np.arange(101.0)[None]
    ax = plot_null_spread([10], {"a": draws})
    low, high = ax.containers[0].lines[2][0].get_segments()[0][:, 1]
    assert (low, ax.lines[0].get_ydata()[0], high) == (5, 50, 95)


def test_a_learner_has_one_colour_in_every_figure_of_one_order() -> None:
    order = ["a", "b", "c"]
    runs = np.array([[0.0, 0.5], [0.5, 1.0]])
    alone = plot_learning_curves({"c": runs, "a": runs}, order=order)
    sizes = plot_step_sizes([0.1, 1.0], {"b": runs, "c": runs}, order=order)
    curves = {str(line.get_label()): line for line in alone.lines}
    marks = {str(bars.get_label()): bars.lines[0] for bars in sizes.containers}
    assert curves["c"].get_color() == marks["c"].get_color()
    assert curves["c"].get_linestyle() == marks["c"].get_linestyle()
    assert curves["a"].get_color() != marks["b"].get_color()
