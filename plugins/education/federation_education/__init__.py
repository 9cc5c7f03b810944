"""Education: what practices need to learn, the courses that are bought for it, how they are judged, and who leads."""

from federation.toolkit import (
    About,
    Act,
    AgreedSetting,
    AnnouncedFact,
    Feature,
    Found,
    Job,
    NavItem,
    RecordedThing,
    Subject,
)

from .permissions import PERMISSIONS

_TERMS = "federation_education.terms"

feature = Feature(
    name="education",
    title="Education",
    summary="What we need to learn, the courses that we buy for it, and whether they were worth it.",
    package="federation_education",
    blueprints=("federation_education.blueprint:blueprint",),
    api=("federation_education.blueprint:programs",),
    pages=(
        "federation_education.needs.views",
        "federation_education.needs.api",
        "federation_education.programmes.views",
        "federation_education.programmes.api",
        "federation_education.briefs.views",
        "federation_education.briefs.api",
        "federation_education.courses.views.buying",
        "federation_education.courses.views.taking_part",
        "federation_education.courses.api",
        "federation_education.assurance.views",
        "federation_education.assurance.api",
        "federation_education.development.views",
        "federation_education.development.api",
        "federation_education.sets.views",
        "federation_education.offers.views",
        "federation_education.page.views",
        "federation_education.page.course",
        "federation_education.page.api",
    ),
    nav=(
        NavItem(
            "shared_work",
            "Education",
            "education.index",
            "What we need to learn, the courses that we buy for it, and whether they were worth it.",
        ),
    ),
    permissions=PERMISSIONS,
    about=About(
        author="Federation",
        brings=(
            "A page under Shared work",
            "Questions to practices: how important is a task, how well do we do it",
            "A ranking of needs by points, and the programme of a year, both decided by the members",
            "Briefs: providers come by a link and say what they ask, side by side once the time is over",
            "Courses: places shared by what was agreed, a waiting list, who came, what it costs each practice",
            "Leadership: four published checklists, challenges of fellows, learning sets, time that practices lend",
            "A verdict by a group that has bought nothing, and what those say who came, at four times",
        ),
        reads=(
            "Practices, their people and patients: names, roles and numbers",
            "Groups and who sits in them",
        ),
        keeps=(
            "What practices answered, and who answered for them",
            "Programmes and what they may cost",
            "Briefs and quotes, and the names and addresses of providers",
            "Courses, who booked and who came, what they say, and verdicts",
            "What people say of checklists, challenges and learning sets, and what practices lend",
        ),
        cannot=("Cast, change or count votes", "See patient records"),
    ),
    subjects=(
        Subject(
            "education.ranking",
            "What we need to learn first",
            f"{_TERMS}:NeedRankingTerms",
            f"{_TERMS}:ranking_lines",
            "What practices said",
        ),
        Subject(
            "education.programme",
            "A programme of what we learn in a year",
            f"{_TERMS}:ProgrammeTerms",
            f"{_TERMS}:programme_lines",
            "What is bought if this is carried",
        ),
    ),
    acts=(
        Act("education.asked", "asked practices what they need to learn"),
        Act("education.answered", "said what a practice needs to learn"),
        Act("education.bought", "bought a course"),
        Act("education.briefed", "wrote for providers what a course must do"),
        Act("education.quoted", "said what a course would cost"),
        Act("education.bought_nothing", "bought nothing for a brief"),
        Act("education.explained", "said why a brief does not meet all four principles"),
        Act("education.held_at", "said when a course is held"),
        Act("education.booked", "booked places in a course"),
        Act("education.gave_up", "gave up a place in a course"),
        Act("education.attended", "noted who came to a course"),
        Act("education.ended", "ended a course"),
        Act("education.called_off", "called a course off"),
        Act("education.said", "said what a course was worth"),
        Act("education.judged", "judged a course"),
        Act("education.rated", "said how something stands against a checklist"),
        Act("education.registered", "registered a challenge"),
        Act("education.noted", "wrote down what was done about a challenge"),
        Act("education.followed_up", "said what is left of a challenge a year on"),
        Act("education.offered", "offered somebody’s time to other practices"),
        Act("education.took", "took hours that another practice offers"),
        Act("education.set_begun", "began an action learning set"),
        Act("education.set_met", "wrote down a meeting of an action learning set"),
        Act("education.agreed", "agreed a programme of what we learn in a year"),
    ),
    things=(
        RecordedThing("education_programme", "Programme {}", "education.programme", "programme_id"),
        RecordedThing("education_offer", "Offer {}"),
        RecordedThing("education_set", "Learning set {}", "education.learning_set", "set_id"),
    ),
    events=(
        AnnouncedFact(
            "federation_education.events:CourseJudged", "a course was judged", about="education_course"
        ),
    ),
    agreed=(
        AgreedSetting(
            name="education.tender",
            title="When a course needs a tender",
            words="A course that costs more than {} is not bought without a tender.",
            least=500,
            most=100_000,
            delivered=10_000,
            unit="pound",
        ),
    ),
    jobs=(
        Job("education.places", "federation_education.jobs:free_unbooked"),
        Job("education.levels", "federation_education.jobs:ask_levels"),
    ),
    search=(
        Found("education_need", "Learning needs", "education.need", "need_id"),
        Found("education_brief", "Briefs for courses", "education.brief", "brief_id"),
        Found("education_course", "Courses", "education.course", "course_id"),
        Found("education_challenge", "Challenges", "education.challenge", "challenge_id"),
    ),
    demo="federation_education.demo:fill",
)
