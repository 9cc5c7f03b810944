"""Tables."""

from .courses import (
    CourseAnswer,
    CourseAttendance,
    CourseBooking,
    CourseSession,
    CourseVerdict,
    LearningCourse,
)
from .needs import LearningNeed, LearningProgramme, NeedReply

__all__ = [
    "CourseAnswer",
    "CourseAttendance",
    "CourseBooking",
    "CourseSession",
    "CourseVerdict",
    "LearningCourse",
    "LearningNeed",
    "LearningProgramme",
    "NeedReply",
]
