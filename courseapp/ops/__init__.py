"""Operating an installation: demo, verification, backup and restore, content at the start."""
