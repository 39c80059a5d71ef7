"""Sphinx extension: the pages that list the exercises and show their worked solutions.

``{lightbook-exercises}`` lists every notebook in the folder ``lightbook_exercises``;
``{lightbook-solutions}`` folds the solutions of its ``solutions/`` into a page. Both are made anew
in each build from the notebooks and from their public tasks, a JSON file for each notebook in the
folder ``lightbook_tasks``, so that they cannot drift. Where ``lightbook_show_solutions`` is false,
nothing of the solutions reaches the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from lightbook.nodes.exercise_pages import FOLDER, exercise_pages

KEY: Final = "lightbook_show_solutions"
TASKS: Final = "lightbook_tasks"
FENCE: Final = ":" * 9  # longer than any fence inside a task
LEFT_OUT: Final = "This copy of the book leaves the worked solutions out."
_HEADING: Final = re.compile(r"^#{2,3} (.+)\n?")
_MARKER: Final = re.compile(r"^ *### (?:BEGIN|END) SOLUTION *\n?", re.MULTILINE)
_OPTION: Final = re.compile(r"^- \*\*([a-z])\*\* .*$", re.MULTILINE)
_REASON: Final = re.compile(r"^([a-z]): (?:([A-Z]\w*(?: \w+)?): )?(.*)$", re.DOTALL)
_SPECIAL: Final = re.compile(r"([*_`$\[\]{}<>\\])")
_GOAL: Final = re.compile(r"\{ref\}`([^`<]+?) <(obj-[a-z-]+)>`")


@dataclass(frozen=True)
class Task:
    """What is public of one task: what it practises, and what it is worth."""

    title: str
    objective: str
    points: int


@dataclass(frozen=True)
class Exercise:
    """A released notebook, the chapter that it belongs to, and its tasks in its order."""

    notebook: Path
    title: str
    chapter: str
    tasks: tuple[Task, ...]

    @property
    def slug(self) -> str:
        """Return the name of the notebook's file."""
        return self.notebook.stem

    @property
    def points(self) -> int:
        """Return how many points the notebook has in all."""
        return sum(task.points for task in self.tasks)

    @property
    def solution(self) -> Path:
        """Return where the solved notebook is, if there is one."""
        return self.notebook.parent / "solutions" / self.notebook.name


@dataclass
class Solved:
    """A task of a solved notebook: its title, and its text and code as Markdown."""

    title: str
    parts: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # what is said of a right answer
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
        elif marks.get("grade") and tasks:
            said = said_after(cell)
            tasks[-1].parts = [with_reasons(part, said) for part in tasks[-1].parts]
            tasks[-1].remarks += [literal(line) for line in said if not _REASON.match(line)]
        elif not marks.get("grade") and source.strip() != "progress()":
            code = f"````python\n{_MARKER.sub('', source)}\n````"
            if tasks:
                tasks[-1].answered |= bool(marks.get("solution"))
                tasks[-1].parts.append(code)
            else:
                opening.append(code)
    return "\n\n".join(opening), [task for task in tasks if task.answered]


def said_after(cell: dict[str, Any]) -> list[str]:
    """Return what a check says after its first line, each statement in one line."""
    printed = "".join("".join(output.get("text", "")) for output in cell.get("outputs", []))
    rest = printed.partition("\n")[2]
    return [line.replace("\n  ", " ") for line in re.split(r"\n(?! )", rest) if line.strip()]


def with_reasons(part: str, said: Sequence[str]) -> str:
    r"""Return a task's text with the reason below each of its options.

    Examples
    --------
    >>> with_reasons("- **a** Dice\n- **b** Coins", ["a: True: six sides.", "So."])
    '- **a** Dice\n\n  *True:* six sides.\n\n- **b** Coins'
    """
    reasons = {found[1]: found for line in said if (found := _REASON.match(line))}

    def explained(option: re.Match[str]) -> str:
        found = reasons.get(option[1])
        if not found:
            return option[0]
        verdict = f"*{found[2]}:* " if found[2] else ""
        return f"{option[0]}\n\n  {verdict}{literal(found[3])}\n"

    return part if part.startswith("````") else _OPTION.sub(explained, part)


