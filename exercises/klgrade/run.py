"""A run of the command: find what is to be graded, grade it, and write the gradebook."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from klcheck.shown import count

from klgrade import book, scale
from klgrade.feedback import readable
from klgrade.journal import BusyError, Journal, fingerprint, setting
from klgrade.progress import Progress
from klgrade.records import Job, Limits, Report, Submission
from klgrade.summary import summary
from klgrade.tasks import Bank


@dataclass(frozen=True)
class Plan:
    """What the command asks for."""

    submissions: list[Submission]
    bank: Bank
    bank_path: str
    out: Path
    secret: bytes | None
    limits: Limits
    sandbox: bool = True
    task: str | None = None
    again: bool = False
    asked: tuple[str, ...] = ()  # the exercises that count; none means all that are handed in
    style: str = "plain"  # of the tables


def grade_all(plan: Plan, opener: scale.Opener, width: int) -> int:
    """Grade what is not graded yet, write the gradebook, and return the exit status.

    Raises
    ------
    ValueError
        If another run writes to the same folder.
    """
    try:
        journal = Journal(plan.out)
    except BusyError as error:
        raise ValueError(str(error)) from None
    with journal:
        if journal.broken:
            lines = count(journal.broken, "line")
            tell(f"{lines} of the journal cannot be read: what stood there is graded again")
        reports = _grade(plan, journal, opener, width)
    points = {e.slug: sum(task.points for task in e.tasks) for e in plan.bank}
    asked = {slug: points[slug] for slug in plan.asked} or None
    everyone = book.write(plan.out, reports, asked, style=plan.style)
    print(summary(everyone, plan.out))  # noqa: T201
    return 1 if any(report.trouble for one in everyone for report in one.reports) else 0


def _grade(plan: Plan, journal: Journal, opener: scale.Opener, width: int) -> list[Report]:
    secret = plan.secret or journal.secret()
    reports: list[Report] = []
    jobs: list[Job] = []
    files: dict[Submission, str] = {}
    kept: dict[Submission, Report] = {}
    digest = ""
    for submission in plan.submissions:
        job = Job(submission, plan.bank_path, secret, plan.limits, plan.sandbox)
        digest = digest or setting(job, plan.bank.digest)
        file = files[submission] = fingerprint(submission)
        wanted = None if plan.task else digest
        report = journal.find(submission, file, wanted) if file and not plan.again else None
        if report is None:
            jobs.append(job)
        elif plan.task and any(result.task == plan.task for result in report.results):
            kept[submission] = report
            jobs.append(
                Job(submission, plan.bank_path, secret, plan.limits, plan.sandbox, (plan.task,))
            )
        else:
            if plan.task:  # the rest counts as graded with the bank as it is now
                journal.add(submission, file, digest, report)
            reports.append(report)
    if reports:
        done = f"graded already: {len(reports)} of {len(plan.submissions)}"
        print(done, file=sys.stderr)  # noqa: T201
    progress = Progress(len(jobs))
    try:
        for job, report in _final(jobs, opener, width):
            whole = report
            if job.submission in kept:
                whole = kept[job.submission].merged(report)
            journal.add(job.submission, files[job.submission], digest, whole)
            reports.append(whole)
            progress.step()
    finally:
        progress.close()
    return reports


def _final(jobs: list[Job], opener: scale.Opener, width: int) -> Iterator[tuple[Job, Report]]:
    """Give each job with its report. What took too long is graded again, alone, before it counts.

    Two jobs for each place keep all of them at work.
    """
    late: dict[Job, tuple[Job, Report]] = {}
    for job, report in scale.grade(jobs, opener, 2 * width):
        if report.slow:
            late[replace(job, tasks=report.slow)] = job, report
        else:
            yield job, report
    for again, report in scale.grade(list(late), opener, 1):
        job, first = late[again]
        yield job, first.merged(report)


def tell(note: str) -> None:
    """Say something to the instructor that is no part of the result."""
    print(f"klgrade: {readable(note)}", file=sys.stderr)  # noqa: T201
