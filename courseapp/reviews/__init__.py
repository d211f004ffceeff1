"""Spaced review: what was answered comes back by objective, when it is about to be forgotten."""
