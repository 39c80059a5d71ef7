"""What is done to the parts of a page: formulas, figures, tables, widgets, margin notes.

Each module is an extension of Sphinx by itself. They import from `lightbook.quiz` and from the
modules beside this folder, and not from `page` or `site`.
"""
