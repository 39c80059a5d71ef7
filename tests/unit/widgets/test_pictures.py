"""Every explorer has a still picture, in every state that it can be brought into."""

from __future__ import annotations

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest

from kltext import widgets
from kltext.widgets.calculator.pair_parameters import partners
from kltext.widgets.discovery import explorers
from kltext.widgets.still_pictures import figure_svg
from kltext.widgets.traits import Choice, Parameters, Probabilities, Real

each_explorer = pytest.mark.parametrize("explorer", explorers().values(), ids=explorers())


def svg(made):
    """Return the still picture of an explorer."""
    return figure_svg(made._draw)


def extremes(explorer):
    """Yield an explorer as it starts, and with one parameter at an end of its range."""
    yield explorer()
    for name, trait in explorer._parameters().items():
        if isinstance(trait, Real):
            values = [trait.low, trait.high]
        elif name == "family_q":
            values = partners(explorer().family_p)
        elif isinstance(trait, Choice):
            values = trait.values
        elif isinstance(trait, Parameters):
            values = [getattr(explorer(), name) | {"loc": 2.0}]
        elif isinstance(trait, Probabilities):
            values = np.eye(len(getattr(explorer(), name)))[:2]
        else:
            values = [True, False]
        for value in values:
            yield explorer(**{name: value})


@pytest.mark.parametrize("states", [3, pytest.param(None, marks=pytest.mark.audit, id="all")])
@each_explorer
def test_there_is_a_picture_in_every_state(explorer, states):
    for made in itertools.islice(extremes(explorer), states):
        made._draw()
        assert plt.gcf().axes
        plt.close()


@each_explorer
def test_a_notebook_gets_the_picture_beside_the_widget(explorer):
    made = explorer()
    data, _ = made._repr_mimebundle_()
    assert set(data) == {
        "text/plain",
        "application/vnd.jupyter.widget-view+json",
        "image/svg+xml",
    }
    assert plt.get_fignums() == []
    others = itertools.islice(extremes(explorer), 1, 3)  # the first may be at an end already
    assert any(svg(other) != data["image/svg+xml"] for other in others)


def test_the_same_state_gives_the_same_bytes():
    made = widgets.AsymmetryExplorer()
    assert svg(made) == svg(made)


def test_the_picture_leaves_figures_and_settings_of_the_reader_alone():
    own = plt.figure()
    before = dict(plt.rcParams)
    svg(widgets.DiscreteExplorer(q=[0, 0, 0.5, 0.5]))
    assert plt.get_fignums() == [own.number]
    assert dict(plt.rcParams) == before
    plt.close(own)


def test_the_running_estimates_end_at_the_readings():
    made = widgets.EstimatorExplorer(draws=50)
    made._draw()
    lines = plt.gca().lines
    ends = [line.get_ydata()[-1] for line in lines[:3]]
    np.testing.assert_allclose(ends, [made.k1, made.k2, made.k3], rtol=1e-12)
    plt.close()


def test_a_function_that_draws_nothing_is_refused():
    with pytest.raises(RuntimeError, match="has drawn no new figure"):
        figure_svg(lambda: None)
