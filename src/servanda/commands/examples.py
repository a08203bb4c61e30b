"""`servanda examples`: where the dispatches that come with the package lie."""

from __future__ import annotations

import click


@click.command()
def examples() -> None:
    """Print the folder of the dispatches that come with Servanda.

    \b
    Example:
      servanda add "$(servanda examples)"
    """
    from pathlib import Path

    import servanda

    click.echo(Path(servanda.__file__).parent / "examples")
