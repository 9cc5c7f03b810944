"""Tables."""

from .courses import (
    CourseAnswer,
    CourseAttendance,
    CourseBooking,
    CourseSession,
    CourseVerdict,
    LearningCourse,
)
from .leading import (
    ChallengeNote,
    ChallengeOutcome,
    FellowChallenge,
    LearningReview,
    StaffLoan,
    StaffOffer,
)
from .needs import LearningNeed, LearningProgramme, NeedReply
from .sets import LearningSet, LearningSetMeeting, LearningSetMember

__all__ = [
    "ChallengeNote",
    "ChallengeOutcome",
    "CourseAnswer",
    "CourseAttendance",
    "CourseBooking",
    "CourseSession",
    "CourseVerdict",
    "FellowChallenge",
    "LearningCourse",
    "LearningNeed",
    "LearningProgramme",
    "LearningReview",
    "LearningSet",
    "LearningSetMeeting",
    "LearningSetMember",
    "NeedReply",
    "StaffLoan",
    "StaffOffer",
]
