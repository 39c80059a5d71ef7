"""Explorers in the light, in the dark, on a narrow phone, and for readers who want no motion."""

from __future__ import annotations

import pytest

from kltext.widgets import EstimatorExplorer, ForecastExplorer
from tests.browser.explorer_page import EACH, SOME, random_moves

WITH_A_PATH = [EstimatorExplorer, ForecastExplorer]
STEP = ".kl-actions button:nth-child(2)"  # beside "Play"
TOLD_ELSE = """(before) =>
  !before.includes(document.querySelector(".kltext-explorer .kl-told").innerText)"""
# Boxes that leave the explorer sideways, and words that the figure's edge cuts.
STICKS_OUT = """(root) => {
  const { left, right } = root.getBoundingClientRect();
  const out = [...root.querySelectorAll("*")].filter((node) => {
    if (node.closest(".kl-unseen, svg") && node.tagName !== "svg") return false;
    if (node.parentElement.closest(".kl-formulas, .kl-code")) return false;  // these scroll
    const box = node.getBoundingClientRect();
    return box.width > 0 && (box.right > right + 0.5 || box.left < left - 0.5);
  });
  if (right > innerWidth) out.push(root);
  const figure = root.querySelector(".kl-figure").getBoundingClientRect();
  const cut = [...root.querySelectorAll(".kl-figure text")].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width > 0 && (box.right > figure.right + 1 || box.left < figure.left - 1
      || box.top < figure.top - 1 || box.bottom > figure.bottom + 1);
  });
  return [...out.map((node) => `${node.tagName}.${node.className.baseVal ?? node.className}`),
    ...cut.map((node) => `cut: ${node.textContent}`)];
}"""
# Words in a panel that a line, a dot or other words run through.
CROSSED = """(panel) => {
  const boxes = (labels) => [...panel.querySelectorAll(labels)]
    .map((node) => ({ said: node.textContent, ...node.getBoundingClientRect().toJSON() }));
  const words = boxes("text:not(:empty, .kl-axis text)");
  const dots = boxes(".kl-body circle");
  const marks = [...panel.querySelectorAll(".kl-body path, .kl-body line, .kl-grid")];
  const lines = marks.flatMap((node) => {
    const [end, screen] = [node.getTotalLength(), node.getScreenCTM()];
    return Array.from({ length: Math.ceil(end) + 1 }, (_, k) =>
      node.getPointAtLength(Math.min(k, end)).matrixTransform(screen));
  });
  const meet = (a, b) => a !== b && a.left < b.right && b.left < a.right
    && a.top < b.bottom && b.top < a.bottom;
  return words.filter((word) => [...words, ...dots].some((other) => meet(word, other))
    || lines.some(({ x, y }) => meet(word, { left: x, right: x, top: y, bottom: y }))
  ).map(({ said }) => said);
}"""
COLOURS = """(root) => {
  const style = getComputedStyle(root);
  return [style.backgroundColor, style.color, style.colorScheme];
}"""
# What has been set, from the first move on, to the value that it had.
WATCHED = """(root) => {
  const seen = new MutationObserver((records) => window.records.push(...records));
  window.records = [];
  seen.observe(root, { attributes: true, attributeOldValue: true, characterData: true,
    characterDataOldValue: true, subtree: true });
}"""
IN_VAIN = """() => window.records.filter(({ type, target, attributeName, oldValue }) =>
  oldValue === (type === "attributes" ? target.getAttribute(attributeName) : target.data)
).map(({ target, attributeName }) => `${target.nodeName} ${attributeName ?? target.data}`)"""
# How often the page asks for frames and timers while nobody touches it, in some milliseconds.
ASKED_IN = """(milliseconds) => {
  const names = ["requestAnimationFrame", "setInterval", "setTimeout"];
  const real = Object.fromEntries(names.map((name) => [name, window[name]]));
  let asked = 0;
  for (const name of names) {
    window[name] = (...call) => {
      asked += 1;
      return real[name].apply(window, call);
    };
  }
  return new Promise((done) => real.setTimeout.call(window, () => {
    Object.assign(window, real);
    done(asked);
  }, milliseconds));
}"""


