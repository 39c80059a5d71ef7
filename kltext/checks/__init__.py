"""Feedback on the exercises, in the notebook: instant, offline, and never the grade."""
