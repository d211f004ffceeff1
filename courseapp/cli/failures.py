"""What a command says when it could not do its work."""

from __future__ import annotations


class Failure(Exception):
    """A readable reason with its remedy; printed to standard error, exit status 1."""
