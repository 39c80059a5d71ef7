"""klgrade: run notebooks of exercises in a sandbox, and judge their values outside it.

The sandbox returns values and nothing else. The verdict rests on fresh inputs, and on a reference
that the sandbox never sees.
"""

from __future__ import annotations

from klgrade.tasks import Bank, Exercise, Mistake, Task, Tolerance, load_bank

__version__ = "0.1.0"
__all__ = ["Bank", "Exercise", "Mistake", "Task", "Tolerance", "load_bank"]
