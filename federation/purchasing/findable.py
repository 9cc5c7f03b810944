"""Rounds and contracts in the search: what everybody reads of them, and never what one practice pays, or to whom."""

from collections.abc import Sequence

from flask import url_for

from federation.kernel import search
from federation.kernel.days import today
from federation.kernel.search import SearchHit
from federation.kernel.words import tag
from federation.plugin.feature import FoundLine
from federation.purchasing.queries.contracts import ShownContract, contracts_numbered
from federation.purchasing.queries.offers import offers_of
from federation.purchasing.queries.rounds import round_here, rounds_numbered
from federation.purchasing.queries.specifications import versions_of

ROUND, CONTRACT = "purchase", "contract"


def note_round(round_id: int) -> None:
    """Write down what can be found of a round, in the open unit of work: what it asks about, the newest version of what is to be
    bought, and who offers what."""
    found = round_here(round_id)
    text = [*(item for item, _ in found.items), found.call_off_reason]
    for spec in versions_of(round_id)[:1]:
        text += [spec.text, *(item for item, _ in spec.items), *spec.evidence.values()]
    text += [f"{one.supplier}: {one.item}. {one.words}" for one in offers_of(round_id)]
    search.index(ROUND, round_id, found.title, "\n".join(text))


def note_contract(found: ShownContract) -> None:
    """Write down what can be found of a contract, in the open unit of work."""
    search.index(CONTRACT, found.id, found.title, "\n".join([found.supplier, *found.indicators]))


def read_rounds(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each with its group and state. One statement."""
    return {
        one.id: FoundLine(
            one.title,
            url_for("purchasing.purchase_round", round_id=one.id),
            f"Purchase round of the {one.group}",
            tag(*one.tag),
            one.opened_at,
        )
        for one in rounds_numbered([hit.ref_id for hit in hits])
    }


def read_contracts(hits: Sequence[SearchHit], _person_id: int) -> dict[int, FoundLine]:
    """Each with its supplier and state. One statement."""
    now = today()
    return {
        one.id: FoundLine(
            one.title,
            url_for("purchasing.contract", contract_id=one.id),
            f"Contract with {one.supplier}, looked after by the {one.group}",
            tag(*one.tag(now)),
        )
        for one in contracts_numbered([hit.ref_id for hit in hits])
    }
