"""The explorers in a real JupyterLab, with a kernel behind them: both sides hear each other."""

from __future__ import annotations

import pytest

from kltext.widgets import GaussianExplorer
from kltext.widgets.traits import Parameters, Probabilities
from lightbook.printing.chromium import complaints
from tests.browser.explorer_page import EACH, EXPLORERS, ExplorerPage, agree
from tests.browser.lab_kernel import Kernel
from tests.browser.lab_server import run_all, write_notebook

OTHERS = [one for one in EXPLORERS if one is not GaussianExplorer]
LINKED = """import ipywidgets
from IPython.display import display
from kltext import widgets

left, right = widgets.GaussianExplorer(), widgets.GaussianExplorer(sigma_q=3)
ipywidgets.jslink((left, "mu_p"), (right, "mu_p"))
display(ipywidgets.HBox([left, right]))"""


def cell_of(explorer):
    """Return a cell that names and shows an explorer."""
    name = explorer.__name__
    return f"{name} = widgets.{name}()\ndisplay({name})"


@pytest.fixture(scope="module")
def notebook(browser, notebooks):
    """Open a notebook in JupyterLab, run it; return its page, complaints and kernel."""
    write_notebook(notebooks.folder / "explorers.ipynb", LINKED, *map(cell_of, OTHERS))
    context = browser.new_context(viewport={"width": 1400, "height": 12000})
    page = context.new_page()
    heard = complaints(page)
    page.goto(notebooks.of("explorers.ipynb"))
    run_all(page)
    page.locator(".kltext-explorer").nth(len(OTHERS) + 1).wait_for(timeout=60_000)
    kernel = Kernel(notebooks.folder)
    yield page, heard, kernel
    kernel.client.stop_channels()
    context.close()


def shown(page, number, explorer):
    """Return an explorer of the notebook by its place."""
    root = page.locator(".kltext-explorer").nth(number)
    root.scroll_into_view_if_needed()
    return ExplorerPage(page, root, explorer)


def test_a_slider_moved_in_the_browser_changes_the_trait(notebook):
    page, _, kernel = notebook
    left = shown(page, 0, GaussianExplorer)
    left.control("mu_q").fill("2.5")
    kernel.becomes("left.mu_q", 2.5)
    left.rest()
    assert agree(left.values()["kl"], kernel.read("left.kl"), 1e-12)


def test_a_trait_set_in_python_moves_the_slider_and_the_reading(notebook):
    page, _, kernel = notebook
    right = shown(page, 1, GaussianExplorer)
    kernel.run("right.sigma_p = 0.75")
    page.wait_for_function(
        "input => input.value === '0.75'", arg=right.control("sigma_p").element_handle()
    )
    assert agree(right.values()["kl"], kernel.read("right.kl"), 1e-12)
    reading = right.root.locator(".kl-value").first.inner_text()
    assert f"{kernel.read('right.kl'):.4f} nats" == reading


def test_boxes_and_links_of_ipywidgets_hold_explorers(notebook):
    page, _, kernel = notebook
    left, right = (shown(page, number, GaussianExplorer) for number in (0, 1))
    assert page.locator(".widget-hbox .kltext-explorer").count() == 2
    left.control("mu_p").fill("-1.5")
    kernel.becomes("[left.mu_p, right.mu_p]", [-1.5, -1.5])
    right.rest()
    assert right.control("mu_p").input_value() == "-1.5"
    kernel.run("right.mu_p = 1.0")
    page.wait_for_function(
        "input => input.value === '1'", arg=left.control("mu_p").element_handle()
    )


def test_a_value_out_of_range_is_refused_in_the_kernel(notebook):
    page, _, kernel = notebook
    kernel.run(
        "try:\n    left.sigma_p = -1\nexcept Exception as error:\n    told = str(error)\n"
        "else:\n    told = ''"
    )
    assert "sigma_p must be a number from 0.2 to 4" in kernel.read("told")
    assert float(shown(page, 0, GaussianExplorer).control("sigma_p").input_value()) > 0


@EACH
def test_arrow_keys_move_sliders_here_too(notebook, explorer):
    page, _, kernel = notebook
    number = 0 if explorer is GaussianExplorer else 2 + OTHERS.index(explorer)
    one = shown(page, number, explorer)
    variable = "left" if explorer is GaussianExplorer else explorer.__name__
    name = one.root.locator("[data-parameter]", has=page.locator("input[type=range]")).first
    name = name.get_attribute("data-parameter")
    trait = explorer._parameters()[name]
    slider = one.root.locator(f"[data-parameter={name}] input[type=range]").first
    slider.focus()
    page.keyboard.press("Home")
    for key in ("ArrowRight", "ArrowUp", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        one.rest()
    wanted = float(slider.get_attribute("min")) + 2 * float(slider.get_attribute("step"))
    assert float(slider.input_value()) == pytest.approx(wanted, abs=1e-9)
    first = {Probabilities: "[0]", Parameters: "['loc']"}.get(type(trait), "")
    here = f"{variable}.{name}{first}"
    kernel.becomes(f"abs({here} - {wanted!r}) < 1e-9", True)


def test_the_notebook_was_silent(notebook):
    assert [line for line in notebook[1] if "kltext" in line.lower()] == []
