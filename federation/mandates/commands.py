"""The command ``group``."""

import click

from federation.kernel.terminal import in_plain_words
from federation.network.terminal import in_federation, product_in


@click.group()
def group() -> None:
    """The groups of a federation and their mandates."""


@group.command("list")
@in_federation
@in_plain_words
def group_list(slug: str) -> None:
    """List the groups, one a line: name, mandate, what is left of its money, next report."""
    from federation.kernel.words import day, money
    from federation.network.groups.queries import groups, standings

    with product_in(slug):
        told = standings()
        for one in groups():
            standing = told.get(one.id)
            if standing is None:
                click.echo(f"{one.name}\tno mandate")
                continue
            due = day(standing.report_due_at) if standing.report_due_at else "none"
            click.echo(f"{one.name}\t{standing.state}\t{money(standing.left_pence)} left\tnext report: {due}")


commands = (group,)
