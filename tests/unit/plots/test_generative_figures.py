"""The figures of flows, diffusions and autoencoders show the numbers that they are given."""

from __future__ import annotations

import numpy as np
import pytest

from kltext import kl_normal
from kltext.plots import (
    plot_active_dimensions,
    plot_bound,
    plot_density_map,
    plot_diffusion_paths,
    plot_encoder,
    plot_latent_map,
    plot_normal_ellipse,
    plot_pictures,
    plot_rate_distortion,
    plot_step_costs,
    plot_training,
    plot_yardsticks,
)


@pytest.mark.parametrize(("mu", "log_var"), [(1.5, -0.5), (0.0, 0.0), (-2.0, 1.0)])
def test_the_encoder_reads_out_its_divergence_and_its_sample(mu: float, log_var: float) -> None:
    above, below = plot_encoder(mu, log_var, noise=-1.2)
    sigma = np.exp(log_var / 2)
    assert f"= {kl_normal(mu, sigma, 0, 1):.4f} nats" in above.get_title(loc="left")
    np.testing.assert_allclose(below.lines[-1].get_xdata(), [-1.2, mu - 1.2 * sigma])


@pytest.mark.parametrize("noise", [3.5, -4.0, np.nan])
def test_noise_off_its_axis_is_refused(noise: float) -> None:
    with pytest.raises(ValueError, match=r"noise (must be between -3 and 3|= nan)"):
        plot_encoder(0.0, 0.0, noise)


def test_the_bound_is_marked_where_it_is_highest() -> None:
    ax = plot_bound([0.1, 0.4, 0.9], [-3.0, -2.0, -2.5], -1.9)
    assert ax.lines[-1].get_xdata().tolist() == [0.4]
    assert ax.lines[-1].get_ydata().tolist() == [-2.0]


def test_each_yardstick_is_marked_at_its_own_minimum() -> None:
    theta = [-1.0, 0.0, 1.0, 2.0]
    objectives = {"a": [3.0, 2.0, 4.0, 9.0], "b": [5.0, 4.0, 3.0, 7.0]}
    above, below = plot_yardsticks(theta, [0, 1, 1, 0], theta, objectives)
    marks = [line.get_xdata()[0] for line in below.lines if len(line.get_xdata()) == 1]
    assert marks == [0.0, 1.0]
    assert [line.get_xdata()[0] for line in above.lines[1:]] == [0.0, 1.0]
    np.testing.assert_allclose(below.lines[0].get_ydata(), [1 / 7, 0, 2 / 7, 1])


def test_pictures_lie_row_by_row_with_a_gap() -> None:
    pictures = np.arange(1, 7)[:, None] / 6 * np.ones((6, 64))
    sheet = plot_pictures(pictures, columns=3).images[0].get_array()
    assert sheet[0, 0] == pytest.approx(1 / 6)
    assert sheet[0, 9] == pytest.approx(2 / 6)
    assert sheet[9, 0] == pytest.approx(4 / 6)
    assert (sheet[8] == 0).all()
    assert (sheet[:, 8] == 0).all()


@pytest.mark.parametrize(
    ("pictures", "complaint"),
    [(np.zeros((5, 64)), "do not fill rows of 3"), (np.zeros((6, 63)), r"\(n, 64\)")],
)
def test_pictures_that_do_not_fit_are_refused(pictures: np.ndarray, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        plot_pictures(pictures, columns=3)


def test_the_map_needs_one_digit_for_each_mean() -> None:
    with pytest.raises(ValueError, match=r"means must have shape \(3, 2\), got \(2, 2\)"):
        plot_latent_map(np.zeros((2, 2)), [1, 2, 3])


def test_every_digit_keeps_its_place_on_the_map() -> None:
    means = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])
    marks = plot_latent_map(means, [7, 0, 7]).collections
    assert [mark.get_label() for mark in marks] == ["0", "7"]
    np.testing.assert_array_equal(marks[1].get_offsets(), means[[0, 2]])


def test_contours_hold_the_shares_they_name() -> None:
    x = np.linspace(-6, 6, 241)
    density = np.exp(-(x[:, None] ** 2 + x**2) / 2) / (2 * np.pi)
    levels = plot_density_map(x, density).collections[1].levels
    held = [density[density >= level].sum() * (x[1] - x[0]) ** 2 for level in levels]
    np.testing.assert_allclose(held, [0.95, 0.75, 0.5, 0.25], atol=0.01)


def test_a_density_is_drawn_along_the_right_axes() -> None:
    x = np.linspace(-4, 4, 81)
    density = np.exp(-((x[:, None] - 2) ** 2 + 4 * x**2))  # first coordinate around 2
    ends = plot_density_map(x, density).collections[1].get_paths()[0].vertices
    assert abs(ends[:, 0].mean() - 2) < 0.2
    assert abs(ends[:, 1].mean()) < 0.2


def test_ellipses_hold_half_and_nineteen_twentieths() -> None:
    rng = np.random.default_rng(3)
    points = rng.normal([1, -1], [2, 0.5], (100_000, 2))
    ellipses = plot_normal_ellipse([1, -1], [2, 0.5]).patches
    for ellipse, share in zip(ellipses, (0.5, 0.95), strict=True):
        scaled = (points - ellipse.center) / [ellipse.width / 2, ellipse.height / 2]
        assert np.mean(np.sum(scaled**2, axis=1) < 1) == pytest.approx(share, abs=0.006)


def test_a_history_needs_its_four_columns() -> None:
    with pytest.raises(ValueError, match=r"\(epochs, 4\), got \(5, 3\)"):
        plot_training(np.zeros((5, 3)))
    left, right = plot_training([[1, 2, 3, 4], [5, 6, 7, 8]])
    assert [line.get_ydata().tolist() for line in left.lines] == [[1, 5], [3, 7]]
    assert [line.get_ydata().tolist() for line in right.lines] == [[2, 6], [4, 8]]


def test_every_model_is_named_by_its_weight() -> None:
    ax = plot_rate_distortion(["1/4", "2"], [9.0, 1.0], [19.0, 25.0])
    assert [(text.get_text(), text.xy) for text in ax.texts] == [
        (r"$\beta = 1/4$", (9.0, 19.0)),
        (r"$\beta = 2$", (1.0, 25.0)),
    ]


def test_bars_measure_and_marks_predict() -> None:
    (panel,) = plot_active_dimensions({"a": [0.4, 0.1]}, {"a": [0.3, 0.0]})
    assert [bar.get_height() for bar in panel.patches] == [0.4, 0.1]
    assert panel.lines[0].get_ydata().tolist() == [0.3, 0.0]


def test_only_the_way_back_runs_backwards() -> None:
    left, right = plot_diffusion_paths([[0], [1]], [[2], [3]], [0, 0], [1, 1])
    assert not left.xaxis_inverted()
    assert right.xaxis_inverted()
    assert right.lines[0].get_ydata().tolist() == [2, 3]


def test_bounds_are_lines_and_losses_marks() -> None:
    _, right = plot_step_costs({"a": [1, 2]}, [2, 4], {"a": [3, 2]}, {"a": [1, 0.5]})
    line, marks = right.lines
    assert (line.get_linestyle(), line.get_ydata().tolist()) == ("-", [3, 2])
    assert (marks.get_linestyle(), marks.get_ydata().tolist()) == ("None", [1, 0.5])
