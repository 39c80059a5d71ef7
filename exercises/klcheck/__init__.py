"""Feedback on the exercises, in the notebook: instant, offline, and never the grade.

Here lives what a learner's notebook needs: ``check`` and ``progress``, the tasks of the installed
courses, and how an answer is compared with the right one. It imports NumPy and the standard
library, and nothing else: no course, no grader, no library of the book.
"""

from __future__ import annotations

from klcheck.cases import add_cases
from klcheck.feedback import check, progress

__all__ = ["add_cases", "check", "progress"]
