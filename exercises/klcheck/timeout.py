"""An end to loops that have none, where the system can bring it about."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SECONDS: Final = 20.0  # for one call; what is asked takes a fraction of a second


class OutOfPatience(BaseException):
    """The code has run for too long. No ``except Exception`` of a learner catches it."""


@contextmanager
def patience(seconds: float | None = None) -> Iterator[None]:
    """Raise `OutOfPatience` in a block that takes longer.

    Windows has no such alarm, and neither has a thread other than the main one: there, the block
    takes as long as it takes.

    Parameters
    ----------
    seconds : float, optional
        By default `SECONDS`.

    Raises
    ------
    OutOfPatience
        If the block is not through in time.

    Examples
    --------
    >>> with patience(60):
    ...     print("in time")
    in time
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() != threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise OutOfPatience

    before = signal.signal(signal.SIGALRM, ring)
    try:
        # Again and again, for a loop may catch it.
        signal.setitimer(signal.ITIMER_REAL, SECONDS if seconds is None else seconds, 1.0)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
    finally:
        signal.signal(signal.SIGALRM, before)
