"""Pages whose code runs in the browser: numbers, edits, errors, and what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.axe import violations
from tests.browser.live_page import LivePage, blocked
from tests.browser.printed_numbers import differences

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., LivePage]


CHAPTERS = [
    path.relative_to(ROOT / "chapters").with_suffix("").as_posix()
    for path in sorted((ROOT / "chapters").rglob("*.ipynb"))
]
OFTEN = {"definition", "asymmetry"}  # the others are run in the audit


@pytest.mark.parametrize(
    "chapter",
    [one if one in OFTEN else pytest.param(one, marks=pytest.mark.audit) for one in CHAPTERS],
)
def test_a_chapter_runs_to_its_end_with_the_printed_numbers(open_page: Open, chapter: str) -> None:
    live = open_page(f"chapters/{chapter}")
    printed, glued = live.texts(), live.glued()
    live.run_all()
    assert live.words() == "Done."
    assert set(live.states().values()) == {"done"}
    assert live.page.get_by_text("This could not be shown").count() == 0
    found = differences(chapter, printed, live.texts(), glued, live.glued())
    assert "\n".join(found) == ""


@pytest.fixture(scope="module")
def started(live_context: BrowserContext, served: str) -> Iterator[LivePage]:
    """Return a page whose Python has started, for tests that may follow each other in any order."""
    page = live_context.new_page()
    page.goto(f"{served}/chapters/definition.html")
    live = LivePage(page)
    live.run("setup")
    yield live
    page.close()


@pytest.fixture
def shared(started: LivePage) -> Iterator[LivePage]:
    """Return that page, and give it back with the book's code in the cells that tests change."""
    yield started
    path = ROOT / "chapters" / "definition.ipynb"
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["id"] in {"letters", "interact"}:
            started.type(cell["id"], "".join(cell["source"]))


def test_nothing_of_python_is_asked_for_before_a_click(open_page: Open) -> None:
    live = open_page("chapters/definition", fresh=False)
    asked = live.page.evaluate("performance.getEntriesByType('resource').map((r) => r.name)")
    assert [name for name in asked if "/python/" in name or "/live" in name] == []


def test_a_cell_runs_with_what_it_needs_and_follows_an_edit(open_page: Open) -> None:
    live = open_page("chapters/definition")
    printed = live.output("discrete-by-hand")
    live.run("discrete-by-hand")
    assert live.output("discrete-by-hand").strip() == printed.strip()
    assert live.states()["units"] == "new"
    quoted = dict(live.glued())["kl-letters"]
    live.type("letters", "labels = list('abcd')\np = np.array([1, 1, 1, 1]) / 4\nq = p")
    assert "changed by you, not run since" in (live.cell("letters").text_content() or "")
    live.run("discrete-by-hand")
    assert live.output("discrete-by-hand").strip() == "0.0000 nats"
    assert dict(live.glued())["kl-letters"] == "0.0000" != quoted
    live.page.reload()
    live.run("discrete-by-hand")
    assert live.output("discrete-by-hand").strip() == "0.0000 nats"
    live.page.once("dialog", lambda dialog: dialog.accept())
    live.press("Reset my changes")
    assert live.output("discrete-by-hand").strip() == printed.strip()
    assert dict(live.glued())["kl-letters"] == quoted
    assert live.page.locator(".lb-glued-anew").count() == 0


def test_keys_run_cells_and_leave_editors(shared: LivePage) -> None:
    live = shared
    live.type("letters", "p = q = [0.5, 0.5]\nprint('typed')")
    live.forget_words()
    live.page.keyboard.press("Control+Enter")
    live.wait()
    assert live.output("letters").strip() == "typed"
    focused = "document.activeElement.closest('.cell')?.dataset.cell"
    assert live.page.evaluate(focused) == "letters"
    live.page.keyboard.press("Shift+Enter")
    live.page.wait_for_function(f"{focused} === 'fig-discrete-explorer'")
    live.wait()
    live.page.keyboard.press("Escape")
    live.page.keyboard.press("Tab")
    assert live.page.evaluate("document.activeElement.className") == "lb-run"


