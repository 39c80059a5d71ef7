"""Grade many submissions at once: on the processors of this machine, or on a Dask cluster.

Whoever works, it is one pure function behind the interface of ``concurrent.futures``. Few jobs are
in flight at any time, so that little is repeated after a kill.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from klgrade.judge import bank_at, fault, judge
from klgrade.records import Job, Report

Opener = Callable[[], Executor]
ATTEMPTS = 2


def processes(jobs: int) -> Executor:
    """Return a pool of processes of this machine.

    On Linux they are copies of this one, which has loaded the bank. Elsewhere, where only one's
    own notebook is graded, they start anew; they import nothing from the folder that the command
    is started in: students' files may lie there.
    """
    os.environ["PYTHONSAFEPATH"] = "1"
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, context, initializer=_leave_with, initargs=(os.getpid(),))


def _leave_with(parent: int) -> None:
    """End this process when its parent has ended, however that happened."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def dask(address: str) -> Iterator[tuple[Opener, int]]:
    """Connect to a Dask scheduler; give what opens an executor, and how many jobs fit at once."""
    try:
        from distributed import Client
    except ImportError:
        raise ValueError("--dask needs distributed: pip install 'klgrade[dask]'") from None
    try:
        client = Client(address, timeout=20)
    except (OSError, ValueError, TimeoutError) as error:
        raise ValueError(f"no Dask scheduler answers at {address}: {error}") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise ValueError(f"the Dask scheduler at {address} has no workers")
        yield lambda: client.get_executor(pure=False), threads


def grade(jobs: Sequence[Job], opener: Opener, flight: int) -> Iterator[tuple[Job, Report]]:
    """Give each job with its report, as they are ready; so many are in flight at once."""
    waiting = list(reversed(jobs))
    attempts: dict[int, int] = {}
    while waiting:
        executor = opener()
        flying: dict[Future[Report], Job] = {}
        try:
            yield from _grade(waiting, attempts, executor, flying, flight)
        finally:
            for future in flying:
                future.cancel()
            executor.shutdown(wait=False)


def _grade(
    waiting: list[Job],
    attempts: dict[int, int],
    executor: Executor,
    flying: dict[Future[Report], Job],
    flight: int,
) -> Iterator[tuple[Job, Report]]:
    """Work until nothing waits or the executor breaks; what was in flight then waits again."""
    suspects = any(attempts.get(id(job)) for job in waiting)
    while waiting or flying:
        # After a crash one at a time, so that the next one names the culprit.
        while waiting and len(flying) < (1 if suspects else flight):
            job = waiting.pop()
            flying[_submit(executor, job)] = job
        done, _ = wait(flying, return_when=FIRST_COMPLETED)
        broken = [future for future in done if isinstance(_error(future), BrokenProcessPool)]
        for future in done.difference(broken):
            job, error = flying.pop(future), _error(future)
            yield job, future.result() if error is None else crashed(job, error)
        if broken:
            yield from _blame(list(flying.values()), waiting, attempts, suspects=suspects)
            return
        suspects = suspects and any(attempts.get(id(job)) for job in waiting)


def _submit(executor: Executor, job: Job) -> Future[Report]:
    try:
        return executor.submit(judge, job)
    except BrokenProcessPool as error:
        future: Future[Report] = Future()
        future.set_exception(error)
        return future


def _error(future: Future[Report]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:  # the scheduler has left
        return error


def _blame(
    jobs: list[Job], waiting: list[Job], attempts: dict[int, int], *, suspects: bool
) -> Iterator[tuple[Job, Report]]:
    for job in jobs:
        attempts[id(job)] = attempts.get(id(job), 0) + 1
        if suspects and attempts[id(job)] >= ATTEMPTS:
            yield job, crashed(job, RuntimeError("the grader's process was killed"))
        else:
            waiting.append(job)


def crashed(job: Job, error: BaseException) -> Report:
    """Return the report on a submission that the grader itself could not deal with."""
    return fault(job, bank_at(job.bank), f"{type(error).__name__}: {error}")
