"""`claimx schema`: the shape of the results."""

from __future__ import annotations

import typer

from claimx.cli.exits import clean_exits


def schema() -> None:
    """Print the JSON Schema of the results.

    Example: `claimx schema > claimx.schema.json`
    """
    with clean_exits():
        import json

        from claimx.schema import json_schema

        typer.echo(json.dumps(json_schema(), indent=2))
