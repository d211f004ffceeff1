"""Importing this module attaches all of the trainee's pages to the blueprint."""

from courseapp.trainee import views

__all__ = ["views"]
