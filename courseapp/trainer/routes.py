"""Importing this module attaches all studio pages to the blueprint."""

from courseapp.trainer import (
    editor_views,
    history_views,
    preview_views,
    publish_views,
    retention_views,
    shared_views,
    transfer_views,
    views,
)

__all__ = [
    "editor_views",
    "history_views",
    "preview_views",
    "publish_views",
    "retention_views",
    "shared_views",
    "transfer_views",
    "views",
]
