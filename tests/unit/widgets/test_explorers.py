"""Every explorer: sound defaults, read-outs that follow, and errors that say what to do."""

from __future__ import annotations

import ipywidgets
import numpy as np
import pytest
import traitlets

from kltext import widgets
from kltext.widgets import page_files
from kltext.widgets.discovery import explorers
from kltext.widgets.explorer import DIST, bundle, bundle_names
from kltext.widgets.traits import Choice, Probabilities, Real, Switch

EXPLORERS = [one for name, one in explorers().items() if name.endswith("Explorer")]
REALS = [
    (explorer, name)
    for explorer in EXPLORERS
    for name, trait in explorer._parameters().items()
    if isinstance(trait, Real)
]
each_explorer = pytest.mark.parametrize("explorer", EXPLORERS, ids=lambda cls: cls.__name__)


@each_explorer
def test_parameters_of_the_constructor_are_traits(explorer):
    made = explorer()
    again = explorer(**{name: getattr(made, name) for name in explorer._parameters()})
    assert repr(again) == repr(made)
    assert repr(made).startswith(f"{explorer.__name__}(")


@each_explorer
def test_the_page_is_told_the_limits(explorer):
    limits = explorer()._limits
    assert list(limits) == list(explorer._parameters())
    for name, trait in explorer._parameters().items():
        assert limits[name] == trait.limits


@each_explorer
def test_an_unknown_parameter_is_named(explorer):
    with pytest.raises(TypeError, match="has no parameter 'sgima'; it has "):
        explorer(sgima=1)


@each_explorer
def test_the_readouts_are_numbers_that_cannot_be_set(explorer):
    made = explorer()
    readouts = made._readouts()
    assert readouts
    for name, value in readouts.items():
        assert getattr(made, name) == value
        assert not np.isnan(value)
        with pytest.raises(traitlets.TraitError, match="read-only"):
            setattr(made, name, 1.0)


@pytest.mark.parametrize(("explorer", "name"), REALS)
@pytest.mark.parametrize("value", [float("nan"), float("inf"), "one", None, True, [1.0], 1j])
def test_a_number_must_be_one(explorer, name, value):
    with pytest.raises(traitlets.TraitError, match=rf"\w+\.{name} must be a number from .* got"):
        explorer(**{name: value})


@pytest.mark.parametrize(("explorer", "name"), REALS)
def test_a_number_must_be_in_its_range(explorer, name):
    trait = explorer._parameters()[name]
    made = explorer()
    for value in (trait.low - 1e-6, trait.high + 1e-6):
        with pytest.raises(traitlets.TraitError, match=rf"{name} must be a number from"):
            setattr(made, name, value)
    for value in (trait.low, trait.high):
        setattr(made, name, value)
        assert getattr(made, name) == value


@each_explorer
def test_a_standard_deviation_is_positive(explorer):
    for name, trait in explorer._parameters().items():
        if name.startswith("sigma") and isinstance(trait, Real):
            assert trait.low > 0


@each_explorer
def test_words_and_switches_refuse_anything_else(explorer):
    for name, trait in explorer._parameters().items():
        if isinstance(trait, Choice | Switch):
            with pytest.raises(traitlets.TraitError, match=rf"{name} must be .*got 'sideways'"):
                explorer(**{name: "sideways"})


@each_explorer
def test_probabilities_must_be_a_distribution(explorer):
    for name, trait in explorer._parameters().items():
        if not isinstance(trait, Probabilities):
            continue
        size = len(getattr(explorer(), name))
        fair = [1 / size] * size
        wrong = [[1.01 / size] * size, [2.0, -1.0, *fair[2:]], [float("nan"), *fair[1:]], []]
        for value in (*wrong, "abc", 3, None):
            with pytest.raises(traitlets.TraitError, match=rf"{name} must be .* sum to 1; got"):
                explorer(**{name: value})
        assert getattr(explorer(**{name: np.array(fair)}), name) == fair


def test_composition_with_ipywidgets():
    left, right = widgets.GaussianExplorer(), widgets.GaussianExplorer()
    ipywidgets.jslink((left, "mu_q"), (right, "mu_q"))
    assert ipywidgets.HBox([left, right]).children == (left, right)
    heard = []
    left.observe(heard.append, "kl")
    left.mu_q = 2.0
    assert len(heard) == 1
    assert heard[0].new == left.kl


def test_a_missing_bundle_says_how_to_make_it():
    assert DIST.is_dir()
    with pytest.raises(ImportError, match="has not been bundled"):
        bundle("widgets", "nonsense.js")


def test_a_count_is_a_whole_number():
    made = widgets.EstimatorExplorer()
    for value in (2.5, 100.0000001, np.float64(7.5)):
        with pytest.raises(traitlets.TraitError, match=r"draws must be .* without a fraction; got"):
            made.draws = value
    made.draws = 7.0
    assert made.draws == 7
    assert isinstance(made.draws, int)


def test_the_package_exports_every_explorer():
    assert widgets.__all__ == sorted(explorers()) == dir(widgets)
    for name in widgets.__all__:
        assert getattr(widgets, name) is explorers()[name]
    assert sorted(one._module for one in explorers().values()) == bundle_names("widgets")
    assert page_files.SCRIPTS.keys() == {one._module for one in explorers().values()}


def test_a_name_that_no_explorer_has_is_no_attribute():
    with pytest.raises(AttributeError, match=r"'kltext\.widgets' has no attribute 'NoExplorer'"):
        widgets.NoExplorer  # noqa: B018
