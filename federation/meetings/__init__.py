"""Meetings: called with an agenda made of what is open, with who came, minutes that others correct, and what follows."""

from federation.meetings.acts import ACTS, THINGS
from federation.meetings.agreed import ALL_WEEKS, EGM_DAYS, EGM_SHARE, NOTICES, QUORUM
from federation.meetings.mail_kinds import MAIL
from federation.meetings.permissions import PERMISSIONS
from federation.plugin.feature import Feature, FileOwner, Found, NavItem

feature = Feature(
    name="meetings",
    title="Meetings",
    summary="Meetings of groups and of all members: agenda, who came, minutes, what follows.",
    package="federation.meetings",
    blueprints=("federation.meetings.blueprint:blueprint",),
    api=("federation.meetings.blueprint:programs",),
    pages=(
        "federation.meetings.views.calling",
        "federation.meetings.views.presence",
        "federation.meetings.views.asking",
        "federation.meetings.views.agenda",
        "federation.meetings.views.minutes",
        "federation.meetings.views.room",
        "federation.meetings.views.coming",
        "federation.meetings.views.papers",
        "federation.meetings.api.meetings",
        "federation.meetings.api.presence",
        "federation.meetings.api.asking",
        "federation.meetings.api.agenda",
        "federation.meetings.api.coming",
        "federation.meetings.api.papers",
    ),
    nav=(
        NavItem(
            "our_federation",
            "Meetings",
            "meetings.meetings",
            "When groups and all practices meet, what they speak about, and the minutes.",
            "members",
        ),
    ),
    permissions=PERMISSIONS,
    agreed=(*NOTICES.values(), ALL_WEEKS, QUORUM, EGM_SHARE, EGM_DAYS),
    acts=ACTS,
    things=THINGS,
    mail=MAIL,
    search=(
        Found(
            "meeting",
            "Meetings",
            "meetings.meeting",
            "meeting_id",
            read="federation.meetings.findable:read_meetings",
        ),
    ),
    files=(FileOwner("meetings.item", "federation.meetings.queries.papers:reads_item"),),
    proofs=("federation.meetings.proofs:approved_minutes", "federation.meetings.proofs:askings"),
    addresses=("meetings", "groups/*/meetings"),
    needs=("mandates",),
    always_on=True,
)
