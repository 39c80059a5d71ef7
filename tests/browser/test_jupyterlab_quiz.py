"""The quiz in a real JupyterLab: answered by hand and by keys, and the kernel knows the score."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from lightbook.printing.chromium import complaints
from tests.browser.lab_kernel import Kernel
from tests.browser.lab_server import Lab, run_all, write_notebook
from tests.browser.quizzing import choose, enter, focused, press, question, verdict

QUESTIONS = Path(__file__).resolve().parents[2] / "chapters" / "data" / "questions.yml"
SINGLE, SEVERAL, NUMBER, ORDER = "what-it-measures", "infinite-pairs", "unfair-coin", "four-models"
ASKED = f"""from lightbook.quiz import Quiz
quiz = Quiz("questions.yml", ids={[SINGLE, SEVERAL, NUMBER, ORDER]})
scores = []
quiz.observe(lambda change: scores.append(change.new), "score")
quiz"""
COUNTED = f"""panel = Quiz("questions.yml", ids={[SINGLE, ORDER]}, show="score")
panel"""
REFUSED = 'Quiz("broken.yml")'
BROKEN = """- id: half
  kind: numeric
  objective: obj-compute
  chapter: definition
  prompt: What is $1/2$?
  explanation: It is.
"""
HEARD = "[quiz.answered, quiz.score, quiz.total]"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('lightbook:')).sort()"


@dataclass(frozen=True)
class Notebook:
    """A notebook that has been run: its page, what that complains of, its kernel."""

    page: Page
    heard: list[str]
    kernel: Kernel


@pytest.fixture(scope="module")
def opened(browser: Browser, notebooks: Lab) -> Iterator[Callable[[str], Notebook]]:
    """Return a function that opens a notebook in JupyterLab and runs it, all in one browser."""
    folder = notebooks.folder
    shutil.copy(QUESTIONS, folder)
    (folder / "broken.yml").write_text(BROKEN)
    write_notebook(folder / "quiz.ipynb", ASKED, COUNTED, REFUSED)
    write_notebook(folder / "later.ipynb", ASKED, COUNTED)
    with ExitStack() as open_ends:
        context = browser.new_context(viewport={"width": 1200, "height": 3000})
        open_ends.callback(context.close)

        def open_one(name: str) -> Notebook:
            page = context.new_page()
            heard = complaints(page)
            page.goto(notebooks.of(name))
            run_all(page)
            page.locator(".lightbook-quiz.lb-live").nth(1).wait_for(timeout=60_000)
            kernel = Kernel(folder)
            open_ends.callback(kernel.client.stop_channels)
            return Notebook(page, heard, kernel)

        yield open_one


@pytest.fixture(scope="module")
def notebook(opened: Callable[[str], Notebook]) -> Notebook:
    """Open the notebook with a quiz, the panel of another, and a bad file."""
    return opened("quiz.ipynb")


@pytest.fixture
def quiz(notebook: Notebook) -> Iterator[Locator]:
    """Return the quiz, of which nothing is answered."""
    root = notebook.page.locator(".lightbook-quiz").first
    yield root
    press(root, "Reset")
    if root.get_by_role("button", name="Forget them").count():
        press(root, "Forget them")
    notebook.kernel.becomes(HEARD, [0, 0, 4])


def tally(quiz: Locator) -> str:
    return quiz.locator(".lb-tally").inner_text()


def test_formulas_are_rendered(notebook: Notebook, quiz: Locator) -> None:
    assert quiz.locator(".lb-question").count() == 4
    assert quiz.locator(".lb-tex").count() == 0
    assert quiz.locator("legend .katex").count() > 0
    assert notebook.page.evaluate("document.fonts.check('16px KaTeX_Math', 'P')")
    choose(question(notebook.page, SINGLE), 0)
    press(question(notebook.page, SINGLE), "Show the answer")
    assert quiz.locator(".lb-why .katex").count() > 0


def test_every_kind_answered_wrongly_then_rightly(notebook: Notebook, quiz: Locator) -> None:
    page, kernel = notebook.page, notebook.kernel
    single, several, number, order = (question(page, n) for n in (SINGLE, SEVERAL, NUMBER, ORDER))
    choose(single, 0)
    assert verdict(single) == "✗ Not right."
    assert "Tempting" in single.locator(".lb-option").first.inner_text()
    kernel.becomes(HEARD, [1, 0, 4])
    choose(single, 1)
    choose(several, 0, 1)
    assert "1 of your 2 choices is right" in verdict(several)
    assert "the harmless direction" in several.locator(".lb-option").nth(1).inner_text()
    several.locator("input").nth(1).uncheck()
    choose(several, 2, 4)
    enter(number, "0,1187")
    assert "That is in bits." in verdict(number)
    kernel.becomes(HEARD, [3, 2, 4])
    enter(number, "0.7*ln(1.4) + 0.3*ln(0.6)")
    press(order, "Check")
    assert "✗ Not" in verdict(order)
    assert order.locator(".lb-why").count() > 0
    for place in (3, 2, 1):  # N(0, 1) to the top
        order.locator(".lb-item").nth(place).get_by_role("button", name=re.compile("up")).click()
    order.locator(".lb-item").nth(2).get_by_role("button", name=re.compile("up")).click()
    press(order, "Check")
    for form in (single, several, number, order):
        assert verdict(form).startswith("✓ Right.")
        assert form.locator(".lb-state").inner_text() == "✓ right by now"
    assert tally(quiz) == "4 of 4 right, 0 at the first try; 4 answered."
    kernel.becomes(HEARD, [4, 4, 4])
    assert kernel.read("scores")[-4:] == [1, 2, 3, 4]
    assert kernel.read("repr(quiz)") == "Quiz(4 questions, 4 answered, 4 right)"


def test_the_keyboard_alone_answers_all(notebook: Notebook, quiz: Locator) -> None:
    page, keyboard = notebook.page, notebook.page.keyboard
    cells = page.locator(".jp-Cell").count()
    question(page, SINGLE).locator("input").first.focus()
    for key in ("Space", "ArrowDown", "Enter"):
        keyboard.press(key)
    assert verdict(question(page, SINGLE)) == "✓ Right."
    assert focused(page) == "Try again"
    for key in ("Tab", "Space", "Tab", "Tab", "Space", "Tab", "Tab", "Space", "Enter"):
        keyboard.press(key)
    assert verdict(question(page, SEVERAL)) == "✓ Right."
    keyboard.press("Tab")
    # In JupyterLab a, b and x add and cut cells, and l numbers lines.
    keyboard.type("abs(0.7*ln(1.4) + 0.3*ln(0.6) + exp(-99))")
    keyboard.press("Enter")
    assert verdict(question(page, NUMBER)).startswith("✓ Right.")
    question(page, NUMBER).get_by_role("textbox").focus()
    keyboard.type("xxbbdd")  # locked: letters must not become commands
    question(page, ORDER).locator(".lb-item").last.locator("button").first.focus()
    for key in ("Enter", "Space", "Enter"):
        keyboard.press(key)
    assert focused(page).startswith("Move down: N(0,1)")
    question(page, ORDER).locator(".lb-item").nth(2).locator("button").first.focus()
    keyboard.press("Space")
    for _ in range(6):  # over the buttons of this item and of two more
        keyboard.press("Tab")
    assert focused(page) == "Check"
    keyboard.press("Enter")
    assert verdict(question(page, ORDER)) == "✓ Right."
    notebook.kernel.becomes(HEARD, [4, 4, 4])
    assert page.locator(".jp-Cell").count() == cells
    assert page.locator(".jp-mod-editMode").count() == 0
    assert tally(quiz) == "4 of 4 right, 4 at the first try; 4 answered."


def test_other_quizzes_of_the_notebook_count_too(notebook: Notebook, quiz: Locator) -> None:
    page, kernel = notebook.page, notebook.kernel
    panel = page.locator(".lightbook-quiz").nth(1)
    assert panel.locator(".lb-question").count() == 0
    choose(question(page, SINGLE), 1)
    choose(question(page, SEVERAL), 1)
    kernel.becomes("[panel.answered, panel.score, panel.total]", [1, 1, 2])
    assert tally(panel) == "1 of 2 right, 1 at the first try; 1 answered."
    assert "Worth another look" in quiz.locator(".lb-advice").inner_text()
    press(panel, "Next open question")
    page.wait_for_function("document.activeElement.closest('.lb-question')")
    here = page.evaluate("document.activeElement.closest('.lb-question').dataset.name")
    assert here.startswith(NUMBER)


def test_the_score_is_not_set_by_hand(notebook: Notebook, quiz: Locator) -> None:
    notebook.kernel.run(
        "try:\n    quiz.score = 4\nexcept Exception as error:\n    told = repr(error)\n"
        "else:\n    told = ''"
    )
    assert "TraitError('The \"score\" trait is read-only.')" in notebook.kernel.read("told")
    assert tally(quiz).startswith("0 of 4")


def test_progress_is_there_in_the_next_notebook(
    notebook: Notebook, opened: Callable[[str], Notebook], quiz: Locator
) -> None:
    choose(question(notebook.page, SINGLE), 1)
    choose(question(notebook.page, SEVERAL), 1)
    later = opened("later.ipynb")
    later.kernel.becomes(HEARD, [2, 1, 4])
    again = later.page.locator(".lightbook-quiz").first
    assert tally(again) == "1 of 4 right, 1 at the first try; 2 answered."
    assert verdict(question(later.page, SINGLE)) == "✓ Right."
    assert "✗ Not quite" in verdict(question(later.page, SEVERAL))
    enter(question(later.page, NUMBER), "0.0823")
    later.kernel.becomes(HEARD, [3, 2, 4])
    quiz.get_by_text("3 answered").wait_for()  # told by the other tab
    notebook.kernel.becomes(HEARD, [3, 2, 4])
    later.page.close()
    assert [line for line in later.heard if "lightbook" in line.lower()] == []


def test_export_reset_undo_and_import(notebook: Notebook, quiz: Locator, tmp_path: Path) -> None:
    page, kernel = notebook.page, notebook.kernel
    choose(question(page, SINGLE), 1)
    assert page.evaluate(KEPT) == ["lightbook:notebook:quiz", "lightbook:notebook:quiz-score"]
    with page.expect_download() as waiting:
        press(quiz, "Export")
    assert waiting.value.suggested_filename == "notebook-quiz.json"
    exported = tmp_path / "answers.json"
    waiting.value.save_as(exported)
    (name,) = json.loads(exported.read_text())["answers"]
    assert name.startswith(f"{SINGLE}:")
    press(quiz, "Reset")
    press(quiz, "Forget them")
    kernel.becomes(HEARD, [0, 0, 4])
    assert page.evaluate(KEPT) == []
    assert verdict(question(page, SINGLE)) == ""
    press(quiz, "Undo the reset")
    kernel.becomes(HEARD, [1, 1, 4])
    press(quiz, "Reset")
    press(quiz, "Forget them")
    quiz.locator("input[type=file]").set_input_files(exported)
    kernel.becomes(HEARD, [1, 1, 4])
    assert verdict(question(page, SINGLE)) == "✓ Right."


def test_a_bad_file_names_its_question_in_the_output(notebook: Notebook) -> None:
    output = notebook.page.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea")
    told = "ValueError: broken.yml: question 'half': the field 'answer' is missing"
    assert told in output.inner_text()


def test_the_notebook_was_silent(notebook: Notebook) -> None:
    assert [line for line in notebook.heard if "lightbook" in line.lower()] == []
