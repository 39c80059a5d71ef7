"""Ends a call that takes too long, where the operating system offers an alarm."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SECONDS: Final = 20.0  # for one call; what is asked takes a fraction of a second


class CallTimeout(BaseException):
    """The code has run for too long. No ``except Exception`` of a learner catches it."""


@contextmanager
def timeout(seconds: float | None = None) -> Iterator[None]:
    """Raise `CallTimeout` in a block that takes longer.

    Windows has no such alarm, and neither has a thread other than the main one: there, the block
    takes as long as it takes.

    Parameters
    ----------
    seconds : float, optional
        By default `SECONDS`.

    Raises
    ------
    CallTimeout
        If the block is not through in time.

    Examples
    --------
    >>> with timeout(60):
    ...     print("in time")
    in time
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def end_call(_number: int, _frame: FrameType | None) -> None:
        raise CallTimeout

    before = signal.signal(signal.SIGALRM, end_call)
    try:
        # Repeated, since the code may catch the first one.
        signal.setitimer(signal.ITIMER_REAL, SECONDS if seconds is None else seconds, 1.0)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
    finally:
        signal.signal(signal.SIGALRM, before)
