"""The Python of the page, run here: what it tells the page of the cells that it runs."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import pytest

from lightbook.live.runtime.glue import formatted
from lightbook.live.runtime.interpreter import Interpreter
from lightbook.live.runtime.streams import LIMIT

Run = Any


@pytest.fixture
def told() -> list[dict[str, Any]]:
    """Return what the interpreter has told the page."""
    return []


@pytest.fixture
def brought() -> list[str]:
    """Return the modules that the interpreter has asked for."""
    return []


@pytest.fixture
def run(told: list[dict[str, Any]], brought: list[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a cell, and returns what the page was told of it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setitem(sys.modules, "myst_nb", sys.modules.get("myst_nb"))
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setattr("builtins.display", None, raising=False)

    async def load(module: str) -> bool:
        brought.append(module)
        if module != "brought_later" or module in sys.modules:
            return False
        monkeypatch.setitem(sys.modules, module, type(sys)(module))
        return True

    interpreter = Interpreter(told.append, load, {"kl": [".3f", ""]})

    def run_cell(code: str, cell: str = "one") -> list[dict[str, Any]]:
        told.clear()
        with monkeypatch.context() as patched:
            for name in ("stdout", "stderr", "displayhook"):
                patched.setattr(sys, name, getattr(sys, name))
            interpreter.take_over()
            run_cell.ok = asyncio.run(interpreter.run(cell, code))  # type: ignore[attr-defined]
        return list(told)

    return run_cell


def texts(messages: list[dict[str, Any]], kind: str = "stream") -> str:
    return "".join(message.get("text", "") for message in messages if message["type"] == kind)


def shown(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message["data"] for message in messages if message["type"] == "display"]


def test_text_is_streamed_and_the_last_value_shown(run: Run) -> None:
    messages = run("print('a')\nx = 2\nx + 1")
    assert texts(messages) == "a\n"
    assert shown(messages) == [{"text/plain": "3"}]
    assert {message["cell"] for message in messages} == {"one"}


@pytest.mark.parametrize("code", ["x = 1", "1;", "1;  # no value", "None", "def f(): return 1", ""])
def test_what_shows_nothing(run: Run, code: str) -> None:
    assert run(code) == []
    assert run.ok


def test_names_stay_from_cell_to_cell(run: Run) -> None:
    run("import math\nx = math.pi")
    assert shown(run("round(x, 2)")) == [{"text/plain": "3.14"}]
    assert shown(run("__name__")) == [{"text/plain": "'__main__'"}]


def test_a_cell_may_await(run: Run) -> None:
    assert shown(run("import asyncio\nawait asyncio.sleep(0, 'slept')")) == [
        {"text/plain": "'slept'"}
    ]


def test_the_future_holds_for_the_whole_cell(run: Run) -> None:
    code = "from __future__ import annotations\ndef f(x: undefined): pass\nf.__annotations__"
    assert shown(run(code)) == [{"text/plain": "{'x': 'undefined'}"}]


def test_an_error_names_the_readers_own_lines(run: Run) -> None:
    run("import json\ndef read(text):\n    return json.loads(text)", "first")
    (message,) = run("x = 1\nread('{')", "second")
    assert message["text"].startswith("json.decoder.JSONDecodeError: Expecting property name")
    assert message["lines"] == [
        {"cell": "second", "line": 2, "text": "read('{')"},
        {"cell": "first", "line": 3, "text": "return json.loads(text)"},
    ]
    assert not run.ok


@pytest.mark.parametrize(
    ("code", "words", "line"),
    [
        ("x = (", "SyntaxError: '(' was never closed", 1),
        ("\n%timeit 1", "Commands that begin with % or !", 2),
        ("raise MemoryError", "no memory left. Press Restart", 1),
        ("import sys\nsys.exit(3)", "SystemExit: 3", 2),
        ("class E(Exception):\n    def __str__(self): 1 / 0\nraise E", "E: ", 3),
        ("def f(): f()\nf()", "RecursionError", 1),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'", 1),
    ],
)
def test_every_error_is_told(run: Run, code: str, words: str, line: int) -> None:
    (message,) = run(code)
    assert words in message["text"]
    assert message["lines"][-1]["line"] == line
    assert not run.ok


def test_what_was_printed_before_an_error_comes_before_it(run: Run) -> None:
    assert [message["type"] for message in run("print('a', end='')\n1 / 0")] == ["stream", "error"]


def test_long_output_is_cut_with_a_word(run: Run) -> None:
    messages = run("for _ in range(1000):\n    print('x' * 10_000)\nprint('end')")
    text = texts(messages)
    assert LIMIT < len(text) < LIMIT + 300
    assert "The output is cut here" in text
    assert run.ok
    assert texts(run("print('again')")) == "again\n"


def test_many_short_lines_are_few_messages(run: Run) -> None:
    messages = run("for i in range(20_000):\n    print(i)")
    assert texts(messages).splitlines() == [str(i) for i in range(20_000)]
    assert len(messages) < 2_000


def test_a_module_that_is_missing_is_brought_and_imported(run: Run, brought: list[str]) -> None:
    assert shown(run("import brought_later\nbrought_later.__name__")) == [
        {"text/plain": "'brought_later'"}
    ]
    assert brought == ["brought_later"]


def test_what_the_shell_of_ipython_lacks_is_brought(
    run: Run, brought: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "IPython", sys)
    monkeypatch.setattr(Interpreter, "_start_shell", lambda _: __import__("brought_later"))
    run("import json")
    assert run.ok
    assert brought == ["brought_later"]


def test_what_was_half_done_is_not_done_twice(run: Run) -> None:
    messages = run("def f():\n    print('once')\n    import brought_later\nf()")
    assert texts(messages) == "once\n"
    assert messages[-1]["type"] == "error"


class Rich:
    def _repr_html_(self) -> str:
        return "<b>rich</b>"

    def _repr_png_(self) -> bytes:
        return b"png"

    def _repr_svg_(self) -> None:
        return None

    def __repr__(self) -> str:
        return "Rich()"


def test_values_are_shown_as_they_offer_themselves(run: Run, monkeypatch: Any) -> None:
    monkeypatch.setattr("lightbook.live.runtime.display.running_shell", lambda: None)
    code = f"from {__name__} import Rich\ndisplay(Rich(), 1)\nRich"
    rich, one, cls = shown(run(code))
    assert rich == {"text/plain": "Rich()", "text/html": "<b>rich</b>", "image/png": "cG5n"}
    assert one == {"text/plain": "1"}
    assert list(cls) == ["text/plain"]


def test_figures_are_shown_once_after_the_cell(run: Run) -> None:
    code = "import matplotlib.pyplot as plt\nplt.figure()\nplt.plot([0, 1]);\nplt.figure();"
    messages = shown(run(code))
    assert [list(data) for data in messages] == [["image/svg+xml"]] * 2
    assert all("<svg" in data["image/svg+xml"] for data in messages)
    assert shown(run("1;")) == []


def test_glued_values_are_told_in_the_formats_of_the_prose(run: Run) -> None:
    messages = run("from myst_nb import glue\nglue('kl', 0.12345, display=False)\nglue('x', 2)")
    assert messages[0]["texts"] == {".3f": "0.123", "": "0.12345"}
    assert (messages[0]["type"], messages[0]["key"]) == ("glue", "kl")
    assert shown(messages) == [{"text/plain": "2"}]


@pytest.mark.parametrize("value", [0.5, 1234.5678, 7, float("inf"), "half"])
@pytest.mark.parametrize("wanted", ["", ".4f", ",.1f", "g", ".0%", "s"])
def test_prose_is_formatted_as_on_the_page(value: Any, wanted: str) -> None:
    from myst_nb.core.variables import format_plain_text

    try:
        printed = format_plain_text(repr(value), wanted)
    except ValueError:
        printed = repr(value)
    assert formatted(value, wanted) == printed
