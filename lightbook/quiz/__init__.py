"""The quiz: questions with feedback, and the score, as a widget."""

from kltext.widgets.quiz.widget import Quiz

__all__ = ["Quiz"]
