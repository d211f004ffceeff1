"""Operating an installation: demo data, verification, backup and restore, content at the first start."""
