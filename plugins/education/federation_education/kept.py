"""What is kept about a person."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from federation.toolkit import PersonalRecord, session

from .models import (
    ChallengeNote,
    ChallengeOutcome,
    CourseAnswer,
    CourseAttendance,
    CourseBooking,
    CourseOpinion,
    CourseVerdict,
    FellowChallenge,
    LearningCourse,
    LearningNeed,
    LearningProgramme,
    LearningReview,
    LearningSet,
    LearningSetMeeting,
    LearningSetMember,
    NeedReply,
    StaffLoan,
    StaffOffer,
)


def kept_about(person_id: int) -> list[PersonalRecord]:
    """What somebody asked, answered for their practice, and proposed."""
    asked = session.scalars(select(LearningNeed).where(LearningNeed.asked_by == person_id))
    replies = session.scalars(select(NeedReply).where(NeedReply.person_id == person_id))
    proposed = session.scalars(select(LearningProgramme).where(LearningProgramme.proposed_by == person_id))
    return [
        *(PersonalRecord("Asked what practices need to learn", {"title": one.title}) for one in asked),
        *(
            PersonalRecord(
                "Answered for a practice what it needs to learn",
                {
                    "need": one.need_id,
                    "practice": one.practice_id,
                    "answers": one.answers,
                    "at": one.answered_at.isoformat(),
                },
            )
            for one in replies
        ),
        *(PersonalRecord("Proposed a programme", {"year": one.year}) for one in proposed),
        *_of_courses(person_id),
        *_of_leading(person_id),
        *_of_sets(person_id),
    ]


def _of_courses(person_id: int) -> Iterator[PersonalRecord]:
    """What somebody bought, booked, noted, said and judged."""
    for course in session.scalars(select(LearningCourse).where(LearningCourse.bought_by == person_id)):
        yield PersonalRecord("Bought a course", {"title": course.title})
    mine = or_(CourseBooking.person_id == person_id, CourseBooking.booked_by == person_id)
    for booking in session.scalars(select(CourseBooking).where(mine)):
        content = {
            "course": booking.course_id,
            "place": booking.state,
            "mine": booking.person_id == person_id,
        }
        yield PersonalRecord("Place in a course", content)
    for came in session.scalars(select(CourseAttendance).where(CourseAttendance.noted_by == person_id)):
        yield PersonalRecord("Noted that a place was used", {"course": came.course_id})
    for said in session.scalars(select(CourseAnswer).where(CourseAnswer.person_id == person_id)):
        content = {"course": said.course_id, "level": said.level, "yes": said.said, "words": said.words}
        yield PersonalRecord("Said what a course was worth", content)
    for weighed in session.scalars(select(CourseOpinion).where(CourseOpinion.person_id == person_id)):
        content = {"course": weighed.course_id, "verdict": weighed.verdict, "reason": weighed.reason}
        yield PersonalRecord("Said how they judge a course", content)
    two = or_(CourseVerdict.person_id == person_id, CourseVerdict.confirmed_by == person_id)
    for verdict in session.scalars(select(CourseVerdict).where(two)):
        content = {"course": verdict.course_id, "verdict": verdict.verdict, "reason": verdict.reason}
        yield PersonalRecord("Judged a course", content)


def _of_leading(person_id: int) -> Iterator[PersonalRecord]:
    """What somebody said, registered, wrote down, offered and took."""
    for review in session.scalars(select(LearningReview).where(LearningReview.person_id == person_id)):
        content = {
            "list": review.template,
            "item": review.item,
            "rating": review.rating,
            "seen": review.evidence,
        }
        yield PersonalRecord("Said how something stands", content)
    part = or_(
        FellowChallenge.fellow_id == person_id,
        FellowChallenge.mentor_id == person_id,
        FellowChallenge.coach_id == person_id,
        FellowChallenge.registered_by == person_id,
    )
    for challenge in session.scalars(select(FellowChallenge).where(part)):
        yield PersonalRecord("Takes part in a challenge", {"title": challenge.title})
    for note in session.scalars(select(ChallengeNote).where(ChallengeNote.person_id == person_id)):
        yield PersonalRecord("Wrote down what was done", {"strand": note.strand, "words": note.words})
    for said in session.scalars(select(ChallengeOutcome).where(ChallengeOutcome.person_id == person_id)):
        content = {"worthwhile": said.worthwhile, "empowered": said.empowered, "sustained": said.sustained}
        yield PersonalRecord("Said what is left a year on", {**content, "words": said.words})
    for offer in session.scalars(select(StaffOffer).where(StaffOffer.offered_by == person_id)):
        yield PersonalRecord("Offered time", {"skill": offer.skill, "hours": offer.hours})
    for loan in session.scalars(select(StaffLoan).where(StaffLoan.taken_by == person_id)):
        yield PersonalRecord("Took hours", {"offer": loan.offer_id, "hours": loan.hours})


def _of_sets(person_id: int) -> Iterator[PersonalRecord]:
    """The learning sets that somebody began and is in, and what they presented or wrote down."""
    for begun in session.scalars(select(LearningSet).where(LearningSet.begun_by == person_id)):
        yield PersonalRecord("Began a learning set", {"title": begun.title})
    for place in session.scalars(select(LearningSetMember).where(LearningSetMember.person_id == person_id)):
        yield PersonalRecord("In a learning set", {"set": place.set_id, "as": place.profession})
    mine = or_(LearningSetMeeting.presenter_id == person_id, LearningSetMeeting.noted_by == person_id)
    for meeting in session.scalars(select(LearningSetMeeting).where(mine)):
        content = {"set": meeting.set_id, "on": meeting.held_on.isoformat(), "words": meeting.commitments}
        yield PersonalRecord("Meeting of a learning set", content)
