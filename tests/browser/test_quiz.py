"""The quiz on the built knowledge check: from its folder, without a network, by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from lightbook.printing.chromium import complaints, remembering
from lightbook.quiz.questions import load_questions
from lightbook.quiz.text import inline_html
from tests.browser.axe import faults, violations
from tests.browser.quizzing import choose, enter, focused, press, question, verdict

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = load_questions(ROOT / "chapters" / "data" / "questions.yml")
KEY = "lightbook:the-kullback-leibler-divergence:quiz"
PAGE = "chapters/knowledge-check.html"
SIZE = ViewportSize(width=1000, height=900)
BLOCKED = """Object.defineProperty(window, 'localStorage', {
  get() { throw new DOMException('no', 'SecurityError'); } })"""
NAMES = """(all) => all.map((label) => {
  const symbols = [...label.querySelectorAll("mi, mn, mo")].map((e) => e.textContent);
  const heard = label.cloneNode(true);
  for (const unheard of heard.querySelectorAll("[aria-hidden], math")) unheard.remove();
  return [heard.textContent, symbols];
}).filter(([, symbols]) => symbols.length > 0)"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); }"


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """Open the knowledge check with everything on it alive."""
    context = browser.new_context(viewport=SIZE)
    yield from opened(context, f"{served}/{PAGE}")
    context.close()


@pytest.fixture
def folder_page(browser: Browser, site: Path, tmp_path: Path) -> Iterator[Page]:
    """Open the knowledge check from its folder, in a browser that remembers."""
    with remembering(browser, tmp_path / "profile", viewport=SIZE) as context:
        yield from opened(context, (site / PAGE).as_uri())


def opened(context: BrowserContext, address: str) -> Iterator[Page]:
    page = context.new_page()
    heard = complaints(page)
    page.goto(address)
    alive(page)
    yield page
    assert heard == []


def alive(page: Page) -> None:
    """Wait until every quiz of the page has come to life."""
    page.emulate_media(media="print")  # printing shows all
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="screen")
    page.wait_for_function(
        "!document.querySelector('.lightbook-quiz:not(.lb-live)')", timeout=20_000
    )


def tally(page: Page) -> str:
    return page.locator(".lb-tally").inner_text()


def kept(page: Page) -> Any:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "null")


def test_every_question_is_there(page: Page) -> None:
    assert page.locator(".lb-question").count() == len(QUESTIONS)
    assert f"0 of {len(QUESTIONS)}" in tally(page)
    assert page.locator(".lb-tex").count() == 0


def test_names_of_choices_hold_their_formulas(page: Page) -> None:
    # Firefox leaves formulas out of the names that it makes of labels.
    named = page.locator("legend, .lb-option label").evaluate_all(NAMES)
    assert len(named) > 10
    for name, symbols in named:
        assert all(symbol in name for symbol in symbols), name


def test_one_right(page: Page) -> None:
    form = question(page, "what-it-measures")
    press(form, "Check")
    assert "Choose first" in verdict(form)
    assert kept(page) is None
    choose(form, 0)
    assert verdict(form) == "✗ Not right."
    assert "Tempting" in form.locator(".lb-option").first.inner_text()
    assert form.locator(".lb-why").count() == 1
    choose(form, 1)
    assert verdict(form) == "✓ Right."
    assert form.locator(".lb-why").count() == 4
    assert form.locator(".lb-state").inner_text() == "✓ right by now"
    press(form, "Try again")
    assert form.locator("input:checked, .lb-why").count() == 0
    assert f"1 of {len(QUESTIONS)}" in tally(page)


def test_several_right(page: Page) -> None:
    form = question(page, "infinite-pairs")
    choose(form, 0, 1)
    assert "1 of your 2 choices is right, and 2 right options are still missing" in verdict(form)
    form.locator("input").nth(1).uncheck()
    choose(form, 2, 4)
    assert verdict(form) == "✓ Right."


def test_a_number(page: Page) -> None:
    form = question(page, "unfair-coin")
    for text, said in (
        ("much", "is not a number"),
        ("0.1187 bits", "asked for in nats"),
        ("0.1", "more digits"),
    ):
        enter(form, text)
        assert said in verdict(form)
    assert kept(page) is None
    enter(form, "0,1187")
    assert "That is in bits." in verdict(form)
    enter(form, "0.7*ln(1.4) + 0.3*ln(0.6)")
    assert verdict(form).startswith("✓ Right.")


def test_putting_in_order_by_keyboard(page: Page) -> None:
    form = question(page, "four-models")
    press(form, "Check")
    assert "✗ Not" in verdict(form)
    # N(0, 1) to the top, then N(1, 1.5²) before N(1, 1).
    last = form.locator(".lb-item").last.get_by_role("button", name=re.compile("Move up"))
    last.focus()
    for _ in range(3):
        page.keyboard.press("Enter")
    assert focused(page).startswith("Move down")
    form.locator(".lb-item").nth(2).locator("button").first.focus()
    page.keyboard.press("Space")
    press(form, "Check")
    assert verdict(form) == "✓ Right."
    assert focused(page) == "Try again"


