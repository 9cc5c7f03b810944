"""What we give and gain: the page and the spreadsheet."""

from flask import Response, render_template

from federation.kernel.web import actor, here, permission
from federation.network.blueprint import OURS, blueprint
from federation.network.ledger.lists import LedgerFilter, ledger_lines


@blueprint.get(f"{OURS}/ledger")
@permission("network.read")
def ledger() -> str:
    """All lines, to find, sort and take away."""
    return render_template("network/ledger/list.html", listed=ledger_lines(actor()).page(LedgerFilter()))


@blueprint.get(f"{OURS}/ledger.csv")
@permission("network.read")
def ledger_csv() -> Response:
    """The lines that the filters leave, as a spreadsheet."""
    return ledger_lines(actor()).file(f"{here().slug}-given-and-gained.csv", LedgerFilter())
