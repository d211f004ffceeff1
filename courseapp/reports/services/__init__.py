"""The report as files, and who asked for one."""
