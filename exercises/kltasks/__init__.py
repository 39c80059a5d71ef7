"""The public tasks of this book's exercises: a JSON file for each notebook.

``make exercises`` writes them. ``klcheck`` finds this package through its entry point, and reads
the files beside this module.
"""
