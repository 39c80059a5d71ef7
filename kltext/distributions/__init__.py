"""Divergences between probability distributions that have names."""
