"""The command ``record``: proving that everything is as the record says."""

import sys
from typing import Any

import click

from federation.kernel.terminal import in_plain_words
from federation.network.terminal import in_federation, product_in


@click.group()
def record() -> None:
    """The record of a federation."""


@record.command("verify")
@in_federation
@click.option(
    "--checkpoint",
    "files",
    type=click.File("r", encoding="utf-8", errors="replace"),
    multiple=True,
    help="A file or a saved letter with checkpoints; may be repeated.",
)
@click.option("--key", "keys", multiple=True, help="A public key that the installation had before.")
@in_plain_words
def record_verify(slug: str, files: tuple[Any, ...], keys: tuple[str, ...]) -> None:
    """Check the record, and that votes, verdicts, texts and roles are as it holds them."""
    from federation.network.record.proving import prove

    with product_in(slug):
        well = prove(click.echo, [file.read() for file in files], keys)
    sys.exit(0 if well else 1)
