"""Facts that others may hear of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourseJudged:
    """A group has judged a course: ``accept``, ``remedy`` or ``stop``."""

    federation_id: int
    course_id: int
    verdict: str
