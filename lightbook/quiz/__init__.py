"""Questions with feedback, and the score: a widget for notebooks, and its page without a kernel.

All but `page` is imported without Sphinx. The modules import nothing of the theme.
"""

from lightbook.quiz.widget import Quiz

__all__ = ["Quiz"]
