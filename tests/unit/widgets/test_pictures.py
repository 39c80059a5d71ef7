"""Every explorer has a still picture, in every state that it can be brought into."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets import HBox

from kltext import widgets
from kltext.widgets.calculator.pair_parameters import partners
from kltext.widgets.explorer import Explorer
from kltext.widgets.pictures import draw, svg
from kltext.widgets.traits import Choice, Parameters, Probabilities, Real

# A quiz has its questions as text instead.
PICTURED = [
    cls for cls in (getattr(widgets, name) for name in widgets.__all__) if issubclass(cls, Explorer)
]
each_explorer = pytest.mark.parametrize("explorer", PICTURED, ids=lambda cls: cls.__name__)


def extremes(explorer):
    """Yield explorers with one parameter at an end of its range, and as they start."""
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


@each_explorer
def test_there_is_a_picture_in_every_state(explorer):
    drawn = [svg(made) for made in extremes(explorer)]
    assert all("<svg" in picture for picture in drawn)
    assert len(set(drawn)) >= 3, "the picture shows the state"
    assert plt.get_fignums() == []


@each_explorer
def test_a_notebook_gets_the_picture_beside_the_widget(explorer):
    made = explorer()
    data, _ = made._repr_mimebundle_()
    assert set(data) == {
        "text/plain",
        "application/vnd.jupyter.widget-view+json",
        "image/svg+xml",
    }
    assert data["image/svg+xml"] == svg(made), "the same state gives the same bytes"


def test_the_picture_leaves_figures_and_settings_of_the_reader_alone():
    own = plt.figure()
    before = dict(plt.rcParams)
    svg(widgets.DiscreteExplorer(q=[0, 0, 0.5, 0.5]))
    assert plt.get_fignums() == [own.number]
    assert dict(plt.rcParams) == before
    plt.close(own)


def test_the_running_estimates_end_at_the_readings():
    made = widgets.EstimatorExplorer(draws=50)
    draw(made)
    lines = plt.gca().lines
    ends = [line.get_ydata()[-1] for line in lines[:3]]
    np.testing.assert_allclose(ends, [made.k1, made.k2, made.k3], rtol=1e-12)
    plt.close()


def test_what_is_no_explorer_has_no_picture():
    assert svg(HBox()) is None
