"""`python -m app.cli` is `leefplein`."""

from app.cli import main

main()
