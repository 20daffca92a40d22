"""`leefplein doctor`: what is wrong, what waits, what is late. Exit 0 only when all is well."""

import json
import sys

import click

from app.cli.opening import open_services
from app.health import examine


@click.command("doctor", help="Zegt wat er mis is, wat wacht en wat te laat is.")
@click.option("--json", "as_json", is_flag=True)
def command(*, as_json: bool) -> None:
    """Every finding, the wrong ones first."""
    findings = examine(open_services(ready=False))
    well = all(finding.ok for finding in findings)
    if as_json:
        click.echo(
            json.dumps({"ok": well, "findings": [finding.as_dict() for finding in findings]}, ensure_ascii=False)
        )
    else:
        for finding in sorted(findings, key=lambda each: each.ok):
            click.echo(f"{'goed ' if finding.ok else 'MIS  '} {finding.name}: {finding.words}")
    sys.exit(0 if well else 1)
