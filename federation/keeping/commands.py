"""The commands ``backup``, ``restore`` and ``resume``: copies of the whole installation."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from federation.kernel.terminal import in_plain_words, product

if TYPE_CHECKING:
    from federation.keeping.copy_file import CopyFile

_PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the passphrase of the secret key (else FEDERATION_BACKUP_PASSPHRASE, or asked).",
)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_PASSPHRASE
@click.option(
    "--without-secret-key", is_flag=True, help="Leave the secret key out: you keep it somewhere else."
)
@in_plain_words
def backup(file: Path, passphrase_file: Path | None, without_secret_key: bool) -> None:
    """Write a copy of everything into FILE, while people go on working.

    It holds the database of all federations with the files that people attached, checked after it was written, and the secret
    key under a passphrase. The key of seals is not in it: keep that apart.
    """
    from federation.app import tables_of
    from federation.keeping.making import make_copy
    from federation.kernel.config import read_settings

    settings = read_settings()
    passphrase = None if without_secret_key else _passphrase(passphrase_file, new=True)
    about = make_copy(settings["owner_url"], file.absolute(), settings["secret_key"], passphrase, tables_of())
    rows = sum(one["rows"] for one in about["tables"])
    click.echo(
        f"{file}: {len(about['federations'])} federations, {rows:,} rows of {len(about['tables'])} tables, read back and whole."
    )
    if without_secret_key:
        click.echo(
            "Without the secret key: keep that elsewhere, or nobody can sign in with an authenticator app again."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PASSPHRASE
@click.option("--leave-out", multiple=True, metavar="PLUGIN", help="Leave the data of a plugin out.")
@click.option("--yes", is_flag=True, help="Do not ask before.")
@in_plain_words
def restore(file: Path, passphrase_file: Path | None, leave_out: tuple[str, ...], yes: bool) -> None:
    """Put the copy in FILE into an empty database, and prove every record.

    Mail is held until you run: federation resume
    """
    from federation.app import tables_of
    from federation.keeping.copy_file import CopyFile
    from federation.keeping.restoring import restore_copy
    from federation.kernel.config import gather_settings, own_secret, read_settings
    from federation.paths import variable_data

    copy, settings = CopyFile(file), gather_settings()
    key = settings["secret_key"] or own_secret("secret_key")
    theirs = _key_of(copy, passphrase_file) if copy.has_secret_key and not key else ""
    if not key and not theirs:
        raise click.ClickException(
            "The secret key of this copy is not known here. Set FEDERATION_SECRET_KEY to it."
        )
    copy.check(key or theirs)
    click.echo(f"{file}: made on {copy.about['made_at']} by version {copy.about['made_by']}.")
    for one in copy.about["federations"]:
        click.echo(f"  {one['slug']}: {one['entries']:,} entries of its record")
    if not yes:
        click.confirm("Put it into the database in force here?", abort=True)
    if settings["owner_url"].startswith("sqlite"):
        variable_data().mkdir(parents=True, exist_ok=True)
    restore_copy(settings["owner_url"], copy, key or theirs, tables_of(), leave_out)
    if theirs:
        own_secret("secret_key", theirs)
    read_settings()
    _prove()


@click.command()
@click.option(
    "--send-old", "old", flag_value="send", help="Letters that waited when the copy was made leave too."
)
@click.option(
    "--forget-old", "old", flag_value="forget", help="Letters that waited when the copy was made never leave."
)
@in_plain_words
def resume(old: str | None) -> None:
    """Let mail leave again after a copy was restored."""
    from federation.kernel.mail_hold import let_go

    with product():
        count = let_go(old or "")
    what = {"send": "leave too", "forget": "were forgotten"}.get(old or "", "")
    click.echo("Mail leaves again." + (f" {count} letters from before {what}." if count else ""))


def _prove() -> None:
    """Prove the record of each federation, and say what cannot be read and that mail is held."""
    from sqlalchemy import select

    from federation.kernel.db import db
    from federation.kernel.seal.keeping import check_seals
    from federation.kernel.tenancy import federation_scope
    from federation.network.models import Federation
    from federation.network.record.proving import prove

    with product():
        well, unread = True, 0
        for number, slug in db.session.execute(
            select(Federation.id, Federation.slug).order_by(Federation.id)
        ).all():
            with federation_scope(number):
                well &= prove(lambda line, slug=slug: click.echo(f"  {slug}: {line}"))  # type: ignore[misc]
                unread += len(check_seals().troubles)
    if unread:
        click.echo(
            f"{unread} sealed things cannot be read under the FEDERATION_SEAL_KEY in force here. Set the one of then."
        )
    click.echo("Mail is held. When this is the installation that people use, run: federation resume")
    if not well:
        raise click.ClickException(
            "What was restored is what the copy holds, and its record names faults: see above."
        )


def _key_of(copy: "CopyFile", passphrase_file: Path | None) -> str:
    return copy.secret_key(_passphrase(passphrase_file, new=False))


def _passphrase(file: Path | None, new: bool) -> str:
    """The passphrase from a file, the environment, or whoever sits there."""
    import os

    from federation.keeping.copy_file import LEAST_PASSPHRASE

    if file is not None:
        found = (file.read_text("utf-8").splitlines() or [""])[0]
    else:
        found = os.environ.get("FEDERATION_BACKUP_PASSPHRASE") or click.prompt(
            "Passphrase of the secret key in the copy", hide_input=True, confirmation_prompt=new
        )
    if new and len(found) < LEAST_PASSPHRASE:
        raise click.ClickException(f"The passphrase needs {LEAST_PASSPHRASE} characters or more.")
    return str(found)


commands = (backup, restore, resume)
