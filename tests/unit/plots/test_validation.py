"""Every plot function names the argument that it cannot draw, and says what to pass."""

from __future__ import annotations

import inspect

import matplotlib.pyplot as plt
import pytest

from kltext import plots

NAMES = [name for name in plots.__all__ if name.startswith("plot_")]
NONSENSE = [object(), "nonsense", 1j, [[1, 2], [3]]]


def required(function):
    parameters = inspect.signature(function).parameters.values()
    return [parameter.name for parameter in parameters if parameter.default is parameter.empty]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_checked(name):
    assert hasattr(getattr(plots, name), "__wrapped__"), "decorate it with @checked"


@pytest.mark.parametrize("nonsense", NONSENSE, ids=["object", "text", "complex", "ragged"])
@pytest.mark.parametrize("name", [name for name in NAMES if required(getattr(plots, name))])
def test_nonsense_is_refused_by_name(name, nonsense):
    function = getattr(plots, name)
    arguments = required(function)
    with pytest.raises((TypeError, ValueError)) as caught:
        function(**dict.fromkeys(arguments, nonsense))
    assert any(argument in str(caught.value) for argument in arguments), caught.value
    plt.close("all")


@pytest.mark.parametrize("name", NAMES)
def test_axes_are_axes(name):
    if "ax" not in inspect.signature(getattr(plots, name)).parameters:
        return
    function = getattr(plots, name)
    with pytest.raises((TypeError, ValueError), match=r"ax = 3|missing a required argument"):
        function(ax=3)
