"""Run the cells of a notebook, and call what they define: this file runs inside the sandbox.

It reads requests, one JSON object a line, and answers each with a line. Whatever a student's code
does to this process, only values can leave it. The first line sets the limits; then ``run`` runs
a cell, ``call`` calls a function, and ``read`` returns a variable.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import contextlib
import gc
import io
import json
import os
import signal
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parent))
import magics  # type: ignore[import-not-found]  # stands beside this file, inside as outside
from confine import confine, part  # type: ignore[import-not-found]

sys.path.pop(0)
for own in ("magics", "confine"):  # the notebook may have modules of these names
    sys.modules.pop(own, None)

EMPTY = types.SimpleNamespace()
_COROUTINE = 0x80  # of a code object's flags
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class TooSlowError(BaseException):
    """A statement has used up the time of its cell. No ``except Exception`` catches it."""


class _Nowhere(io.TextIOBase):
    """Where prints go."""

    def write(self, text: str) -> int:
        return len(text)


class _Shell:
    """What get_ipython() returns: anything may be asked of it, and nothing happens."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_kwargs: None


class _Cells(dict[int, object]):
    """In and Out: what other numbers of cells would hold is not known."""

    def __missing__(self, _number: int) -> None:
        return None


def leave(_code: object = None) -> None:
    """Stand for exit() and quit(), which end the cell."""
    raise SystemExit


def nothing(*_args: object, **_kwargs: object) -> None:
    """Stand for what shows something to a reader: help() and display()."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in a block that uses more processor time, where there is such a clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def late(_number: int, _frame: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def raised(error: BaseException) -> dict[str, Any]:
    """Return the nearest built-in kind of an error, and its line in the cell."""
    try:
        kind = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
        line, step = None, error.__traceback__
        while step:
            if step.tb_frame.f_code.co_filename == "<cell>":
                line = step.tb_lineno
            step = step.tb_next
        if isinstance(error, SyntaxError):
            line = error.lineno
        slow = isinstance(error, TooSlowError)
        return {"raised": {"kind": kind.__name__, "line": line, "slow": slow}}
    except BaseException:  # an error that raises another when it is looked at
        return {"raised": {"kind": "Exception", "line": None}}


class Worker:
    """A notebook's names, and what may be asked of them."""

    def __init__(self) -> None:
        import klcheck
        from klcheck import cases, values  # which lie where the first line says

        cases.know_no_tasks()  # so that check() calls nothing, and add_cases() misses no folder
        self.values = values
        self.handed: dict[object, object] = {}  # what check() was given besides a task
        for module in (klcheck, klcheck.feedback):
            vars(module).update(check=self.check)
        self.flags = magics.AWAIT
        self.loop: Any = None  # made when something is awaited: it is slow to import
        main = types.ModuleType("__main__")
        self.names = main.__dict__
        self.names.update(display=nothing, get_ipython=_Shell, In=_Cells(), Out=_Cells(), _=None)
        sys.modules["__main__"] = main

    def check(self, task: object = None, answer: object = EMPTY, *_more: object) -> None:
        """Stand for klcheck.check: an answer that is handed over is the one that counts."""
        with contextlib.suppress(TypeError):  # of a task that no dict can hold
            self.handed.pop(task, None)
            if answer is not EMPTY:
                self.handed[task] = answer

    def run(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run a cell, statement by statement.

        As in a notebook the first error ends it, but what it would define later is defined: it may
        have failed or been slow here alone.
        """
        source = magics.plain(request["run"])
        tree = compile(source, "<cell>", "exec", self.flags | ast.PyCF_ONLY_AST, dont_inherit=True)
        failure: BaseException | None = None
        for statement in tree.body:
            if (failure or request.get("bare")) and not isinstance(statement, DEFINITIONS):
                continue
            try:
                with within(request["seconds"]):
                    self.execute(statement)
            except BaseException as error:
                failure = failure or error
        return raised(failure) if failure else {}

    def execute(self, statement: ast.stmt) -> None:
        """Run one statement, which may await something."""
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                self.flags |= getattr(__future__, alias.name).compiler_flag
        whole: Any = ast.Module([statement], [])
        shown = isinstance(statement, ast.Expr)
        if isinstance(statement, ast.Expr):
            whole = ast.Expression(statement.value)
        code = compile(whole, "<cell>", "eval" if shown else "exec", self.flags, dont_inherit=True)
        value = eval(code, self.names)  # noqa: S307 (what the sandbox is for)
        if code.co_flags & _COROUTINE:
            import asyncio

            self.loop = self.loop or asyncio.new_event_loop()
            value = self.loop.run_until_complete(value)
        if shown and value is not None:
            self.names["_"] = value

    def found(self, request: dict[str, Any], name: str) -> object:
        """Return what answers a task: what check() was given, else the name."""
        return self.handed.get(request.get("task"), self.names.get(name, EMPTY))

    def call(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call a function of the notebook."""
        function = self.found(request, request["call"])
        if function is EMPTY:
            return {"missing": True}
        if function is None or function is Ellipsis:
            return {"unanswered": True}
        if not callable(function):
            return {"refused": "this is not a function"}
        arguments = cast(tuple[object, ...], self.values.decode(request["arguments"]))
        return self.coded(function(*arguments))

    def read(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return a variable of the notebook."""
        value = self.found(request, request["read"])
        if value is EMPTY:
            return {"missing": True}
        if isinstance(value, (set, frozenset)):
            value = sorted(value, key=str)
        return self.coded(value)

    def coded(self, value: object) -> dict[str, Any]:
        """Return a value as JSON, or what kind of object cannot be."""
        if value is None or value is Ellipsis:
            return {"unanswered": True}
        try:
            return {"value": self.values.encode(value)}
        except (TypeError, ValueError) as error:
            return {"refused": str(error)[:300]}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request, whatever the student's code raises."""
        try:
            for name in ("run", "call", "read"):
                if name in request:
                    return getattr(self, name)(request)  # type: ignore[no-any-return]
        except BaseException as error:  # SystemExit and KeyboardInterrupt too
            return raised(error)
        return {}


def main() -> None:
    """Answer requests until there are no more."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    limits = json.loads(requests.readline())
    sys.path[:] = limits["path"] + sys.path
    if limits["grader"] is not None:
        part(limits["grader"], sandbox=limits["sandbox"])
    confine(limits)
    answers.write(b'{"id": 0}\n')
    answers.flush()
    if not requests.readline():  # nothing but a test of the sandbox
        return
    gc.disable()  # what is imported stays, and need not be looked at
    worker, own = Worker(), os.getpid()
    gc.freeze()
    gc.enable()
    sys.path.append(str(Path.cwd()))  # for modules that the notebook writes
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # until here, what goes wrong is told on the standard error
        os.dup2(null, standard)
    sys.stdin = io.StringIO()
    sys.stdout = sys.stderr = _Nowhere()
    builtins.input = lambda _prompt="": ""
    vars(builtins).update(help=nothing, exit=leave, quit=leave)
    answers.write(b'{"id": 0}\n')
    answers.flush()
    for line in requests:
        request = json.loads(line)
        answer = worker.answer(request)
        if os.getpid() != own:  # a copy that the student's code has made
            os._exit(0)
        answers.write(json.dumps({**answer, "id": request["id"]}).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