def literal(text: str) -> str:
    r"""Return plain text as Markdown that reads the same.

    Examples
    --------
    >>> literal("log_target")
    'log\\_target'
    """
    return _SPECIAL.sub(r"\\\1", text)


def read_exercise(notebook: Path, tasks: Path) -> Exercise:
    """Return a notebook with its tasks, as the JSON file of its name tells them.

    Raises
    ------
    ValueError
        If there is no such file, or one that tells something else.
    """
    file = tasks / f"{notebook.stem}.json"
    if not file.is_file():
        raise ValueError(f"no tasks are known for {notebook.name}: {file} does not exist")
    told = json.loads(file.read_text(encoding="utf-8"))
    try:
        listed = tuple(
            Task(task["title"], task["objective"], task["points"]) for task in told["tasks"]
        )
        return Exercise(notebook, told["title"], told["chapter"], listed)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file} does not tell the tasks of a notebook: {error!r}") from error


def released(book: Path, folder: str, tasks: str) -> list[Exercise]:
    """Return the exercises in a folder of the book, in the order of the chapters.

    Raises
    ------
    ValueError
        If the tasks of a notebook are not known.
    """
    notebooks = sorted((book / folder).glob("*.ipynb"))
    listed = [read_exercise(notebook, book / tasks) for notebook in notebooks]
    files = re.findall(r"file: *(\S+)", (book / "_toc.yml").read_text(encoding="utf-8"))
    place = {name: number for number, name in enumerate(files)}
    return sorted(listed, key=lambda one: place.get(one.chapter, len(files)))


def goals(book: Path) -> dict[str, str]:
    """Return the learning objectives as the landing page words them, by label."""
    root = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))["root"]
    page = book / f"{root}.md"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    return {label: words for words, label in _GOAL.findall(text)}


def exercises_markdown(
    book: Path, listed: Sequence[Exercise], *, solutions: bool, pages: Collection[str] = ()
) -> str:
    """Return a table of all exercises, which leads to their ``pages``, and a section for each."""
    wording = goals(book)
    points = sum(exercise.points for exercise in listed)
    tasks = sum(len(exercise.tasks) for exercise in listed)
    sums = f"{count(len(listed), 'notebook')}, {count(tasks, 'task')}, {count(points, 'point')}"
    lines = [
        f":::{{table}} {sums}.",
        ":name: tab-exercises\n",
        "| exercise | chapter | tasks | points | notebook |",
        "| --- | --- | ---: | ---: | --- |",
        *(
            f"| {_way_in(book, one, pages)} | {{doc}}`/{one.chapter}` | {len(one.tasks)} "
            f"| {one.points} | {_download(book, one)} |"
            for one in listed
        ),
        ":::\n",
    ]
    sections = [_section(book, one, wording, pages, solutions=solutions) for one in listed]
    return "\n".join(lines) + "\n" + "\n".join(sections)


