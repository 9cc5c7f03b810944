"""The command ``person``: the people of an installation."""

import click

from federation.kernel.terminal import in_plain_words, product


@click.group()
def person() -> None:
    """The people of a federation."""


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


commands = (person,)
"""What the command ``federation`` takes in from here; others add to them."""