def test_an_explorer_and_python_move_each_other(shared: LivePage) -> None:
    live = shared
    live.run("fig-gaussian-explorer")
    explorer = live.cell("fig-gaussian-explorer").locator(".kltext-explorer")
    explorer.locator("input[type=range]").first.wait_for()
    live.type("interact", "explorer.mu_q = 3\nprint(round(explorer.kl, 4))")
    live.run("interact")
    assert live.output("interact").strip() == "2.1277"
    live.page.wait_for_function(
        "document.querySelector('[data-cell=fig-gaussian-explorer]').textContent.includes('2.1277')"
    )
    slider = explorer.locator("input[type=range]").nth(2)
    slider.focus()
    for _ in range(3):
        slider.press("Home")
    live.type("interact", "print(explorer.mu_q, explorer.kl)")
    live.run("interact")
    said = live.output("interact").split()
    assert float(said[0]) == float(slider.input_value())
    assert float(said[0]) != 3


def test_sliders_of_interact_call_the_readers_function(shared: LivePage) -> None:
    live = shared
    code = "def twice(n=3):\n    print('twice', 2 * n)\nipywidgets.interact(twice, n=(0, 10));"
    live.type("letters", f"import ipywidgets\n{code}")
    live.run("letters")
    captured = live.page.locator('[data-cell="letters"] .jupyter-widgets .cell_output')
    captured.get_by_text("twice 6").wait_for()
    handle = live.cell("letters").locator(".noUi-handle")
    handle.focus()
    handle.press("ArrowRight")
    captured.get_by_text("twice 8").wait_for()


def test_a_figure_of_interact_stands_in_its_place(shared: LivePage) -> None:
    live = shared
    drawing = "def line(n=3):\n    plt.plot([0, n])\nipywidgets.interact(line, n=(0, 10));"
    live.type("letters", f"import ipywidgets\nimport matplotlib.pyplot as plt\n{drawing}")
    live.run("letters")
    figures = live.page.locator('[data-cell="letters"] img')
    inside = live.page.locator('[data-cell="letters"] .jupyter-widgets .cell_output img')
    inside.wait_for()
    assert figures.count() == inside.count() == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1 / 0", "line 1:  1 / 0\nZeroDivisionError: division by zero"),
        ("x = (", "SyntaxError: '(' was never closed"),
        ("import no_such_module", "No module named 'no_such_module'"),
        ("[bytes(2**30) for _ in range(5)]", "no memory left. Press Restart"),
        ("%timeit 1", "belong to Jupyter"),
        ("print('x' * 10_000_000)", "The output is cut here"),
        ("from IPython.display import Markdown\nMarkdown('**bold** $x^2$')", "bold"),
    ],
)
def test_what_a_reader_may_type(shared: LivePage, code: str, words: str) -> None:
    live = shared
    live.type("letters", code)
    live.run("letters")
    live.page.locator('[data-cell="letters"] > .cell_output').get_by_text(
        words.split("\n", maxsplit=1)[0]
    ).wait_for()
    assert words in live.output("letters")


def test_an_endless_loop_is_stopped_and_the_page_goes_on(shared: LivePage) -> None:
    live = shared
    live.type("letters", "print('begun', flush=True)\nwhile True: pass")
    live.cell("letters").locator(".lb-run").click()
    live.page.locator('[data-cell="letters"] > .cell_output').get_by_text("begun").wait_for()
    live.press("Stop")
    assert live.words().startswith("Stopped.")
    assert set(live.states().values()) == {"new"}
    live.type("letters", "print(sum(range(4)))")
    live.run("letters")
    assert live.output("letters").strip() == "6"


@pytest.mark.audit
def test_a_cancelled_loading_can_begin_again(open_page: Open) -> None:
    live = open_page("chapters/definition")
    live.page.route("**/python/**/numpy*", lambda _: None)  # never answered
    live.cell("letters").locator(".lb-run").click()
    live.press("Cancel")
    assert live.words() == "Cancelled."
    live.page.unroute_all(behavior="ignoreErrors")
    live.run("letters")
    assert live.words() == "Done."


