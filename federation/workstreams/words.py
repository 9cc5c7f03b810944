"""What the work of a group is called on pages, in plain words."""

from collections.abc import Mapping
from typing import Final

STATUS_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "on_track": ("On track", "green"),
    "at_risk": ("At risk", "yellow"),
    "stuck": ("Stuck", "red"),
}
STATUS_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "on_track": ("On track", "It goes as planned"),
    "at_risk": ("At risk", "It may come late or cost more. Say why"),
    "stuck": ("Stuck", "It cannot go on. Say why, and what would help"),
}
MILESTONE_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "done": ("Done", "green"),
    "late": ("Late", "red"),
    "open": ("To come", "grey"),
    "dropped": ("Dropped", "grey"),
}
ITEM_KIND_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "problem": ("Problem", "Something is wrong, and the group is to find a way out"),
    "position": ("Position", "Something to speak up for, on behalf of practices"),
    "digest": ("Digest", "What is known of something, sifted and in short"),
    "commission": ("Commission", "A service to order, or to have done"),
}
"""The four kinds of work that are brought to a group."""
ITEM_MANY: Final[Mapping[str, str]] = {
    "problem": "problems",
    "position": "positions",
    "digest": "digests",
    "commission": "commissions",
}
FATE_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("Open", "blue"),
    "decision": ("Led to a decision", "green"),
    "act": ("Led to an act", "green"),
    "task": ("Became a task", "green"),
    "report": ("Reported", "green"),
    "closed": ("Closed", "grey"),
}
ITEM_LISTS: Final[Mapping[str, str]] = {"open": "Open", "over": "With an end"}
ITEM_LETTERS: Final = "workstreams.item"
"""Work that was brought to a group, as letters name it: read by whoever reads the workstream."""
TASK_TAGS: Final[Mapping[str, tuple[str, str]]] = {
    "open": ("To do", "grey"),
    "overdue": ("Overdue", "red"),
    "blocked": ("Blocked", "yellow"),
    "done": ("Done", "green"),
    "dropped": ("Dropped", "grey"),
}
TASK_LISTS: Final[Mapping[str, str]] = {
    "mine": "Mine",
    "ours": "Of my practice, and mine",
    "overdue": "Overdue",
    "blocked": "Blocked",
    "over": "Done or dropped",
}
"""What the tasks of a group can be narrowed to; else those to do are shown."""
FIRST_PLAN: Final = (
    "Agree with the members what we want to find out",
    "Ask the practices how it is today",
    "Write down what we found",
    "Try one change in a few practices",
    "Propose to the members what to do",
    "Tell the members what came of it",
)
"""The milestones that a new workstream is offered, for its lead to change."""
FIRST_TASKS: Final = (
    "Agree among the leads who does what",
    "Ask each practice for one person to talk to",
    "Call the first meeting",
)
"""The tasks that a new workstream is offered, for its lead to change."""
