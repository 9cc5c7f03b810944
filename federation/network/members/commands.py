"""The commands ``person`` and ``token``: people with their roles, and programs that act for them."""

from typing import Any

import click

from federation.kernel.policy import ROLES
from federation.kernel.scopes import SCOPES
from federation.kernel.terminal import KEPT, in_plain_words, product
from federation.network.terminal import in_federation, product_in
from federation.people.commands import person


@person.command("add")
@click.argument("email", type=KEPT)
@click.option("--name", required=True, type=KEPT)
@in_federation
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--practice", "code", help="ODS code; for representatives and members.")
@in_plain_words
def person_add(email: str, name: str, slug: str, role: str, code: str | None) -> None:
    """Add a person with a role, and print the link with which they choose a password."""
    from federation.network.members.terminal import add_person_from_terminal

    with product_in(slug):
        click.echo(add_person_from_terminal(email, name, role, code))


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


@click.group()
def token() -> None:
    """Tokens for programs."""


@token.command("create")
@click.argument("email")
@in_federation
@click.option("--title", default="Made at the terminal", show_default=True, type=KEPT)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(tuple(SCOPES)),
    help="What it may be used for; may be repeated. Everything, where none is named.",
)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366), help="How long it works.")
@in_plain_words
def token_create(email: str, slug: str, title: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token for a person in a federation, and print it: it is shown once. Its owner gets a letter."""
    from federation.network.members.terminal import create_token

    with product_in(slug):
        click.echo(create_token(email, title, scopes, days))
