"""What somebody meets on the first day: the administrator's set-up list, and a new representative's orientation."""

from typing import NamedTuple

from flask import current_app, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from federation.home.queries.setting_up import SettingUp, has_taken_part, setting_up
from federation.home.views import blueprint
from federation.kernel.mail import leaves
from federation.kernel.policy import Actor, may
from federation.kernel.web import actor, here, permission
from federation.kernel.words import plural, tag

_YEAR = 365 * 24 * 3600


class SetUpStep(NamedTuple):
    """One line of the set-up list: title, address, hint, state."""

    title: str
    url: str
    hint: str
    status: Markup


def set_up_steps(who: Actor) -> list[SetUpStep]:
    """The set-up list with how far each step is; nothing once all is done, when hidden, and for everybody else."""
    if not may(who, "network.administer") or here().settings.get("set_up_hidden"):
        return []
    settings = current_app.config["SETTINGS"]
    found, mail = setting_up(), leaves(settings) or bool(settings.get("demo"))
    if found.complete and mail:
        return []
    letters = SetUpStep(
        "Mail", url_for("network.mail"), "Letters reach nobody until a mail server is set", _state(mail)
    )
    return [letters, *_federation_steps(found), *_people_steps(found)]


def _federation_steps(found: SettingUp) -> list[SetUpStep]:
    sized = found.practices - found.unsized
    return [
        SetUpStep(
            "Purpose and aims",
            url_for("network.purpose"),
            "What the members agreed to do together",
            _state(found.purpose),
        ),
        SetUpStep(
            "Practices",
            url_for("network.import_practices"),
            "From the file that the NHS publishes",
            _state(found.practices > 0, plural(found.practices, "practice")),
        ),
        SetUpStep(
            "List sizes",
            url_for("network.import_list_sizes"),
            "For votes weighted by patients",
            _state(0 < found.practices == sized, f"{sized:,} of {found.practices:,}", sized > 0),
        ),
        SetUpStep(
            "Neighbourhoods",
            url_for("network.neighbourhoods"),
            "Only if your federation is divided into parts",
            tag("Done", "green") if found.neighbourhoods else tag("Optional", "white"),
        ),
    ]


def _people_steps(found: SettingUp) -> list[SetUpStep]:
    return [
        SetUpStep(
            "Representatives",
            url_for("network_people.invite_many"),
            "A practice without one cannot vote",
            _state(
                0 < found.voting <= found.represented,
                f"{found.represented:,} of {found.voting:,}",
                found.represented > 0,
            ),
        ),
        SetUpStep(
            "A second administrator or executive",
            url_for("network_people.invite"),
            "Somebody who can confirm roles, and help when you are away",
            _state(found.leaders > 1),
        ),
        SetUpStep(
            "The first vote",
            url_for("decisions.current"),
            "A representative or the executive puts it to the members",
            _state(found.first_vote),
        ),
    ]


def _state(done: bool, words: str = "", begun: bool = False) -> Markup:
    if done:
        return tag(words or "Done", "green")
    return tag(words, "blue") if words and begun else tag("To do", "yellow")


def oriented_cookie() -> str:
    """The name under which this device remembers that the orientation was seen."""
    return f"oriented-{here().id}-{actor().person_id}"


def needs_orientation(who: Actor) -> bool:
    """Whether a representative is new: has neither voted nor commented, and did not put the orientation away."""
    practices = [seat.practice_id for seat in who.representing]
    if not practices or request.cookies.get(oriented_cookie()):
        return False
    return not has_taken_part(who.person_id, practices)


def early_cookie() -> str:
    """The name under which this device remembers that the roles of the beginning were read of."""
    return f"early-{here().id}-{actor().person_id}"


@blueprint.post("/orientation")
@permission("decisions.read")
def put_orientation_away() -> Response:
    """Do not show the orientation on this device any more."""
    return _remembering(oriented_cookie())


@blueprint.post("/early-roles")
@permission("decisions.read")
def put_early_roles_away() -> Response:
    """Do not show on this device any more which roles somebody gave themselves at the beginning."""
    return _remembering(early_cookie())


def _remembering(cookie: str) -> Response:
    """Back to the first page, with a cookie that is kept."""
    answer = redirect(url_for(".first_page"), 303)
    answer.set_cookie(
        cookie,
        "1",
        max_age=_YEAR,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return answer
