"""`python -m courseapp` is the command `courseapp`."""

from courseapp.cli.root import main

main()
