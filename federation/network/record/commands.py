"""The commands ``record`` and ``seal``: proving that everything is as the record says, and keeping what is sealed readable."""

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from federation.kernel.terminal import in_plain_words, product
from federation.network.terminal import each_federation, in_federation, product_in

if TYPE_CHECKING:
    from federation.kernel.seal.keeping import SealCount


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


@click.group()
def seal() -> None:
    """What is sealed until a time, such as bids. Nothing of it is ever shown here."""


@seal.command("check")
@in_plain_words
def seal_check() -> None:
    """Say whether everything sealed can be read with the key in force."""
    from federation.kernel.seal.keeping import check_seals

    with product():
        found = [_told(slug, check_seals()) for slug in each_federation()]
    sys.exit(0 if all(found) else 1)


@seal.command("recovery-key")
@in_plain_words
def seal_recovery_key() -> None:
    """Make a key that opens what is sealed when FEDERATION_SEAL_KEY is lost. It is printed once, and kept nowhere."""
    from federation.kernel.seal.envelope import new_recovery_key

    key = new_recovery_key()
    click.echo(f'For the settings: seal_recovery_key = "{key.public}"')
    click.echo(f"For paper, away from the server: {key.private}")
    click.echo("Then run federation seal rewrap, so that what is sealed already can be recovered too.")


@seal.command("rewrap")
@in_plain_words
def seal_rewrap() -> None:
    """Put everything sealed under the keys in force. FEDERATION_SEAL_KEY_BEFORE is the key before, where it was changed."""
    from federation.kernel.seal.keeping import by_former_key, rewrap_seals

    former = os.environ.get("FEDERATION_SEAL_KEY_BEFORE", "")
    with product():
        found = [_told(slug, rewrap_seals(by_former_key(former))) for slug in each_federation()]
    sys.exit(0 if all(found) else 1)


@seal.command("recover")
@in_plain_words
def seal_recover() -> None:
    """Put everything sealed under the key in force, with the recovery key from paper, which is asked for."""
    from federation.kernel.seal.keeping import by_recovery_key, rewrap_seals

    private = click.prompt("The recovery key", hide_input=True).strip()
    with product():
        found = [_told(slug, rewrap_seals(by_recovery_key(private))) for slug in each_federation()]
    sys.exit(0 if all(found) else 1)


def _told(slug: str, found: "SealCount") -> bool:
    """Say how a federation's seals stand; whether all is well."""
    click.echo(f"{slug}: {found.well} in order, {len(found.troubles)} not")
    for trouble in found.troubles:
        click.echo(f"  {trouble}")
    return not found.troubles