def test_formulas_that_a_cell_shows_have_their_fonts(shared: LivePage) -> None:
    for _ in range(2):
        shared.type("letters", "from IPython.display import Markdown\nMarkdown(r'$\\Xi$')")
        shared.run("letters")
        shared.page.locator('[data-cell="letters"] .output .katex').wait_for()
    parts = "[...document.querySelectorAll('[href*=live-markup], [src*=live-markup]')]"
    tags = shared.page.evaluate(f"{parts}.map((part) => part.tagName)")
    assert sorted(tags) == ["LINK", "SCRIPT"]


def test_a_lost_network_is_said_and_the_next_click_tries_again(open_page: Open) -> None:
    live = open_page(
        "chapters/definition", expected="ERR_FAILED|Failed to fetch|while loading numpy"
    )
    blocked(live.page, "**/python/**/numpy*")
    live.cell("letters").locator(".lb-run").click()
    live.wait()
    assert live.words().startswith("Python has stopped:")
    live.page.unroute("**/python/**/numpy*")
    live.run("letters")
    assert live.words() == "Done."


def test_a_site_without_python_says_so(open_page: Open) -> None:
    live = open_page("chapters/definition", expected="404")
    live.page.route("**/python/**", lambda route: route.fulfill(status=404, body=""))
    live.cell("letters").locator(".lb-run").click()
    trouble = live.page.locator(".lb-run-trouble")
    trouble.wait_for()
    assert "was built without the Python that its pages run" in (trouble.text_content() or "")


def test_from_a_folder_it_says_what_to_type(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "chapters" / "definition.html").as_uri())
    page.locator(".lightbook-tools .lb-run").click()
    trouble = page.locator(".lb-run-trouble")
    trouble.wait_for()
    assert "python -m http.server" in (trouble.text_content() or "")
    page.close()


def test_without_storage_everything_works_and_leaving_asks(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
    )
    page.goto(f"{served}/chapters/definition.html")
    live = LivePage(page)
    live.run("letters")
    live.type("letters", "print('unkept')")
    page.get_by_text("Your browser keeps nothing of this page").first.wait_for()
    live.run("letters")
    assert live.output("letters").strip() == "unkept"
    leave = "dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(leave) is False  # the browser asks
    page.close()


@pytest.mark.audit
def test_two_tabs_keep_each_others_edits(shared: LivePage, open_page: Open) -> None:
    other = open_page("chapters/definition", fresh=False)
    other.run("setup")
    for live, name in ((shared, "letters"), (other, "terms"), (shared, "units")):
        live.type(name, f"print('{name}')")
    stored = shared.page.evaluate(
        "Object.keys(localStorage).filter((k) => k.startsWith('lightbook:code'))"
        ".map((k) => localStorage[k])"
    )
    assert {"letters", "terms", "units"} <= set(json.loads(stored[0]))


HEARD = """() => {
  window.heard = [];
  new MutationObserver(() => {
    for (const region of document.querySelectorAll("[role=status]")) {
      const words = region.closest("[aria-busy=true]") ? "" : region.textContent.trim();
      if (words && words !== window.heard.at(-1)) window.heard.push(words);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


def test_a_screen_reader_hears_loading_results_and_errors(open_page: Open) -> None:
    live = open_page("chapters/definition")
    live.page.evaluate(HEARD)
    live.run("discrete-by-hand")
    shown = live.texts()["discrete-by-hand"].strip()
    live.page.wait_for_function("(shown) => window.heard.at(-1) === `Done. ${shown}`", arg=shown)
    live.type("discrete-by-hand", "1 / 0")
    live.run("discrete-by-hand")
    live.page.wait_for_function("window.heard.at(-1).startsWith('Stopped at an error')")
    heard = live.page.evaluate("window.heard")
    assert heard[0] == "Python is loading …"
    assert heard[-1].endswith("ZeroDivisionError: division by zero")


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.audit)])
def test_accessible_with_an_error_and_an_edit(shared: LivePage, theme: str) -> None:
    live = shared
    live.type("letters", "1 / 0")
    live.run("letters")
    live.page.wait_for_function(
        "document.querySelector('.lb-live-unseen[role=status]').textContent.startsWith('Stopped')"
    )
    live.page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    assert violations(live.page) == []
