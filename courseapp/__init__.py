"""Naklank: courses for customer-oriented communication, self-hosted."""

__version__ = "0.1.0"
