"""Print the schema of a profile."""

from __future__ import annotations

import click


@click.command()
def schema() -> None:
    """Print the JSON Schema of a profile, for editors."""
    from sitegen import inputs
    from sitegen.planjson import dumps
    from sitegen.profile import profile_schema

    click.echo(dumps(profile_schema(inputs.knowledge().vocabularies)), nl=False)
