"""Keyboard, mouse and finger: each control of each explorer answers to all three."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from kltext.widgets.traits import Choice, Switch
from tests.browser.explorer_page import EACH, OFTEN, SOME, disagreements, random_moves
from tests.browser.test_grips import GRIPPED
from tests.sampling import sampled

SLIDERS = "input[type=range]:not([disabled])"


def press(shown, key):
    shown.page.keyboard.press(key)
    shown.rest()


@EACH
def test_every_slider_obeys_the_keyboard(shown):
    press = shown.page.keyboard.press
    for slider in shown.root.locator(SLIDERS).all():
        low, high, step = (float(slider.get_attribute(name)) for name in ("min", "max", "step"))
        value = lambda: float(slider.input_value())  # noqa: B023, E731 (used in this round only)
        slider.focus()
        press("Home")
        assert value() == low
        press("ArrowRight")
        press("ArrowUp")
        assert value() == pytest.approx(low + 2 * step, abs=1e-9)
        press("ArrowLeft")
        assert value() == pytest.approx(low + step, abs=1e-9)
        press("ArrowDown")
        assert value() == pytest.approx(low, abs=1e-9)
        press("PageUp")
        assert value() > low
        press("End")
        assert value() == high
        assert slider.get_attribute("aria-valuetext")
        press("PageDown")
        assert value() < high
        shown.rest()
        assert disagreements(shown) == []


@EACH
def test_words_switches_and_buttons_obey_the_keyboard(shown, explorer):
    before = shown.state()
    for name, trait in explorer._parameters().items():
        if isinstance(trait, Choice) and shown.control(name).first.get_attribute("type") == "radio":
            shown.root.locator(f'[data-parameter="{name}"] input:checked').focus()
            press(shown, "ArrowDown")
            assert shown.state()[name] != before[name]
        elif isinstance(trait, Switch):
            shown.control(name).focus()
            press(shown, "Space")
            assert shown.state()[name] is not before[name]
    assert disagreements(shown) == []
    shown.button("Reset").focus()
    press(shown, "Enter")
    assert shown.state() == before


@EACH
def test_tab_reaches_every_control_in_order_and_the_focus_is_seen(shown):
    count = shown.root.evaluate(
        "root => [...root.querySelectorAll('button:not([disabled]), select, input[type=checkbox],"
        " input[type=range], input[type=number], input[type=text], input:checked[type=radio],"
        ' [tabindex="0"]\')].filter((node) => node.checkVisibility()).length'
    )
    shown.button("Copy link").focus()
    for _ in range(count):
        seen = shown.page.evaluate(
            "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            " && document.activeElement.closest('.kltext-explorer') !== null"
        )
        assert seen
        shown.page.keyboard.press("Tab")
    assert not shown.page.evaluate("() => !!document.activeElement.closest('.kltext-explorer')")


@SOME
def test_a_slider_is_dragged_by_the_mouse(shown):
    slider = shown.root.locator(SLIDERS).first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    before = shown.state()
    shown.page.mouse.move(box["x"] + 0.3 * box["width"], y)
    shown.page.mouse.down()
    for part in (0.4, 0.5, 0.66):
        shown.page.mouse.move(box["x"] + part * box["width"], y)
        shown.rest()
    shown.page.mouse.up()
    low, high = float(slider.get_attribute("min")), float(slider.get_attribute("max"))
    assert float(slider.input_value()) == pytest.approx(
        low + 0.66 * (high - low), abs=0.05 * (high - low)
    )
    assert shown.state() != before
    assert disagreements(shown) == []


@SOME
def test_a_slider_is_dragged_by_a_finger(opened, explorer):
    shown = opened(explorer, width=390, has_touch=True, is_mobile=True)
    shown.button("Sliders").tap()
    slider = shown.root.locator(SLIDERS).first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    before = shown.state()
    swipe(shown, [(box["x"] + part * box["width"], y) for part in (0.3, 0.45, 0.6, 0.7)])
    assert shown.state() != before
    assert disagreements(shown) == []


def drag_all(shown, drag):
    """Drag every handle of the figure: the state follows, and is what Python computes."""
    handles = shown.root.locator(".kl-draggable").all()
    assert handles
    for handle in handles:
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        before = shown.state()
        drag([(x + 6 * k, y - 5 * k) for k in (0, 3, 5)])
        assert shown.state() != before
        assert disagreements(shown) == []


@pytest.mark.parametrize("explorer", GRIPPED, ids=lambda one: one.__name__)
def test_the_figure_itself_is_dragged_by_the_mouse(shown):
    def drag(way):
        shown.page.mouse.move(*way[0])
        shown.page.mouse.down()
        for place in way[1:]:
            shown.page.mouse.move(*place)
            shown.rest()
        shown.page.mouse.up()

    drag_all(shown, drag)


@pytest.mark.parametrize("explorer", sampled(GRIPPED, OFTEN), ids=lambda one: one.__name__)
def test_the_figure_itself_is_dragged_by_a_finger(opened, explorer):
    shown = opened(explorer, has_touch=True, is_mobile=True)
    drag_all(shown, lambda way: swipe(shown, way))


@EACH
def test_every_figure_with_handles_is_among_those_dragged(shown, explorer):
    assert bool(shown.root.locator(".kl-draggable").count()) == (explorer in GRIPPED)


def swipe(shown, way):
    """Move a finger along a way."""
    session = shown.page.context.new_cdp_session(shown.page)
    for k, (x, y) in enumerate(way):
        kind = "touchStart" if k == 0 else "touchMove"
        points = [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        shown.rest()
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    shown.rest()
    session.detach()


@EACH
def test_reset_brings_the_first_state_back(shown, explorer):
    before, values = shown.state(), shown.values()
    shown.move(random_moves(explorer, 99))
    assert shown.state() != before
    shown.button("Reset").click()
    shown.rest()
    assert shown.state() == before
    assert shown.values() == values
    assert disagreements(shown) == []


@SOME
def test_a_new_reading_is_spoken_once_the_hand_rests(shown, explorer):
    assert shown.spoken_at_first == ""
    figure = shown.root.locator(".kl-figure svg")
    region = shown.root.locator(".kl-unseen")
    first = re.escape(figure.get_attribute("aria-label"))
    expect(region).to_have_text(re.compile(rf"^({first})?$"))
    shown.move(random_moves(explorer, 7))
    words = figure.get_attribute("aria-label")
    assert len(words) > 20
    expect(region).to_have_text(words)
