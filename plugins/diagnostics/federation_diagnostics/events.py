"""Facts of network diagnostics, told to every feature after they were recorded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurveyOpened:
    """A survey of the members was opened."""

    federation_id: int
    survey_id: int
