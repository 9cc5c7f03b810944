"""The command ``federation``. Imports what a command needs when the command runs, so that ``--help`` is instant."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask

SCOPE_NAMES = ("read", "propose", "cast", "administer")
ROLE_NAMES = ("administrator", "executive", "representative", "member", "lay_partner", "observer")


class KeptWords(click.types.StringParamType):
    """Words that are written down: nothing that tells of a patient is taken."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words, or a refusal."""
        from federation.kernel.patient_data import objection_to

        text: str = super().convert(value, param, ctx)
        if words := objection_to(text):
            self.fail(words, param, ctx)
        return text


KEPT = KeptWords()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """GP practices that work together decide together."""
    from federation.kernel.logs import keep_values_out, without_words

    keep_values_out()
    sys.excepthook = lambda _kind, error, _trace: print(without_words(error), file=sys.stderr)


def in_plain_words(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a refusal into one line on the error output and exit status 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from sqlalchemy.exc import DBAPIError

        from federation.kernel.assets import AssetsMissing
        from federation.kernel.config import Unsafe
        from federation.kernel.refusals import Refusal
        from federation.kernel.web import BootRefused

        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(refusal.words) from None
        except (AssetsMissing, Unsafe, BootRefused) as error:
            raise click.ClickException(str(error)) from None
        except DBAPIError as error:
            if "no such table" in str(error.orig) or "UndefinedTable" in type(error.orig).__name__:
                raise click.ClickException(
                    "The database has no tables for this yet. Run: federation db upgrade"
                ) from None
            raise

    return run


@contextmanager
def product() -> Iterator["Flask"]:
    """The app, in its context."""
    from federation.app import create_app

    app = create_app()
    with app.app_context():
        yield app


@contextmanager
def product_in(slug: str) -> Iterator["Flask"]:
    """The app, in its context and within one federation."""
    from federation.kernel.tenancy import federation_scope
    from federation.network.federation.queries import federation_named

    with product() as app, federation_scope(federation_named(slug).id):
        yield app


@main.group()
def db() -> None:
    """The database's tables."""


@db.command("upgrade")
@in_plain_words
def db_upgrade() -> None:
    """Make or update the tables; safe to run at any time."""
    from federation.app import upgrade_database
    from federation.kernel.config import read_settings
    from federation.paths import variable_data

    settings = read_settings()
    url = settings["owner_url"]
    if url.startswith("sqlite:///"):
        variable_data().mkdir(parents=True, exist_ok=True)
    upgrade_database(url, secret_key=settings["secret_key"])
    click.echo("The database is up to date.")


@db.command("status")
@in_plain_words
def db_status() -> None:
    """Say which version each part of the database has."""
    from federation.kernel.config import read_settings
    from federation.plugin.installed import installed, units
    from federation.plugin.leftovers import orphans
    from federation.plugin.migrate import CORE, versions

    url, plugins = read_settings()["database_url"], installed()
    behind = False
    for unit, now, newest in versions(url, (CORE, *units(plugins))):
        behind = behind or now != newest
        click.echo(
            f"{unit}: {now or 'no tables yet'}"
            + ("" if now == newest else f" (newest: {newest}; run: federation db upgrade)")
        )
    for orphan in orphans(url, [one.feature.name for one in plugins]):
        click.echo(
            f"{orphan.name}: not installed any more; its data stays in {', '.join(orphan.kept_in) or 'no table'} "
            f"(install it again, or run: federation plugin purge {orphan.name})"
        )
    sys.exit(1 if behind else 0)


@main.group()
def plugin() -> None:
    """Plugins: what is installed, and where it is switched on."""


@plugin.command("list")
@in_plain_words
def plugin_list() -> None:
    """List every installed plugin, one a line: name, version, title, where it is on."""
    from federation.terminal import plugin_lines

    with product():
        for line in plugin_lines():
            click.echo(line)


def _switch(name: str, slug: str, on: bool) -> None:
    from federation.network.plugins.actions.switching import switch_from_terminal

    with product_in(slug):
        changed = switch_from_terminal(name, on)
    word = "on" if on else "off"
    click.echo(f"Switched {word}: {', '.join(changed)}" if changed else f"{name} was {word} already.")


@plugin.command("enable")
@click.argument("name")
@click.option("--federation", "slug", required=True)
@in_plain_words
def plugin_enable(name: str, slug: str) -> None:
    """Switch a plugin on in a federation, with those it needs."""
    _switch(name, slug, True)


@plugin.command("disable")
@click.argument("name")
@click.option("--federation", "slug", required=True)
@in_plain_words
def plugin_disable(name: str, slug: str) -> None:
    """Switch a plugin off in a federation, with those that need it; its data stays."""
    _switch(name, slug, False)


@plugin.command("doctor")
@click.argument("name", required=False)
@in_plain_words
def plugin_doctor(name: str | None) -> None:
    """Check installed plugins against the contract, their tables and their failures."""
    from federation.terminal import examine_plugins

    with product():
        well = examine_plugins(name, click.echo)
    sys.exit(0 if well else 1)


@plugin.command("run-again")
@click.argument("name")
@click.option("--federation", "slug", required=True)
@in_plain_words
def plugin_run_again(name: str, slug: str) -> None:
    """Tell a plugin again, once it is mended, what it failed on."""
    from federation.network.plugins.actions.switching import check_switch
    from federation.network.plugins.actions.troubles import run_all_again

    with product_in(slug):
        check_switch(name)
        done, left = run_all_again(name)
    click.echo(f"{done} went well, {left} failed again.")
    sys.exit(1 if left else 0)


@plugin.command("purge")
@click.argument("name")
@click.option("--folder", default=".", show_default=True, type=click.Path(exists=True, file_okay=False))
@click.option("--yes", "typed", metavar="NAME", help="The plugin's name again, for scripts.")
@in_plain_words
def plugin_purge(name: str, folder: str, typed: str | None) -> None:
    """Remove a plugin's tables for good, in every federation: its data is written to a file first."""
    from pathlib import Path

    from federation.terminal import purge_plugin

    with product() as app:
        click.echo(f"This removes all data of {name} from every federation of this installation.")
        again = typed if typed is not None else click.prompt(f"Type {name} to go on")
        path, rows = purge_plugin(app, name, again, Path(folder))
    click.echo(f"Removed. {rows} rows were written to {path} before.")


@plugin.command("new")
@click.argument("name")
@in_plain_words
def plugin_new(name: str) -> None:
    """Write a working plugin into the folder NAME."""
    from pathlib import Path

    from federation.scaffold import write

    for line in write(name, Path.cwd()):
        click.echo(line)


@plugin.command("revision")
@click.argument("name")
@click.argument("words")
@in_plain_words
def plugin_revision(name: str, words: str) -> None:
    """Write the next migration of a plugin from its models. WORDS say what changes."""
    from federation.scaffold.revision import revise

    click.echo(revise(name, words))


@main.command()
@in_plain_words
def routes() -> None:
    """List every endpoint with its permission, one a line."""
    from federation.kernel.web import endpoints

    with product() as app:
        for rule, methods, endpoint, needed in endpoints(app):
            click.echo(f"{methods:<18} {rule:<70} {endpoint:<40} {needed}")


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port on this machine.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes that answer requests.")
@click.option("--demo", is_flag=True, help="Serve a made-up federation with open sign-ins.")
@click.option("--fresh", is_flag=True, help="With --demo: delete its database and make it anew.")
@click.option("--yes", is_flag=True, help="With --fresh: do not ask before.")
@in_plain_words
def serve(port: int, host: str, workers: int, demo: bool, fresh: bool, yes: bool) -> None:
    """Serve the product."""
    from federation.kernel.logs import write_to_stderr
    from federation.serving import serve as run

    write_to_stderr()
    if fresh and not demo:
        raise click.ClickException("--fresh goes with --demo: only the demonstration is ever deleted.")

    def agreed(words: str) -> bool:
        click.echo(words)
        return yes or click.confirm("Delete it and make it anew?")

    run(host, port, workers, demo, agreed if fresh else None)


@main.command()
@in_plain_words
def worker() -> None:
    """Close votes, remind, and send mail until stopped."""
    import threading

    from federation.kernel.logs import write_to_stderr
    from federation.worker import run_for_ever

    write_to_stderr()
    with product() as app:
        run_for_ever(app, threading.Event())


@main.group()
def record() -> None:
    """The record of a federation."""


@record.command("verify")
@click.option("--federation", "slug", required=True)
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
    from federation.proving import prove

    with product_in(slug):
        well = prove(click.echo, [file.read() for file in files], keys)
    sys.exit(0 if well else 1)


@main.group()
def person() -> None:
    """The people of a federation."""


@person.command("add")
@click.argument("email", type=KEPT)
@click.option("--name", required=True, type=KEPT)
@click.option("--federation", "slug", required=True)
@click.option("--role", type=click.Choice(ROLE_NAMES), required=True)
@click.option("--practice", "code", help="ODS code; for representatives and members.")
@in_plain_words
def person_add(email: str, name: str, slug: str, role: str, code: str | None) -> None:
    """Add a person with a role, and print the link with which they choose a password."""
    from federation.network.members.terminal import add_person_from_terminal

    with product_in(slug):
        click.echo(add_person_from_terminal(email, name, role, code))


@person.command("reset-second-factor")
@click.argument("email")
@in_plain_words
def person_reset_second_factor(email: str) -> None:
    """Take the authenticator app off an account whose owner lost it and has no recovery code left.

    Be sure that it is they who ask: afterwards the password alone opens the account.
    """
    from federation.people.actions.second_factor import reset

    with product():
        name = reset(email)
    click.echo(f"{name} signs in with the password alone now, is signed out everywhere, and gets an email.")


@person.command("erase")
@click.argument("email")
@click.option("--export", type=click.File("w", encoding="utf-8"), help="First write all that is kept here.")
@click.option("--yes", is_flag=True, help="Do not ask for the address again.")
@in_plain_words
def person_erase(email: str, export: Any, yes: bool) -> None:
    """Erase a person's account for good; what they did stays in the records, under 'Former member'."""
    from federation.network.members.actions.erasing import erase_person, person_with
    from federation.people.export import everything_as_json

    with product():
        found = person_with(email)
        if not yes and click.prompt(f"{found.name} cannot be brought back. Type the address again") != email:
            raise click.ClickException("The addresses differ. Nothing was erased.")
        if export:
            export.write(everything_as_json(found.id))
        erase_person(email)
    click.echo("The account is erased. Copies of the database made before still have it.")


@main.group()
def token() -> None:
    """Tokens for programs."""


@token.command("create")
@click.argument("email")
@click.option("--federation", "slug", required=True)
@click.option("--title", default="Made at the terminal", show_default=True, type=KEPT)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPE_NAMES),
    help="What it may be used for; may be repeated. Everything, where none is named.",
)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366), help="How long it works.")
@in_plain_words
def token_create(email: str, slug: str, title: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token for a person in a federation, and print it: it is shown once. Its owner gets a letter."""
    from federation.network.members.terminal import create_token

    with product_in(slug):
        click.echo(create_token(email, title, scopes, days))


@main.command()
@click.argument("slug", type=KEPT)
@click.option("--name", required=True, type=KEPT)
@click.option(
    "--notice-hours", default=24, show_default=True, help="How long votes are open at least; 0 for no floor."
)
@click.option(
    "--quorum",
    default="1/2",
    show_default=True,
    help="More than this part of the practices must vote; 0 for no floor.",
)
@in_plain_words
def create(slug: str, name: str, notice_hours: int, quorum: str) -> None:
    """Make a federation. SLUG is its name in addresses: small letters, digits and hyphens."""
    from federation.demo.anew import refuse_beside_demonstration
    from federation.network.federation.actions.creating import create_federation

    with product():
        refuse_beside_demonstration()
        create_federation(slug, name, notice_hours=notice_hours, quorum=quorum)
    click.echo(
        f"{name} is ready. Add an administrator: federation person add EMAIL --name NAME --federation {slug} --role administrator"
    )


@main.group("import")
def import_() -> None:
    """Files that the NHS publishes."""


@import_.command("practices")
@click.argument("file", type=click.File("rb"))
@click.option("--federation", "slug", required=True)
@click.option("--icb", multiple=True, help="Integrated care board, by code; may be repeated.")
@click.option("--sub-icb", multiple=True, help="Sub-ICB location, by code; may be repeated.")
@click.option("--postcode-area", multiple=True, help="For example M, or SK8; may be repeated.")
@click.option("--codes", type=click.File("r"), help="A file with ODS codes.")
@click.option("--associate", is_flag=True, help="New practices join as associates.")
@click.option("--leave-out", is_flag=True, help="Go on without the lines that cannot be read.")
@click.option("--older", is_flag=True, help="Use a file that is older than what is held, or than a year.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@in_plain_words
def import_practices(
    file: Any,
    slug: str,
    icb: tuple[str, ...],
    sub_icb: tuple[str, ...],
    postcode_area: tuple[str, ...],
    codes: Any,
    associate: bool,
    leave_out: bool,
    older: bool,
    dry_run: bool,
) -> None:
    """Import practices from epraccur.csv."""
    from federation.network.imports.terminal import import_practices as run

    with product_in(slug):
        run(
            file.read(),
            icb,
            sub_icb,
            postcode_area,
            codes.read() if codes else "",
            associate,
            leave_out,
            dry_run,
            older,
            file.name,
        )


@import_.command("list-sizes")
@click.argument("file", type=click.File("rb"))
@click.option("--federation", "slug", required=True)
@click.option("--leave-out", is_flag=True, help="Go on without the lines that cannot be read.")
@click.option("--older", is_flag=True, help="Use a file that is older than what is held, or than a year.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@in_plain_words
def import_list_sizes(file: Any, slug: str, leave_out: bool, older: bool, dry_run: bool) -> None:
    """Import list sizes from gp-reg-pat-prac-all.csv."""
    from federation.network.imports.terminal import import_list_sizes as run

    with product_in(slug):
        run(file.read(), leave_out, dry_run, older)


@main.command()
@click.option(
    "--plugin", "name", help="Run only this plugin's demonstration, again: what it had there goes first."
)
@in_plain_words
def demo(name: str | None) -> None:
    """Fill the database with a made-up federation, once."""
    from federation.demo import fill
    from federation.demo.of_plugins import tell_again

    with product() as app:
        click.echo(tell_again(name) if name else fill(app))


@main.command()
@in_plain_words
def doctor() -> None:
    """Name every unsafe setting and every thing that needs attention."""
    from federation.doctor import examine

    problems = examine()
    for line in problems:
        click.echo(line)
    if not problems:
        click.echo("All is well.")
    sys.exit(1 if problems else 0)
