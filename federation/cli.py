"""The command ``federation``: what runs the product, and what each part of it brings in a ``commands.py``.

Imports what a command needs when the command runs, so that ``--help`` is instant.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from federation.kernel.terminal import in_plain_words, product

if TYPE_CHECKING:
    from flask import Flask


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """GP practices that work together decide together."""
    from federation.kernel.logs import keep_values_out, without_words

    keep_values_out()
    sys.excepthook = lambda _kind, error, _trace: print(without_words(error), file=sys.stderr)
    context.obj = _make


def _make() -> "Flask":
    from federation.app import create_app

    return create_app()


def _take_in() -> None:
    """The commands of each part that has some: ``commands.py`` is found by its name, as ``models.py`` is."""
    for path in sorted(Path(__file__).parent.glob("*/commands.py")):
        for command in import_module(f"federation.{path.parent.name}.commands").commands:
            main.add_command(command)


@main.group()
def db() -> None:
    """The database's tables."""


@db.command("upgrade")
@in_plain_words
def db_upgrade() -> None:
    """Make or update the tables; safe to run at any time."""
    from federation.app import upgrade_database
    from federation.kernel.config import read_settings
    from federation.kernel.database_file import missing_file

    settings = read_settings()
    url = settings["owner_url"]
    if file := missing_file(url):
        file.parent.mkdir(parents=True, exist_ok=True)
    upgrade_database(url, secret_key=settings["secret_key"], apart=True)
    click.echo("The database is up to date.")


@db.command("revision")
@click.argument("feature")
@click.argument("words")
@in_plain_words
def db_revision(feature: str, words: str) -> None:
    """Write the next migration of a FEATURE, the product's own or a plugin, from its models. WORDS say what changes."""
    from federation.scaffold.revision import revise

    click.echo(revise(feature, words))


@db.command("status")
@in_plain_words
def db_status() -> None:
    """Say which version each part of the database has, and where its tables are not what the code says."""
    from federation.app import tables_of
    from federation.kernel.config import read_settings
    from federation.plugin.installed import installed
    from federation.plugin.leftovers import orphans
    from federation.plugin.migrate import faults, standing

    url, plugins = read_settings()["database_url"], installed()
    units = tables_of(plugins)
    for one in standing(url, units):
        click.echo(f"{one.unit}: {one.now or 'no tables yet'}")
    wrong = faults(url, units)
    for words in wrong:
        click.echo(words)
    for orphan in orphans(url, [one.feature.name for one in plugins]):
        click.echo(
            f"{orphan.name}: not installed any more; its data stays in {', '.join(orphan.kept_in) or 'no table'} "
            f"(install it again, or run: federation plugin purge {orphan.name})"
        )
    sys.exit(1 if wrong else 0)


@main.command()
@in_plain_words
def routes() -> None:
    """List every endpoint with its permission, one a line."""
    from federation.kernel.endpoints import endpoints

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
    from federation.serving import serve as run

    if fresh and not demo:
        raise click.ClickException("--fresh goes with --demo: only the demonstration is ever deleted.")

    def agreed(words: str) -> bool:
        click.echo(words)
        return yes or click.confirm("Delete it and make it anew?")

    run(host, port, workers, demo, agreed if fresh else None)


@main.command()
@click.option("--once", is_flag=True, help="Do what is due now, say how much it was, and end.")
@in_plain_words
def worker(once: bool) -> None:
    """Close votes, remind, and send mail until stopped; a letter that is on its way is handed over first."""
    import signal
    import threading

    from federation.kernel.config import read_settings
    from federation.kernel.log_lines import write_to_stderr
    from federation.serving import refuse_other_tables
    from federation.worker import run_for_ever, run_once

    if once:
        with product() as app:
            write_to_stderr(app.config["SETTINGS"]["log_format"])
            click.echo(f"Done: {run_once(app)}")
        return
    refuse_other_tables(read_settings())
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with product() as app:
        write_to_stderr(app.config["SETTINGS"]["log_format"])
        run_for_ever(app, stop)


@main.group("mail")
def mail_group() -> None:
    """Letters that wait."""


@mail_group.command("again")
@in_plain_words
def mail_again() -> None:
    """Try again what was given up: letters, and facts that features were to be told."""
    from federation.kernel.health import try_again

    with product():
        click.echo(f"{try_again()} messages are tried again. A worker takes them in turn.")


@main.command()
@in_plain_words
def doctor() -> None:
    """Name every unsafe setting and every thing that needs attention. Ends with 1 where there is one; what only production asks
    for is said, and counts there alone."""
    from federation.doctor import FOR_PRODUCTION, examine

    problems = examine()
    for line in problems:
        click.echo(line)
    serious = [line for line in problems if not line.startswith(FOR_PRODUCTION)]
    if not serious:
        click.echo(
            "All is well." if not problems else "All is well, for an installation that is not production."
        )
    sys.exit(1 if serious else 0)


_take_in()
