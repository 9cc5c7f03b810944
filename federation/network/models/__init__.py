"""The tables of the network."""

from federation.network.models.dues import CalendarKey, ThingDue
from federation.network.models.files import StoredFile
from federation.network.models.groups import GroupSeat, GroupWording, NetworkGroup
from federation.network.models.guests import InvitedGuest
from federation.network.models.ledger import LedgerLine
from federation.network.models.places import (
    Federation,
    FederationAim,
    Membership,
    Neighbourhood,
    PackedUpload,
    PlaceChange,
    Practice,
    PracticePast,
    PracticeTotals,
    PracticeWord,
)
from federation.network.models.plugins import PluginFailure, PluginState, WaitingFact
from federation.network.models.threads import CommentEdit, ThreadComment, ThreadReading

__all__ = [
    "CalendarKey",
    "CommentEdit",
    "Federation",
    "FederationAim",
    "GroupSeat",
    "GroupWording",
    "InvitedGuest",
    "LedgerLine",
    "Membership",
    "Neighbourhood",
    "NetworkGroup",
    "PackedUpload",
    "PlaceChange",
    "PluginFailure",
    "PluginState",
    "Practice",
    "PracticePast",
    "PracticeTotals",
    "PracticeWord",
    "StoredFile",
    "ThingDue",
    "ThreadComment",
    "ThreadReading",
    "WaitingFact",
]
