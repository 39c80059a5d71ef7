"""One page runs in Firefox and in WebKit as it does in Chromium: load, run, edit, draw.

The audit checks an exercise there as well.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.engines import Engine, wait

# Marionette leaves sockets open while it waits for Firefox.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
OUTPUT = (
    """return document.querySelector(`[data-cell="${arguments[0]}"] > .cell_output`).textContent"""
)
ENDED = """const bar = document.querySelector(".lb-live-bar");
return bar?.getAttribute("aria-busy") === "false" && /^(Done|Stopped|Python has)/.test(
  bar.querySelector(".lb-live-words").textContent)"""
EDITOR = '[data-cell="{}"] .cm-content'


def run(engine: Engine, cell: str) -> str:
    """Press a cell's button; return what the cell shows at the end."""
    engine.evaluate("document.querySelector('.lb-live-words')?.replaceChildren()")
    engine.click(f'[data-cell="{cell}"] .lb-run')
    wait(engine, ENDED)
    return str(engine.evaluate(OUTPUT, cell)).strip()


def replace(engine: Engine, cell: str, code: str) -> None:
    """Replace the code of a cell by what is typed."""
    selector = EDITOR.format(cell)
    engine.click(f'[data-cell="{cell}"] .cell_input')
    wait(engine, "return document.querySelector(arguments[0])", selector)
    engine.type_anew(selector, code)


def test_a_page_is_alive(engine: Engine, served: str) -> None:
    engine.open(f"{served}/chapters/definition.html")
    printed = str(engine.evaluate(OUTPUT, "discrete-by-hand")).strip()
    assert run(engine, "discrete-by-hand") == printed

    replace(engine, "discrete-by-hand", "print(6 * 7)")
    assert run(engine, "discrete-by-hand") == "42"

    run(engine, "fig-gaussian-explorer")
    slider = '[data-cell="fig-gaussian-explorer"] .kltext-explorer input[type=range]'
    wait(engine, "return document.querySelector(arguments[0])", slider)
    engine.type(slider, "\ue010")  # End
    replace(engine, "interact", "print(explorer.mu_p)")
    value: Any = engine.evaluate("return document.querySelector(arguments[0]).value", slider)
    assert float(run(engine, "interact")) == float(value)

    engine.evaluate("document.querySelectorAll('.cell details').forEach((e) => { e.open = true })")
    run(engine, "fig-width")
    picture = '[data-cell="fig-width"] figure img[src^="data:image/svg"]'
    wait(engine, "return document.querySelector(arguments[0])?.naturalWidth", picture)
    assert engine.evaluate("return window.complaints") == []


@pytest.mark.audit
def test_an_exercise_is_checked(engine: Engine, served: str) -> None:
    engine.open(f"{served}/exercises/definition.html")
    wrong = "def kl_nats(p, q): return float(np.sum(q * np.log(q / p)))"
    assert "not answered yet" in run(engine, "check-definition-kl")
    replace(engine, "definition-kl", wrong)
    assert run(engine, "check-definition-kl").startswith("✗")
    replace(engine, "definition-kl", wrong.replace("q * np.log(q / p)", "p * np.log(p / q)"))
    assert run(engine, "check-definition-kl").startswith("✓")
    assert engine.evaluate("return window.complaints") == []
