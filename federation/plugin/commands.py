"""The command ``calculate``: the pure rules, for scripts."""

import sys
from typing import NoReturn

import click


@click.command()
@click.argument("name")
def calculate(name: str) -> None:
    """Calculate NAME from JSON on the standard input, and print JSON.

    \b
    allocation    {total, unit: pence|units, basis: [{code, list, weight}], min?, max?}
    fairness      {rows: [{code, amount, list}]}
    working_days  {from, add} or {from, to}, in England
    xmr           {values, screened?}
    funnel        {kind: proportion|ratio|standardised_ratio, rows: [{code, numerator, denominator}]}
    price_points  {points, bids, formula?: lowest|mean}; a bid is a price, or {code, price}
    subsidy       {income, direct, overhead}

    Plugins have more. What cannot be used is named on the standard error, and the exit status is 2.
    """
    import json

    from federation.kernel.given import Given
    from federation.kernel.refusals import Invalid
    from federation.plugin.calculations import calculation_named

    run = calculation_named(name)
    if run is None:
        _refuse(f"There is no calculation named {name}. See federation calculate --help.")
    try:
        found = run(Given.from_json(sys.stdin.buffer.read().decode("utf-8-sig")))
    except UnicodeDecodeError:
        _refuse("The input must be JSON.")
    except Invalid as refusal:
        _refuse(refusal.words)
    click.echo(json.dumps(found))


def _refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(2)


commands = (calculate,)
