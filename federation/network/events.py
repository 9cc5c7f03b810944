"""What happened in the network: facts for features that listen."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's name and address were forgotten; what a feature keeps about the number should go too, where it can."""

    federation_id: int
    person_id: int
