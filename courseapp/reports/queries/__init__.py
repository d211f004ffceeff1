"""What the completion report reads: one selection behind page, CSV, XLSX and command line."""

from courseapp.reports.queries.lines import PAGE_SIZE, list_page, stream_rows
from courseapp.reports.queries.options import (
    DepartmentOption,
    RunOption,
    list_departments,
    list_runs,
)
from courseapp.reports.queries.sums import count_by_run, count_selection, summarise

__all__ = [
    "PAGE_SIZE",
    "DepartmentOption",
    "RunOption",
    "count_by_run",
    "count_selection",
    "list_departments",
    "list_page",
    "list_runs",
    "stream_rows",
    "summarise",
]
