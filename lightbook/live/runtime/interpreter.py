"""Runs the cells of one page, one after the other, in one namespace."""

from __future__ import annotations
import __future__

import ast
import builtins
import importlib.util
import inspect
import io
import logging
import os
import sys
import tokenize
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any, Final

from lightbook.live.runtime.display import Display, running_shell
from lightbook.live.runtime.errors import describe, file_name, remember
from lightbook.live.runtime.glue import Glue
from lightbook.live.runtime.messages import Message, Outbox
from lightbook.live.runtime.streams import Budget, Stream

BACKEND: Final = f"module://{__package__}.figures"
Loader = Callable[[str], Awaitable[bool]]


class Interpreter:
    """The one interpreter of a page.

    ``post`` hands a message to the page; ``load`` brings the package that has a module, and says
    whether it did; ``formats`` says in which formats the prose shows what is glued.
    """

    def __init__(
        self,
        post: Callable[[Message], None],
        load: Loader,
        formats: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.load = load
        self.outbox = Outbox(post)
        self.display = Display(self.outbox)
        self.main = ModuleType("__main__")
        self.streams = [Stream("stdout", self.outbox), Stream("stderr", self.outbox)]
        Glue(self.outbox, self.display, formats or {}).install()

    def take_over(self) -> None:
        """Let everything in this process print and show to the page."""
        sys.modules["__main__"] = self.main
        sys.stdout, sys.stderr = self.streams
        sys.displayhook = self.display.show
        builtins.display = self.display  # type: ignore[attr-defined]
        os.environ["MPLBACKEND"] = BACKEND
        # Each page lists its fonts anew, in half a second: not worth a word to the reader.
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

    async def run(self, cell: str, code: str) -> bool:
        """Run the code of a cell; return whether it came to its end."""
        self.outbox.cell = cell
        budget = Budget()
        for stream in self.streams:
            stream.budget = budget
        remember(cell, code)
        try:
            await self._run(code, file_name(cell))
        except BaseException as error:  # SystemExit and KeyboardInterrupt end the cell, not Python
            self.flush()
            self.outbox.send("error", **describe(error))
            self.display.forget_figures()
            return False
        finally:
            self.outbox.captures.clear()
            self.flush()
        return True

    async def _run(self, code: str, name: str) -> None:
        tree = ast.parse(code, name)
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | future_flags(tree)
        for statement in tree.body:
            shown = statement is tree.body[-1] and not ends_quietly(code)
            await self._step(statement, flags, name, shown=shown)
        await self._importing(self.display.show_figures)

    async def _step(self, statement: ast.stmt, flags: int, name: str, *, shown: bool) -> None:
        if isinstance(statement, ast.Expr) and shown:
            program = compile(ast.Expression(statement.value), name, "eval", flags, True)
        else:
            program = compile(ast.Module([statement], []), name, "exec", flags, True)
        if isinstance(statement, ast.Import | ast.ImportFrom):
            await self._importing(lambda: eval(program, self.main.__dict__))  # noqa: S307
            if "IPython" in sys.modules:
                await self._importing(self._start_shell)
            return
        value = eval(program, self.main.__dict__)  # noqa: S307  running code is what this is for
        if inspect.iscoroutine(value) and program.co_flags & inspect.CO_COROUTINE:
            value = await value
        if shown and value is not None:
            await self._importing(lambda: self.display.show(value))

    async def _importing(self, action: Callable[[], Any]) -> None:
        """Do what may be done again: whatever modules it lacks are brought meanwhile."""
        while True:
            try:
                action()
            except ImportError as error:
                if not any([await self._bring(module) for module in missing(error)]):
                    raise
            else:
                return

    async def _bring(self, module: str) -> bool:
        if not await self.load(module):
            return False
        importlib.invalidate_caches()
        return True

    def _start_shell(self) -> None:
        """Give IPython its shell, which widgets need, unless it has one."""
        if running_shell() is None:
            from lightbook.live.runtime.shell import start_shell

            start_shell(self.main, self.display)

    def flush(self) -> None:
        """Send what was printed."""
        for stream in self.streams:
            stream.flush()


def future_flags(tree: ast.Module) -> int:
    """Return what a cell imports from ``__future__``, which holds for each of its statements."""
    names = [
        alias.name
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        for alias in statement.names
    ]
    return sum(getattr(__future__, name).compiler_flag for name in set(names))


def missing(error: BaseException | None) -> Iterator[str]:
    """Yield the modules that were not found, also where another error was made of it."""
    while error is not None:
        if isinstance(error, ModuleNotFoundError) and error.name:
            yield error.name.partition(".")[0]
        error = error.__cause__ or error.__context__


def ends_quietly(code: str) -> bool:
    """Return whether the last line says, by a semicolon, that its value is not to be shown.

    Examples
    --------
    >>> ends_quietly("plot();  # no value"), ends_quietly("plot()"), ends_quietly("';'")
    (True, False, False)
    """
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER}
    tokens = [
        t for t in tokenize.generate_tokens(io.StringIO(code).readline) if t.type not in skipped
    ]
    return bool(tokens) and tokens[-1].string == ";"
