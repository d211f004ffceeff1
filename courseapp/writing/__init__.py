"""Free texts: written, looked at once more, and laid beside a model answer."""
