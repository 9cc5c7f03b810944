"""What voters are called: practices in the members' decisions, members in those of a group."""

from dataclasses import dataclass
from typing import Final, Literal

_ARTICLE: Final = "the "
_PRONOUNS: Final = {
    "practice": {
        "who": "that",
        "it_has": "it has",
        "it_consents": "it consents",
        "readers": "all members",
        "Leads": "The executive and the chair",
    },
    "person": {
        "who": "who",
        "it_has": "they have",
        "it_consents": "they consent",
        "readers": "everybody who can read it",
        "Leads": "Those who lead the group",
    },
}


@dataclass(frozen=True)
class VoterNoun:
    """What voters are called: ``one`` of them, ``many`` of them, and ``of`` (" of the Home Visiting Group") behind both
    where a sentence speaks of all of them. ``kind``: whether a voter is a practice, which has patients, or a person.
    """

    one: str
    many: str
    of: str = ""
    kind: Literal["practice", "person"] = "practice"

    @property
    def who(self) -> str:
        """What leads to more about them: ``that`` or ``who``."""
        return _PRONOUNS[self.kind]["who"]

    def counted(self, number: int) -> str:
        """``1 practice``, ``2 members``: some of them."""
        return f"{number:,} {self.one if number == 1 else self.many}"

    def whole(self, number: int) -> str:
        """All of them, counted whether or not they voted: ``all 12 practices``; of few, ``2 practices``."""
        return f"{'all ' if number > 2 else ''}{self.counted(number)}{self.of}"

    def everybody(self, number: int) -> str:
        """All of them: ``all 12 practices``, ``both practices``, ``the only practice``."""
        few = {1: f"the only {self.one}", 2: f"both {self.many}"}
        return f"{few.get(number, f'all {number:,} {self.many}')}{self.of}"

    def out_of(self, number: int, voters: int) -> str:
        """The subject of a sentence: ``9 of the 12 practices``, ``None of the 12 practices``, ``All 12 practices``."""
        if number == voters:
            subject = self.everybody(voters)
            return f"{subject[0].upper()}{subject[1:]}"
        return f"{f'{number:,}' if number else 'None'} of the {voters:,} {self.many}{self.of}"

    def worded(self, text: str) -> str:
        """A sentence that is kept with ``{one}``, ``{many}``, ``{Many}`` and the pronouns that go with them."""
        return text.format(one=self.one, many=self.many, Many=self.many.capitalize(), **_PRONOUNS[self.kind])


PRACTICES: Final = VoterNoun("practice", "practices")
"""The voters of the members' decisions."""


def members_of(group_name: str) -> VoterNoun:
    """The voters of a group: ``member``, ``members``, `` of the Home Visiting Group``."""
    name = group_name.strip()
    if name.casefold().startswith(_ARTICLE):
        name = name[len(_ARTICLE) :]
    return VoterNoun("member", "members", f" of the {name}", "person")
