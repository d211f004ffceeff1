"""The command `courseapp`: one entry point for operators, authors and scripts."""
