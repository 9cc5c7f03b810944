"""Briefs and quotes for programs; providers hand a quote in with the secret of their link."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import (
    Endpoint,
    Invalid,
    LooseField,
    WordsField,
    actor,
    answer,
    mail_guest_code,
    may,
    permission,
    with_guest_code,
)

from ..blueprint import programs
from . import actions as act
from . import queries as briefs
from .rules import principles_met


class BriefSent(Schema):
    """A brief: ``brief`` has ``aim``, ``why``, ``doing``, ``solving``, ``use``, and ``because`` where one is left out."""

    title = WordsField(required=True, longest=120)
    brief = LooseField(required=True)
    places = fields.Integer(required=True, strict=True)
    closes_at = fields.AwareDateTime(required=True)
    programme = fields.Integer(load_default=None, allow_none=True)
    need = fields.Integer(load_default=None, allow_none=True)


class QuoteShown(Schema):
    """A quote, in pence; ``needs_tender``: it is above what we buy without one."""

    id = fields.Integer(required=True)
    provider = fields.String(required=True)
    pence = fields.Integer(required=True)
    a_place = fields.Integer(required=True)
    needs_tender = fields.Boolean(required=True)


class BriefShown(Schema):
    """A brief. ``quotes`` stand in it once their time is over, the lowest first, for whoever may compare them."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    places = fields.Integer(required=True)
    closes_at = fields.String(required=True)
    principles = fields.Dict(keys=fields.String(), values=fields.Boolean(), required=True)
    quotes = fields.List(fields.Nested(QuoteShown), required=True)


class ProviderSent(Schema):
    """A provider who is invited."""

    name = WordsField(required=True, longest=120)
    email = WordsField(required=True, longest=254)


class ProviderShown(Schema):
    """The number of an invitation; the link is mailed and told to nobody."""

    id = fields.Integer(required=True)


class QuoteSent(Schema):
    """What a provider asks in all, in pence, with the code that was mailed."""

    pence = fields.Integer(required=True, strict=True)
    teachers = WordsField(required=True, longest=200)
    words = WordsField(required=True, longest=2_000)
    code = WordsField(required=True, longest=12)


class QuoteTakenIn(Schema):
    """The number of a quote."""

    id = fields.Integer(required=True)


@programs.route("/education/briefs")
class CourseBriefsView(Endpoint):
    """Briefs for courses."""

    @permission("education.buy")
    @programs.arguments(BriefSent)
    @programs.response(201, BriefShown)
    def post(self, sent: dict[str, Any]) -> Response:
        """Write a brief."""
        wanted = act.BriefWanted(
            sent["title"],
            brief_sent(sent["brief"]),
            sent["places"],
            sent["closes_at"],
            sent["programme"],
            sent["need"],
        )
        return answer(_shown(act.write_brief(actor(), wanted)), 201)


@programs.route("/education/briefs/<int:brief_id>")
class CourseBriefView(Endpoint):
    """One brief."""

    @permission("education.read")
    @programs.response(200, BriefShown)
    def get(self, brief_id: int) -> Response:
        """A brief with its quotes."""
        return answer(_shown(brief_id))


@programs.route("/education/briefs/<int:brief_id>/providers")
class BriefProvidersView(Endpoint):
    """Who is asked for a quote."""

    @permission("education.buy")
    @programs.arguments(ProviderSent)
    @programs.response(201, ProviderShown)
    def post(self, sent: dict[str, Any], brief_id: int) -> Response:
        """Invite a provider."""
        return answer({"id": act.invite_provider(actor(), brief_id, sent["name"], sent["email"]).id}, 201)


@programs.route("/education/quotes/<plain:token>")
class ProviderQuoteView(Endpoint):
    """The quote of a provider."""

    @permission("education.quote")
    @programs.arguments(QuoteSent)
    @programs.response(201, QuoteTakenIn)
    @programs.alt_response(410, description="GONE")
    @programs.alt_response(429, description="TOO_MANY_REQUESTS")
    def put(self, sent: dict[str, Any], token: str) -> Response:
        """Give a quote, instead of the one before."""
        given = sent["pence"], sent["teachers"], sent["words"]
        return answer({"id": with_guest_code(sent["code"], lambda: act.give_quote(actor(), *given))}, 201)


@programs.route("/education/quotes/<plain:token>/code")
class ProviderCodeView(Endpoint):
    """The code that a quote asks for."""

    @permission("education.quote")
    @programs.response(202)
    @programs.alt_response(410, description="GONE")
    @programs.alt_response(429, description="TOO_MANY_REQUESTS")
    def post(self, token: str) -> Response:
        """Have one sent."""
        mail_guest_code()
        return answer({}, 202)


def brief_sent(sent: Any) -> dict[str, str]:
    """The parts of a brief as a program sends them; text alone is its aim. Raises ``Invalid`` at ``brief``."""
    brief = sent if isinstance(sent, dict) else {"aim": sent}
    if not all(isinstance(text, str) for text in brief.values()):
        raise Invalid("Each part of the brief is text", "brief")
    return brief


def _shown(brief_id: int) -> dict[str, Any]:
    brief = briefs.brief_here(brief_id)
    lines = briefs.quote_lines(brief) if may(actor(), "education.compare") else []
    return {
        "id": brief.id,
        "title": brief.title,
        "places": brief.places,
        "closes_at": brief.closes_at.isoformat(),
        "principles": principles_met(brief.brief),
        "quotes": [
            {
                "id": one.quote.id,
                "provider": one.provider,
                "pence": one.quote.pence,
                "a_place": one.side.a_place,
                "needs_tender": one.side.needs_tender,
            }
            for one in lines
        ],
    }