@EACH
def test_nothing_sticks_out_or_is_cut(shown, explorer):
    for seed in (None, 1, 2, 3):
        if seed:
            shown.move(random_moves(explorer, seed))
        for width in (320, 390, 768):
            shown.resize(width)
            assert shown.root.evaluate(STICKS_OUT) == [], (width, shown.state())


@SOME
def test_nothing_sticks_out_of_a_page_that_opens_on_the_narrowest_phone(opened, explorer):
    assert opened(explorer, width=320).root.evaluate(STICKS_OUT) == []


@pytest.mark.parametrize("explorer", [EstimatorExplorer])
@pytest.mark.parametrize("width", [320, 1000])
def test_no_line_runs_through_the_words_about_spreads(shown, width):
    shown.resize(width)
    for hundredths in (*range(5, 200, 15), 200):
        shown.move([("mu", 0, hundredths / 100)])
        crossed = shown.root.locator(".kl-panel").last.evaluate(CROSSED)
        assert crossed == [], shown.state()


@EACH
def test_the_theme_of_the_page_is_the_explorers(shown):
    light = shown.root.evaluate(COLOURS)
    shown.set_theme("dark")
    dark = shown.root.evaluate(COLOURS)
    assert (light[2], dark[2]) == ("light", "dark")
    assert light[0] != dark[0]
    assert light[1] != dark[1]


@EACH
def test_nothing_moves_by_itself(shown):
    # What has come late settles once; what moves by itself goes on.
    assert any(shown.page.evaluate(ASKED_IN, 300) == 0 for _ in range(5))
    before = shown.seen()
    assert shown.page.evaluate(ASKED_IN, 300) == 0
    assert shown.seen() == before
    assert shown.page.evaluate("() => document.getAnimations().length") == 0


@EACH
def test_a_move_sets_nothing_that_is_so_already(shown):
    shown.root.evaluate(WATCHED)
    slider = shown.root.locator("input[type=range]").first
    slider.focus()
    for key in ("ArrowRight", "ArrowLeft", "PageUp"):
        shown.page.evaluate("() => { window.records.length = 0; }")
        slider.press(key)
        shown.rest()
        assert shown.page.evaluate("() => window.records.length") > 0 or key != "PageUp"
        assert shown.page.evaluate(IN_VAIN) == []


@EACH
def test_a_path_is_played_paused_and_stepped(shown, explorer):
    if shown.button("Play").count() == 0:
        assert explorer not in WITH_A_PATH
        assert shown.button("Step").count() == 0
        return
    assert explorer in WITH_A_PATH
    told = shown.root.locator(".kl-told")
    start = told.inner_text()
    shown.root.locator(STEP).click()
    stepped = told.inner_text()
    assert stepped != start
    shown.button("Play").click()
    shown.page.wait_for_function(TOLD_ELSE, arg=[start, stepped])
    shown.button("Pause").click()
    paused = told.inner_text()
    assert paused not in {start, stepped}
    assert shown.page.evaluate(ASKED_IN, 300) == 0
    assert told.inner_text() == paused
    shown.button("To the start").click()
    assert told.inner_text() not in {paused, stepped}


@pytest.mark.parametrize("explorer", WITH_A_PATH, ids=lambda one: one.__name__)
def test_readers_who_want_no_motion_see_a_path_at_once(opened, explorer):
    still = opened(explorer, reduced_motion="reduce")
    before = still.seen()
    assert still.page.evaluate(ASKED_IN, 300) == 0
    assert still.seen() == before
    start = still.root.locator(".kl-told").inner_text()
    still.root.locator(STEP).click()
    stepped = still.root.locator(".kl-told").inner_text()
    still.button("Play").click()
    assert still.button("Play").is_disabled()
    assert still.root.locator(".kl-told").inner_text() not in {start, stepped}