def test_keyboard_alone(page: Page) -> None:
    form = question(page, "what-it-measures")
    form.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert verdict(form) == "✓ Right."
    assert focused(page) == "Try again"
    live = page.locator('.lb-live:has([data-name^="what-it-measures:"]) > [role="status"]')
    live.filter(has_text=re.compile(r"^Right\. ")).wait_for(state="attached")


def test_progress_outlives_the_page(folder_page: Page) -> None:
    page = folder_page
    choose(question(page, "what-it-measures"), 1)
    choose(question(page, "infinite-pairs"), 1)
    page.reload()
    alive(page)
    assert f"1 of {len(QUESTIONS)} right, 1 at the first try; 2 answered" in tally(page)
    assert verdict(question(page, "what-it-measures")) == "✓ Right."
    score = json.loads(page.evaluate(f"localStorage.getItem('{KEY}-score')"))
    assert score == {"answered": 2, "right": 1, "first": 1, "total": len(QUESTIONS)}
    assert "Worth another look: The definition" in page.locator(".lb-advice").inner_text()


def test_export_reset_undo_and_import(page: Page, tmp_path: Path) -> None:
    panel = page.locator(".lb-score")
    choose(question(page, "what-it-measures"), 1)
    with page.expect_download() as waiting:
        press(panel, "Export")
    exported = tmp_path / "answers.json"
    waiting.value.save_as(exported)
    press(panel, "Reset")
    press(panel, "Keep them")
    assert "1 of" in tally(page)
    press(panel, "Reset")
    press(panel, "Forget them")
    assert kept(page) is None
    assert verdict(question(page, "what-it-measures")) == ""
    press(panel, "Undo the reset")
    assert verdict(question(page, "what-it-measures")) == "✓ Right."
    press(panel, "Reset")
    press(panel, "Forget them")
    chooser = panel.locator("input[type=file]")
    chooser.set_input_files(exported)
    panel.get_by_text("Brought in: 1 answers").wait_for()
    assert "1 of" in tally(page)
    exported.write_text("[1")
    chooser.set_input_files(exported)
    panel.get_by_text("answers.json is no progress of a quiz: it is not JSON").wait_for()
    assert "1 of" in tally(page)


@pytest.mark.parametrize("text", ["{", "7", '{"version": 1, "answers": {"x": 1}}'])
def test_broken_storage(page: Page, text: str) -> None:
    page.evaluate("text => localStorage.setItem(text[0], text[1])", [KEY, text])
    page.reload()
    alive(page)
    choose(question(page, "what-it-measures"), 1)
    assert len(kept(page)["answers"]) == 1


@pytest.mark.parametrize("trouble", [BLOCKED, FULL])
def test_a_browser_that_keeps_nothing(browser: Browser, site: Path, trouble: str) -> None:
    page = browser.new_page(offline=True)
    page.add_init_script(trouble)
    page.goto((site / PAGE).as_uri())
    alive(page)
    choose(question(page, "what-it-measures"), 1)
    assert "1 of" in tally(page)
    assert "keeps nothing" in page.locator(".lb-kept").inner_text()
    page.close()


def test_two_tabs_add_up(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    alive(other)
    choose(question(page, "what-it-measures"), 1)
    choose(question(other, "infinite-pairs"), 0)
    assert len(kept(page)["answers"]) == 2
    page.get_by_text("2 answered").wait_for()


def test_no_answer_is_in_the_page(browser: Browser, site: Path) -> None:
    source = (site / PAGE).read_text()
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    text = page.locator("main").inner_text()
    context.close()
    assert "need JavaScript" in text
    for asked in QUESTIONS:
        assert f'data-name="{asked.id}:' in source
        for why in filter(None, [asked.explanation, *(o.explanation for o in asked.options)]):
            words = re.split(r"[$*`]", why)[0].strip()
            if len(words) > 25:
                assert words not in text
                assert inline_html(words) not in source
    assert "correct" not in source[source.index("lb-questions") :].split("Ask your own")[0]


def test_print(page: Page) -> None:
    page.emulate_media(media="print")
    form = question(page, "what-it-measures")
    assert form.locator("input").first.is_visible()
    assert not form.get_by_role("button", name="Check").is_visible()
    assert not page.locator(".lb-score").is_visible()


def test_axe_in_every_state_of_each_kind(page: Page) -> None:
    # The whole page as it opens is looked at with the other pages.
    names = ("what-it-measures", "infinite-pairs", "unfair-coin", "four-models")
    kinds = ", ".join(f"[data-name^='{name}:']" for name in names)
    others = page.locator(f".lb-question:not({kinds})")
    others.evaluate_all("all => all.forEach((one) => one.remove())")
    *forms, number, order = (question(page, name) for name in names)
    found = faults(page)
    for form in forms:
        choose(form, 0)
    enter(number, "0.1187")
    press(order, "Check")
    found += faults(page)
    for form in (*forms, number, order):
        press(form, "Show the answer")
    for summary in page.locator(".lb-score summary").all():
        summary.click()
    found += faults(page)
    page.set_viewport_size(ViewportSize(width=320, height=900))
    found += violations(page, colours=False)
    assert found == []
    wide = page.evaluate(
        "[...document.querySelectorAll('.lightbook-quiz, .lightbook-quiz fieldset, .lb-score')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth).length"
    )
    assert wide == 0
