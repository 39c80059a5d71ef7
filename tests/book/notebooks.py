"""Notebooks as text, for books that tests write."""

from __future__ import annotations

import json


def notebook(*code: str, prose: str = "# A notebook") -> str:
    """Return a notebook with a page's prose and one cell for each piece of code."""
    cells = [{"cell_type": "markdown", "id": "prose", "metadata": {}, "source": prose}]
    cells += [
        {
            "cell_type": "code",
            "id": f"cell-{i}",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": source,
        }
        for i, source in enumerate(code)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )
