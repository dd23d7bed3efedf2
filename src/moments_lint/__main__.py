"""`python -m moments_lint`."""

from moments_lint.cli import main

main()
