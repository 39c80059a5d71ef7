"""What copies of notebooks say: the resolved text of their pages, as plain Markdown.

MyST's directives and roles are nothing to Colab, JupyterLab and VS Code. A copy is written from
the tree of its page, in which numbers, references and computed values are in their places.
"""
