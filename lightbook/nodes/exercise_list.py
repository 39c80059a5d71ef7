"""Sphinx extension: the pages that list the exercises and show their worked solutions.

``{lightbook-exercises}`` lists every notebook in ``exercises/``; ``{lightbook-solutions}`` folds
the solutions of ``exercises/solutions/`` into a page. Both are made anew in each build from the
notebooks and their public tasks, so that they cannot drift. Where ``lightbook_show_solutions`` in
``_config.yml`` is false, nothing of the solutions reaches the site.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from klcheck.cases import PublicExercise, exercises
from klcheck.feedback import count
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

KEY: Final = "lightbook_show_solutions"
FENCE: Final = ":" * 9  # longer than any fence inside a task
LEFT_OUT: Final = "This copy of the book leaves the worked solutions out."
_HEADING: Final = re.compile(r"^#{2,3} (.+)\n?")
_MARKER: Final = re.compile(r"^ *### (?:BEGIN|END) SOLUTION *\n?", re.MULTILINE)
_GOAL: Final = re.compile(r"\{ref\}`([^`<]+?) <(obj-[a-z-]+)>`")


@dataclass
class Solved:
    """A task of a solved notebook: its title, and its text and code as Markdown."""

    title: str
    parts: list[str] = field(default_factory=list)
    answered: bool = False


def read_cells(path: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook file, each source joined to one text."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [{**cell, "source": "".join(cell["source"])} for cell in cells]


def aim(path: Path) -> str:
    """Return what a notebook says about itself: the first line below its title."""
    lines = read_cells(path)[0]["source"].splitlines()
    return next((line for line in lines if line.strip() and not line.startswith("#")), "")


def solved_tasks(path: Path) -> tuple[str, list[Solved]]:
    """Return the code that opens a solved notebook, and its tasks with their solutions."""
    opening: list[str] = []
    tasks: list[Solved] = []
    for cell in read_cells(path)[1:]:
        source, marks = cell["source"], cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown":
            heading = _HEADING.match(source)
            if heading:
                tasks.append(Solved(heading[1]))
                source = source[heading.end() :]
            if tasks:
                tasks[-1].parts.append(source.strip())
        elif not marks.get("grade") and source.strip() != "progress()":
            code = f"````python\n{_MARKER.sub('', source)}\n````"
            if tasks:
                tasks[-1].answered |= bool(marks.get("solution"))
                tasks[-1].parts.append(code)
            else:
                opening.append(code)
    return "\n\n".join(opening), [task for task in tasks if task.answered]


def released(book: Path) -> list[PublicExercise]:
    """Return the exercises whose notebook is in the book's folder, in the order of the chapters.

    Raises
    ------
    ValueError
        If the tasks of a notebook are not known.
    """
    known = exercises()
    slugs = sorted(path.stem for path in (book / "exercises").glob("*.ipynb"))
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise ValueError(f"no tasks are known for {', '.join(unknown)}: run `make exercises`")
    files = re.findall(r"file: *(\S+)", (book / "_toc.yml").read_text(encoding="utf-8"))
    place = {name: number for number, name in enumerate(files)}
    return sorted(
        (known[slug] for slug in slugs), key=lambda one: place.get(one.chapter, len(files))
    )


def goals(book: Path) -> dict[str, str]:
    """Return the learning objectives as the landing page words them, by label."""
    root = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))["root"]
    page = book / f"{root}.md"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    return {label: words for words, label in _GOAL.findall(text)}


def exercises_markdown(book: Path, *, solutions: bool) -> str:
    """Return a table of all exercises, and a section for each."""
    listed, wording = released(book), goals(book)
    points = sum(exercise.points for exercise in listed)
    tasks = sum(len(exercise.tasks) for exercise in listed)
    sums = f"{count(len(listed), 'notebook')}, {count(tasks, 'task')}, {count(points, 'point')}"
    lines = [
        f":::{{table}} {sums}.",
        ":name: tab-exercises\n",
        "| exercise | chapter | tasks | points | notebook |",
        "| --- | --- | ---: | ---: | --- |",
        *(
            f"| {{ref}}`exercise-{one.slug}` | {{doc}}`/{one.chapter}` | {len(one.tasks)} "
            f"| {one.points} | {_download(one)} |"
            for one in listed
        ),
        ":::\n",
    ]
    sections = [_section(book, one, wording, solutions=solutions) for one in listed]
    return "\n".join(lines) + "\n" + "\n".join(sections)


def _download(exercise: PublicExercise) -> str:
    name = f"{exercise.slug}.ipynb"
    return f"{{download}}`{name} </exercises/{name}>`"


def _section(
    book: Path, exercise: PublicExercise, wording: dict[str, str], *, solutions: bool
) -> str:
    """Return what the page says about one exercise."""
    solved = solutions and _solution_file(book, exercise).is_file()
    sums = f"{count(len(exercise.tasks), 'task')}, {count(exercise.points, 'point')}"
    more = f"; compare with the {{ref}}`worked solutions <solution-{exercise.slug}>`"
    rows = [
        f"| {task.title} | {_goal(task.objective, wording)} | {task.points} |"
        for task in exercise.tasks
    ]
    return "\n".join(
        [
            f"(exercise-{exercise.slug})=\n## {exercise.title}\n",
            aim(book / "exercises" / f"{exercise.slug}.ipynb") + "\n",
            f"{sums}, on the chapter {{doc}}`/{exercise.chapter}`.",
            f"Download {_download(exercise)}{more if solved else ''}.\n",
            "| task | what you practise | points |\n| --- | --- | ---: |",
            *rows,
            "",
        ]
    )


def _goal(label: str, wording: dict[str, str]) -> str:
    words = wording.get(label)
    return f"{{ref}}`{words} <{label}>`" if words else f"{{ref}}`{label}`"


def _solution_file(book: Path, exercise: PublicExercise) -> Path:
    return book / "exercises" / "solutions" / f"{exercise.slug}.ipynb"


def solutions_markdown(book: Path) -> str:
    """Return a section for each exercise, with its solved tasks folded."""
    lines = []
    for exercise in released(book):
        path = _solution_file(book, exercise)
        if not path.is_file():
            continue
        opening, tasks = solved_tasks(path)
        lines += [f"(solution-{exercise.slug})=\n## Solutions: {exercise.title}\n"]
        lines += [f"The tasks are those of {{ref}}`exercise-{exercise.slug}`.\n", opening, ""]
        for task in tasks:
            lines += [f"{FENCE}{{dropdown}} {task.title}\n", "\n\n".join(task.parts), FENCE, ""]
    return "\n".join(lines)


class _Generated(SphinxDirective):
    """A directive that stands for Markdown made from the notebooks, headings included."""

    has_content = True

    def markdown(self, book: Path) -> str:
        """Return what the directive stands for."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Read the notebooks, and parse what is said about them."""
        try:
            text = self.markdown(Path(self.env.srcdir))
        except ValueError as error:
            raise self.error(str(error)) from error
        # Sphinx reads a page again in every build when it rests on a folder.
        self.env.note_dependency("exercises")
        parent = nodes.Element()
        source = self.get_source_info()[0]
        self.state.nested_parse(
            StringList(text.splitlines(), source=source),
            self.content_offset,
            parent,
            match_titles=True,
        )
        return list(parent.children)


class Exercises(_Generated):
    """``{lightbook-exercises}``: every exercise notebook, with its tasks and a download."""

    def markdown(self, book: Path) -> str:
        """Return the list of exercises."""
        return exercises_markdown(book, solutions=self.config[KEY])


class Solutions(_Generated):
    """``{lightbook-solutions}``: the worked solutions, after what the directive itself says.

    What it says must begin with a heading: MyST puts sections before a directive's other text.
    """

    def markdown(self, book: Path) -> str:
        """Return the solutions, or one sentence where they are not shown."""
        if not self.config[KEY]:
            return LEFT_OUT
        return "\n".join(self.content) + "\n\n" + solutions_markdown(book)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives and their key with Sphinx."""
    app.add_config_value(KEY, True, "env", [bool])
    app.add_directive("lightbook-exercises", Exercises)
    app.add_directive("lightbook-solutions", Solutions)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
