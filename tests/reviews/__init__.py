"""Tests of spaced review."""
