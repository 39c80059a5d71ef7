"""klgrade: run notebooks of exercises in a sandbox, and judge their values outside it.

The sandbox returns values and nothing else. The verdict rests on fresh inputs, and on a reference
that the sandbox never sees.

Here live the bank's form, the sandbox, the judge, the gradebook, and what makes the notebooks that
learners get. It imports ``klcheck``, NumPy and the standard library (to release notebooks also
nbclient, on a cluster Dask), and no package of a course: a bank is a folder that is named.
"""

from __future__ import annotations

from klgrade.tasks import Bank, Exercise, Lesson, Mistake, Task, Tolerance, load_bank

__version__ = "0.1.0"
__all__ = ["Bank", "Exercise", "Lesson", "Mistake", "Task", "Tolerance", "load_bank"]
