"""The state in the link: carried there and back, and whatever is unsound in it ignored."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from kltext.widgets import GaussianExplorer, KLCalculator
from kltext.widgets.traits import Probabilities, Real
from tests.browser.explorer_page import EACH, SEEN, SOME, disagreements, random_moves

NONSENSE = ["NaN", "Infinity", "1e999", "-1e999", "null", '"x"', "{}", "[]", "", "{", "[NaN]"]
# Follows links one after another; returns those that changed what is shown.
FOLLOW = """async (root, [hashes, reading]) => {
  const seen = SEEN;
  const changed = [];
  for (const hash of hashes) {
    location.hash = hash;
    for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
    if (seen(root) !== reading) changed.push(hash.slice(0, 80));
  }
  return changed;
}""".replace("SEEN", SEEN)
PROTOTYPE = "__proto__=%7B%22a%22%3A1%7D&constructor=1&toString=2&_limits=%7B%7D&_explorer=%22x%22"


@SOME
def test_a_copied_link_opens_the_same_state_in_a_folder_too(shown, opened, explorer):
    first = shown.state()
    shown.move(random_moves(explorer, 5))
    state, values = shown.state(), shown.values()
    _, _, search = shown.link().partition("?")
    again = opened(explorer, scheme="file", link=search)
    assert again.values() == pytest.approx(values, rel=0, abs=0, nan_ok=True)  # not known: NaN
    assert again.state() == state
    assert disagreements(again) == []
    assert again.root.evaluate("root => root.getBoundingClientRect().top < innerHeight")
    again.button("Reset").click()
    again.rest()
    assert again.state() == first, "a reset leads to the book's own state"
    assert disagreements(again) == []


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_copy_link_copies_the_address_and_says_so(opened, scheme):
    shown = opened(GaussianExplorer, scheme=scheme, permissions=["clipboard-read"])
    message = shown.root.get_by_role("status")
    assert message.inner_text() == ""
    shown.button("Copy link").click()
    shown.root.get_by_text("Copied: the link is in the address bar too.").wait_for()
    assert shown.page.evaluate("() => navigator.clipboard.readText()") == shown.page.url
    assert "#gaussian" in shown.page.url
    shown.page.wait_for_function("node => node.textContent === ''", arg=message.element_handle())


@SOME
def test_a_new_link_in_the_same_window_is_followed(shown, explorer):
    shown.move(random_moves(explorer, 5))
    state, link = shown.state(), shown.link()
    shown.button("Reset").click()
    shown.rest()
    shown.page.evaluate(
        "hash => { history.replaceState(null, '', '#'); location.hash = hash }", link
    )
    shown.rest()
    assert shown.state() == state


def unsound(trait):
    """Return what a link may carry for a parameter, and what must be ignored."""
    if isinstance(trait, Real):
        ends = [str(trait.low - 1e-9), str(trait.high + 1e-9), f'"{trait.low}"', f"[{trait.low}]"]
        return [*NONSENSE, "true", "1e308", "9" * 5000, *ends]
    if isinstance(trait, Probabilities):
        size = trait.sizes[0]
        fair = [1 / size] * size
        rows = [[2.0, -1.0, *fair[2:]], [1.01 / size] * size, fair[1:], [*fair, 0.0]]
        rows += [["0.5"] * size, [None] * size, [[1.0]] * size, [0.0] * 20000]
        return [*NONSENSE, "true", "1", *(json.dumps(row) for row in rows)]
    return [*NONSENSE, '"sideways"', '"constructor"', "0", '["forward"]']


@EACH
def test_unsound_parts_of_a_link_are_ignored(shown, explorer):
    first, name = shown.state(), shown.link().partition("?")[0]
    reading = shown.seen()
    searches = [
        f"{parameter}={quote(value)}"
        for parameter, trait in explorer._parameters().items()
        for value in unsound(trait)
    ]
    hashes = [f"{name}?{search}" for search in [*searches, PROTOTYPE, "%", "%E0%A4%A", "?&=&"]]
    changed = shown.root.evaluate(FOLLOW, [hashes, reading])
    assert changed == []
    assert shown.state() == first


@SOME
def test_a_page_opened_by_a_link_takes_its_sound_part(shown, opened, explorer):
    first = shown.state()
    shown.move(random_moves(explorer, 5))
    state = shown.state()
    if explorer is KLCalculator:  # a family alone brings a partner and parameters along
        state = {**first, "parameters_p": {"loc": 2.0, "scale": 0.5}}
    changed = next(name for name in state if state[name] != first[name])
    refused = "&".join(
        f"{name}={quote(unsound(trait)[-1])}"
        for name, trait in explorer._parameters().items()
        if name != changed
    )
    search = f"nonsense=%7B&{changed}={quote(json.dumps(state[changed]))}&{refused}&{PROTOTYPE}"
    assert opened(explorer, link=search).state() == {**first, changed: state[changed]}
