"""Who may do what about education."""

from typing import Final

from federation.toolkit import EVERYONE, GUEST, Permission

_MEMBERS = frozenset({"executive", "representative", "member"})
_OF_PRACTICES = frozenset({"representative", "member"})

PERMISSIONS: Final = (
    Permission("education.read", "read what practices need to learn, and about courses", EVERYONE),
    Permission(
        "education.ask",
        "ask practices what they need to learn",
        frozenset({"executive", "administrator", "representative"}),
    ),
    Permission("education.answer", "say what their practice needs to learn", _OF_PRACTICES),
    Permission("education.buy", "buy courses, and say who came", frozenset({"executive", "administrator"})),
    Permission("education.compare", "read what providers ask for courses", EVERYONE - {"observer"}),
    Permission("education.quote", "give a quote for a course by a link", frozenset({GUEST})),
    Permission("education.book", "book places in courses for their practice", _OF_PRACTICES),
    Permission("education.judge", "judge courses that they have not bought", EVERYONE - {"observer"}),
    Permission(
        "education.review",
        "say how programmes and hosts stand against a checklist",
        EVERYONE - {"observer"},
    ),
    Permission(
        "education.lead", "host challenges of fellows, begin learning sets, lend staff", _OF_PRACTICES
    ),
    Permission(
        "education.set",
        "write down meetings of a learning set that they are in",
        EVERYONE - {"observer"},
    ),
    Permission("education.propose", "propose a ranking of needs, or a programme", _MEMBERS),
)
