"""Runs the notebooks of a build: repeatably, on all processors, with caches that do not lie.

It imports nothing else of this package.
"""