def count(number: int, thing: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> count(1, "task"), count(2, "point")
    ('1 task', '2 points')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _download(book: Path, exercise: Exercise) -> str:
    place = exercise.notebook.relative_to(book).as_posix()
    return f"{{download}}`{exercise.notebook.name} </{place}>`"


def page_of(book: Path, exercise: Exercise) -> str:
    """Return the name that an exercise has, or would have, as a page."""
    return exercise.notebook.relative_to(book).with_suffix("").as_posix()


def _way_in(book: Path, exercise: Exercise, pages: Collection[str]) -> str:
    """Return the link to the page of an exercise, or to what is said about it."""
    page = page_of(book, exercise)
    if page in pages:
        return f"{{doc}}`{exercise.title} </{page}>`"
    return f"{{ref}}`exercise-{exercise.slug}`"


def _section(
    book: Path,
    exercise: Exercise,
    wording: dict[str, str],
    pages: Collection[str],
    *,
    solutions: bool,
) -> str:
    """Return what the page says about one exercise."""
    page = page_of(book, exercise)
    way_in = f"Open {{doc}}`its page </{page}>`, or download" if page in pages else "Download"
    solved = solutions and exercise.solution.is_file()
    sums = f"{count(len(exercise.tasks), 'task')}, {count(exercise.points, 'point')}"
    more = f"; compare with the {{ref}}`worked solutions <solution-{exercise.slug}>`"
    rows = [
        f"| {task.title} | {_goal(task.objective, wording)} | {task.points} |"
        for task in exercise.tasks
    ]
    return "\n".join(
        [
            f"(exercise-{exercise.slug})=\n## {exercise.title}\n",
            aim(exercise.notebook) + "\n",
            f"{sums}, on the chapter {{doc}}`/{exercise.chapter}`.",
            f"{way_in} {_download(book, exercise)}{more if solved else ''}.\n",
            "| task | what you practise | points |\n| --- | --- | ---: |",
            *rows,
            "",
        ]
    )


def _goal(label: str, wording: dict[str, str]) -> str:
    words = wording.get(label)
    return f"{{ref}}`{words} <{label}>`" if words else f"{{ref}}`{label}`"


def solutions_markdown(listed: Sequence[Exercise]) -> str:
    """Return a section for each exercise, with its solved tasks folded."""
    lines = []
    for exercise in listed:
        if not exercise.solution.is_file():
            continue
        opening, tasks = solved_tasks(exercise.solution)
        lines += [f"(solution-{exercise.slug})=\n## Solutions: {exercise.title}\n"]
        lines += [f"The tasks are those of {{ref}}`exercise-{exercise.slug}`.\n", opening, ""]
        for task in tasks:
            lines += [
                f"{FENCE}{{dropdown}} {task.title}\n",
                "\n\n".join([*task.parts, *task.remarks]),
                FENCE,
                "",
            ]
    return "\n".join(lines)


class _Generated(SphinxDirective):
    """A directive that stands for Markdown made from the notebooks, headings included."""

    has_content = True

    def markdown(self, listed: list[Exercise]) -> str:
        """Return what the directive stands for."""
        raise NotImplementedError

    def run(self) -> list[nodes.Node]:
        """Read the notebooks, and parse what is said about them."""
        book = Path(self.env.srcdir)
        try:
            text = self.markdown(released(book, self.config[FOLDER], self.config[TASKS]))
        except ValueError as error:
            raise self.error(str(error)) from error
        # Sphinx reads a page again in every build when it rests on a folder.
        self.env.note_dependency(self.config[FOLDER])
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
    """``{lightbook-exercises}``: every exercise, with its tasks, its page and its notebook."""

    def run(self) -> list[nodes.Node]:
        """Put the pages of the exercises below this one."""
        listed = super().run()  # says what is wrong with the notebooks
        return [exercise_pages(pages=self.pages()), *listed]

    def pages(self) -> list[str]:
        """Return the names of the exercises that are pages, in the order of the chapters."""
        book = Path(self.env.srcdir)
        listed = released(book, self.config[FOLDER], self.config[TASKS])
        names = [page_of(book, exercise) for exercise in listed]
        return [name for name in names if name in self.env.found_docs]

    def markdown(self, listed: list[Exercise]) -> str:
        """Return the list of exercises."""
        book, solutions = Path(self.env.srcdir), self.config[KEY]
        return exercises_markdown(book, listed, solutions=solutions, pages=self.pages())


class Solutions(_Generated):
    """``{lightbook-solutions}``: the worked solutions, after what the directive itself says.

    What it says must begin with a heading: MyST puts sections before a directive's other text.
    """

    def markdown(self, listed: list[Exercise]) -> str:
        """Return the solutions, or one sentence where they are not shown."""
        if not self.config[KEY]:
            return LEFT_OUT
        return "\n".join(self.content) + "\n\n" + solutions_markdown(listed)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives and their key with Sphinx."""
    app.add_config_value(KEY, True, "env", [bool])
    app.setup_extension("lightbook.nodes.exercise_pages")
    app.add_config_value(TASKS, "exercises", "env", [str])
    app.add_directive("lightbook-exercises", Exercises)
    app.add_directive("lightbook-solutions", Solutions)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
