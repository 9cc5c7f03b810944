"""The command ``import``: the files that the NHS publishes."""

from typing import Any

import click

from federation.kernel.terminal import in_plain_words
from federation.network.plugins.commands import plugin
from federation.network.terminal import in_federation, product_in


class ImportCommands(click.Group):
    """The files that the product knows, by their names, and whatever a feature declares, by its own."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; a name with a dot is a feature's."""
        return super().get_command(ctx, cmd_name) or (_of_feature(cmd_name) if "." in cmd_name else None)


@click.group("import", cls=ImportCommands)
def import_() -> None:
    """Files that the NHS publishes, and what features declare: federation import lending.loans FILE …"""


def _of_feature(name: str) -> click.Command:
    @click.command(name)
    @click.argument("file", type=click.File("rb"))
    @in_federation
    @click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
    @in_plain_words
    def import_sheet(file: Any, slug: str, dry_run: bool) -> None:
        """Import what a feature declares from a spreadsheet: all of it, or nothing where a line is wrong."""
        from federation.network.imports.terminal import import_sheet as run

        with product_in(slug):
            run(name, file.read(), dry_run)

    return import_sheet


@plugin.command("import")
@click.argument("name")
@click.argument("kind")
@click.argument("file", type=click.File("rb"))
@in_federation
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@in_plain_words
def plugin_import(name: str, kind: str, file: Any, slug: str, dry_run: bool) -> None:
    """Import what a plugin declares from a spreadsheet: all of it, or nothing where a line is wrong."""
    from federation.network.imports.terminal import import_sheet as run

    with product_in(slug):
        run(f"{name}.{kind}", file.read(), dry_run)


@import_.command("practices")
@click.argument("file", type=click.File("rb"))
@in_federation
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
@in_federation
@click.option("--leave-out", is_flag=True, help="Go on without the lines that cannot be read.")
@click.option("--older", is_flag=True, help="Use a file that is older than what is held, or than a year.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@in_plain_words
def import_list_sizes(file: Any, slug: str, leave_out: bool, older: bool, dry_run: bool) -> None:
    """Import list sizes from gp-reg-pat-prac-all.csv."""
    from federation.network.imports.terminal import import_list_sizes as run

    with product_in(slug):
        run(file.read(), leave_out, dry_run, older)


@import_.command("neighbourhoods")
@click.argument("file", type=click.File("rb"))
@in_federation
@click.option("--code-column", default="", help="The heading of the column with the ODS codes.")
@click.option("--name-column", default="", help="The heading of the column with the names.")
@click.option("--leave-out", is_flag=True, help="Go on without the lines that cannot be read.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@in_plain_words
def import_neighbourhoods(
    file: Any, slug: str, code_column: str, name_column: str, leave_out: bool, dry_run: bool
) -> None:
    """Import neighbourhoods from a column of any CSV file."""
    from federation.network.imports.terminal import import_neighbourhoods as run

    with product_in(slug):
        run(file.read(), code_column, name_column, leave_out, dry_run)
