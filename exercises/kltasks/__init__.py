"""The public tasks of this book's exercises: a JSON file for each notebook.

``make exercises`` writes the files, and ``klcheck`` finds them through the entry point of this
package. Here live values alone: there is no code, and nothing is imported.
"""
