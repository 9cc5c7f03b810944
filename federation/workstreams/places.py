"""The place on the page of a workstream to which other features may add, and what those are told of the page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkstreamShown:
    """The page of the work of a group (``workstreams.workstream``). ``stands``: the group has not ended."""

    group_id: int
    code: str
    name: str
    stands: bool
