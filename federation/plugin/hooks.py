"""The five hooks. A hook exists only where something happens; what is static is in the value ``Feature``."""

from collections.abc import Sequence
from typing import Any

import pluggy

from federation.plugin.feature import Feature, Objection, Panel, PersonalRecord

PROJECT = "federation"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookSpecifications:
    """The hooks that a feature may answer."""

    @hookspec
    def feature(self) -> Feature:  # type: ignore[empty-body]
        """The feature's value, asked at boot. A failure stops the start and names the package."""

    @hookspec
    def happened(self, event: Any) -> None:
        """A fact, after it was recorded. Called from the outbox; a failure is kept and can be repeated."""

    @hookspec
    def objections(self, act: Any) -> Sequence[Objection]:  # type: ignore[empty-body]
        """May this go on? A failure counts as an objection."""

    @hookspec
    def panels(self, place: str, subject: Any) -> Sequence[Panel]:  # type: ignore[empty-body]
        """A page asks for more. A failure shows nothing."""

    @hookspec
    def personal_data(self, person_id: int) -> Sequence[PersonalRecord]:  # type: ignore[empty-body]
        """What is kept about a person; asked of every feature, on or off."""
