"""Tables."""

from .assurance import CourseAnswer, CourseOpinion, CourseVerdict
from .briefs import CourseBrief, CourseQuote
from .courses import CourseAttendance, CourseBooking, CourseSession, LearningCourse
from .leading import ChallengeNote, ChallengeOutcome, FellowChallenge, LearningReview
from .needs import LearningNeed, NeedReply
from .offers import StaffLoan, StaffOffer
from .programmes import LearningProgramme
from .sets import LearningSet, LearningSetMeeting, LearningSetMember

__all__ = [
    "ChallengeNote",
    "ChallengeOutcome",
    "CourseAnswer",
    "CourseAttendance",
    "CourseBooking",
    "CourseBrief",
    "CourseOpinion",
    "CourseQuote",
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
