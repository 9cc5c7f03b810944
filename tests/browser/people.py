"""Who takes part in the journeys, and how the first of them comes to an account."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from federation.decisions.voting.actions.opening import open_vote
from federation.kernel.db import unit_of_work
from federation.kernel.tenancy import federation_scope
from federation.network.federation.actions.creating import create_federation
from federation.network.models import Membership
from federation.people.models import Person
from federation.testing.visitor import Visitor
from federation.testing.world import LIST_SIZES, LONG_AGO, World, make_world
from tests.browser.site import Site
from tests.decisions.votes import preset, propose
from tests.people.accounts import PASSWORD, give_password
from tests.people.apps import PhoneApp


class Guest(NamedTuple):
    """Somebody who is invited. ``code`` is their practice's."""

    name: str
    email: str
    role: str
    code: str = ""

    @property
    def practice(self) -> str:
        """The practice they act for, as the practice file's names are made readable."""
        return LIST_SIZES[self.code][0] if self.code else ""


ADMIN = Guest("Wendy Sluice", "wendy.sluice@saltmarsh.example", "administrator")
EXECUTIVE = Guest("Edwin Tern", "edwin.tern@saltmarsh.example", "executive")
AUTHOR = Guest("Priya Nair", "priya.nair@saltmarsh.example", "representative", "Z99004")
VOTERS = (
    Guest("Dana Field", "dana.field@saltmarsh.example", "representative", "Z99001"),
    Guest("Lew Beacon", "lew.beacon@saltmarsh.example", "representative", "Z99002"),
    Guest("Quin Harbour", "quin.harbour@saltmarsh.example", "representative", "Z99003"),
    Guest("Stan Ferry", "stan.ferry@saltmarsh.example", "representative", "Z99005"),
)


def first_administrator(site: Site) -> None:
    """Somebody who administers another federation already, as the command line leaves it."""
    with site.app.app_context():
        federation = create_federation("brackenfield", "Brackenfield Federation")
        with unit_of_work() as session, federation_scope(federation):
            person = Person(email=ADMIN.email, name=ADMIN.name, created_at=LONG_AGO)
            session.add(person)
            session.flush()
            session.add(
                Membership(person_id=person.id, role="administrator", started_at=LONG_AGO, is_chair=False)
            )
            number = person.id
        give_password(number)


def set_an_app_up(who: Visitor, shot: str = "") -> PhoneApp:
    """On the page that asks for it: from the button to the recovery codes, and on to the page that was wanted."""
    who.press("Set up an app", f"{shot}-key" if shot else "")
    app = PhoneApp(who.page.locator("main code").inner_text().replace(" ", ""))
    who.fill(code=app.code())
    who.press("Continue", f"{shot}-recovery-codes" if shot else "")
    assert who.page.locator("main code").count() == 10
    who.follow("I have kept them: go on")
    return app


def vote_open(site: Site) -> tuple[World, int]:
    """A federation of 12 practices with a vote open, whose representatives have passwords."""
    with site.app.app_context():
        world = make_world("saltmarsh")
        for name in ("rep1", "rep2", "rep3", "chair", "admin", "lay"):
            give_password(world.people[name])
        decision_id = propose(world, "rep4", "Share home visits by patients and distance")
        closes_at = datetime.now(UTC) + timedelta(days=10)
        with world.scope():
            open_vote(world.actor("rep4"), decision_id, preset("double_majority"), closes_at)
        return world, decision_id


__all__ = [
    "ADMIN",
    "AUTHOR",
    "EXECUTIVE",
    "PASSWORD",
    "VOTERS",
    "Guest",
    "first_administrator",
    "set_an_app_up",
    "vote_open",
]
