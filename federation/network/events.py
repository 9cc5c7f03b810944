"""Facts about the network, announced when they happen, for features that listen."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class CheckpointWritten:
    """The record was signed as far as an entry; those who keep checkpoints get a letter."""

    told_to_plugins: ClassVar[bool] = False

    federation_id: int
    seq: int


@dataclass(frozen=True, slots=True)
class PracticeCalledClosed:
    """A file calls a practice closed that the members alone take off the list: it stays until they were told and could object."""

    told_to_plugins: ClassVar[bool] = False

    federation_id: int
    practice_id: int
    saved_by: int | None
    """Who saved the file; None at the terminal."""


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's name and address were forgotten; what a feature keeps about the number should go too, where it can."""

    federation_id: int
    person_id: int
