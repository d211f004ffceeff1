"""Importing this module attaches all pages of HR to the blueprint."""

from courseapp.hr import report_views, run_views
from courseapp.hr.views import bp

__all__ = ["bp", "report_views", "run_views"]
