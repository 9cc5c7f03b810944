"""How a maturity workshop goes: who sits where, what is done when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .errors import DiagnosticsError
from .words import people

SMALLEST_GROUP, LARGEST_GROUP = 4, 8  # people who can all be heard
SHORTEST, LONGEST, USUAL = 90, 120, 105  # minutes

BEFOREHAND = (
    "Ask people from every practice and from different jobs, not only partners.",
    "Send the eight dimensions and their levels a week before, and ask everybody to read them.",
    "Lay out one table for each group, with the levels printed large.",
)

RULES = (
    "Begin each dimension at level 1 and go up. Stop at the first level that you do not reach.",
    "The talk is worth more than the number. Where you differ, ask for an example.",
    "Where you still differ, write down the lower level, and note the range.",
)


@dataclass(frozen=True)
class ProtocolStep:
    """One step of the workshop. ``minutes`` is None for the step that takes the time that is left."""

    title: str
    words: str
    minutes: int | None


STEPS: tuple[ProtocolStep, ...] = (
    ProtocolStep(
        "Welcome", "Say why we are here, what happens to the results, and that no practice is marked.", 8
    ),
    ProtocolStep(
        "Read alone", "Everybody reads the eight dimensions and marks, without talking, where we are now.", 7
    ),
    ProtocolStep(
        "Talk in groups",
        "Take one dimension after the other. Agree where we are and where we want to be in a year.",
        None,
    ),
    ProtocolStep(
        "Look at it together", "Put the groups side by side. Talk about the largest differences first.", 15
    ),
    ProtocolStep(
        "Choose priorities",
        "Everybody has three votes. The two or three dimensions with most votes stay.",
        10,
    ),
    ProtocolStep("Next steps", "For each priority: what we will do, who does it, and by when.", 8),
    ProtocolStep("Close", "Everybody says one thing that surprised them.", 2),
)


@dataclass(frozen=True)
class ProtocolSlot:
    """A step with its time of day."""

    step: ProtocolStep
    begins: datetime
    ends: datetime

    @property
    def minutes(self) -> int:
        return int((self.ends - self.begins).total_seconds()) // 60


def timetable(begins: datetime, minutes: int = USUAL) -> tuple[ProtocolSlot, ...]:
    """The steps with their times; the talk in groups takes the time that the others leave.

    Error: DiagnosticsError for a workshop under 90 or over 120 minutes.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise DiagnosticsError("minutes", f"A workshop takes {SHORTEST} to {LONGEST} minutes.")
    left = minutes - sum(step.minutes or 0 for step in STEPS)
    slots: list[ProtocolSlot] = []
    for step in STEPS:
        ends = begins + timedelta(minutes=step.minutes or left)
        slots.append(ProtocolSlot(step, begins, ends))
        begins = ends
    return tuple(slots)


def groups(number: int) -> tuple[int, ...]:
    """The sizes of the groups for so many people: as few groups as can be, of 4 to 8, as equal as can be.

    8 people stay together; 9 make 5 and 4; 15 make 8 and 7. So 15 or more are always split. Error:
    DiagnosticsError for fewer than 4 people.
    """
    if number < SMALLEST_GROUP:
        raise DiagnosticsError(
            "people", f"A workshop needs {SMALLEST_GROUP} people or more. You have {people(number)}."
        )
    many = -(-number // LARGEST_GROUP)
    return tuple(number // many + (place < number % many) for place in range(many))
