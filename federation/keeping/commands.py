"""The commands ``backup``, ``restore`` and ``resume``: copies of the whole installation; ``export`` and ``adopt``: one federation
that moves."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from federation.kernel.terminal import in_plain_words, product

if TYPE_CHECKING:
    from federation.keeping.copy_file import CopyFile

_PASSPHRASE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the passphrase of FILE (else FEDERATION_BACKUP_PASSPHRASE, or asked).",
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
    from federation.kernel.database_file import missing_file

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
    if place := missing_file(settings["owner_url"]):
        place.parent.mkdir(parents=True, exist_ok=True)
    restore_copy(settings["owner_url"], copy, key or theirs, tables_of(), leave_out)
    if theirs:
        own_secret("secret_key", theirs)
    read_settings()
    _prove()


@click.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_PASSPHRASE
@in_plain_words
def export_one(slug: str, file: Path, passphrase_file: Path | None) -> None:
    """Write the federation SLUG into FILE, in which it moves to another installation; here it goes on unchanged.

    Whoever has the file and its passphrase reads everything of the federation, what is sealed too.
    """
    from federation.app import tables_of
    from federation.keeping.exporting import export_federation
    from federation.kernel.config import read_settings

    settings = read_settings()
    passphrase = _passphrase(passphrase_file, new=True)
    about = export_federation(settings, file.absolute(), slug, passphrase, tables_of())
    rows = sum(one["rows"] for one in about["tables"])
    click.echo(
        f"{file}: {about['federation']['name']}, {rows:,} rows with {about['federation']['entries']:,} entries of its record, "
        "read back and whole."
    )
    click.echo(f"The key of this installation, as the page of its record says it: {about['from']}")
    if unread := about["unread"]:
        click.echo(
            f"{unread} sealed things cannot be read under the FEDERATION_SEAL_KEY in force here, and will not be elsewhere; "
            "the recovery key opens them."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PASSPHRASE
@click.option("--as", "slug", help="Its name in addresses here, where its own is taken.")
@click.option("--yes", is_flag=True, help="Do not ask before.")
@in_plain_words
def adopt(file: Path, passphrase_file: Path | None, slug: str | None, yes: bool) -> None:
    """Take in the federation in FILE, beside those that are here, and prove its record.

    Its mail is held until you run: federation resume
    """
    from federation.app import is_fact, tables_of
    from federation.keeping.adopting import adopt_federation
    from federation.keeping.moved_file import MovedFile
    from federation.kernel.config import read_settings
    from federation.network.federation.actions.creating import checked_slug

    settings, moved = read_settings(), MovedFile(file)
    keys = moved.open_keys(_passphrase(passphrase_file, new=False))
    one = moved.federation
    click.echo(
        f"{file}: {one['name']}, {one['entries']:,} entries of its record, made on {moved.about['made_at']}."
    )
    click.echo(
        f"From the installation with the key {moved.origin}: compare it with the page of the record there."
    )
    if not yes:
        click.confirm("Put it into the database in force here?", abort=True)
    name = checked_slug(slug) if slug else ""
    adopted = adopt_federation(settings, moved, keys, tables_of(), is_fact, name)
    click.echo(f"{one['name']} is here as {adopted.slug}, with {adopted.people:,} people.")
    _prove(adopted.id)


@click.command()
@click.option(
    "--send-old", "old", flag_value="send", help="Letters that waited when the copy was made leave too."
)
@click.option(
    "--forget-old", "old", flag_value="forget", help="Letters that waited when the copy was made never leave."
)
@in_plain_words
def resume(old: str | None) -> None:
    """Let mail leave again after a copy was restored, or a federation taken in: its people get a letter how they come in."""
    from federation.kernel.mail_hold import federations_held, is_held, let_go

    with product():
        moved = _welcome(list(federations_held()))
        if moved and not is_held():
            return
        count = let_go(old or "")
    what = {"send": "leave too", "forget": "were forgotten"}.get(old or "", "")
    click.echo("Mail leaves again." + (f" {count} letters from before {what}." if count else ""))


def _welcome(numbers: list[int]) -> bool:
    """Let the mail of federations that moved in leave, and write to their people; whether there are any."""
    from sqlalchemy import select

    from federation.kernel.db import db, unit_of_work
    from federation.kernel.mail_hold import let_federation_go
    from federation.kernel.tenancy import federation_scope
    from federation.network.members.terminal import welcome_people
    from federation.network.models import Federation

    for number in numbers:
        with federation_scope(number), unit_of_work():
            name = db.session.scalars(select(Federation.name).where(Federation.id == number)).one()
            count = welcome_people()
            let_federation_go()
        click.echo(f"Mail of {name} leaves again. {count:,} people get a letter that says how they come in.")
    return bool(numbers)


def _prove(only: int | None = None) -> None:
    """Prove the record of each federation, or of one, and say what cannot be read and that mail is held."""
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
            if only not in (None, number):
                continue
            with federation_scope(number):
                well &= prove(lambda line, slug=slug: click.echo(f"  {slug}: {line}"))  # type: ignore[misc]
                unread += len(check_seals().troubles)
    if unread:
        click.echo(
            f"{unread} sealed things cannot be read under the FEDERATION_SEAL_KEY in force here. Set the one of then."
        )
    click.echo("Its mail is held. When people are to use it here, run: federation resume")
    if not well:
        raise click.ClickException(
            "What is here is what the file holds, and its record names faults: see above."
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
            "Passphrase of the file", hide_input=True, confirmation_prompt=new
        )
    if new and len(found) < LEAST_PASSPHRASE:
        raise click.ClickException(f"The passphrase needs {LEAST_PASSPHRASE} characters or more.")
    return str(found)


commands = (backup, restore, resume, export_one, adopt)
