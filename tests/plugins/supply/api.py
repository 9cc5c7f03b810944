"""The same for programs of suppliers, who have the secret of the link and no token."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields

from federation.toolkit import (
    Endpoint,
    Interface,
    actor,
    answer,
    mail_guest_code,
    permission,
    session,
    with_guest_code,
)
from tests.plugins.supply import actions
from tests.plugins.supply.models import SupplyAnswer

interface = Interface("api_supply", __name__, "Questions to suppliers.")


class AnswerSchema(Schema):
    """What a supplier answers, with the code that was mailed."""

    words = fields.String(required=True)
    code = fields.String(required=True)


@interface.route("/supply/answers/<plain:token>")
class AnswerView(Endpoint):
    """The answer of a supplier."""

    @permission("supply.answer")
    @interface.arguments(AnswerSchema)
    @interface.response(201)
    def put(self, sent: dict[str, Any], token: str) -> Response:
        """Hand it in."""
        made = with_guest_code(sent["code"], lambda: actions.answer(actor(), sent["words"]))
        return answer({"receipt": session.get_one(SupplyAnswer, made).receipt}, 201)


@interface.route("/supply/answers/<plain:token>/code")
class CodeView(Endpoint):
    """The code that an answer asks for."""

    @permission("supply.answer")
    @interface.response(202)
    def post(self, token: str) -> Response:
        """Have one sent."""
        mail_guest_code()
        return answer({}, 202)
