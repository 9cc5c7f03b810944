"""What makes leadership development work, as published: four lists, each as a template of a review.

The eight parts: Malby, "Effective Leadership Development Principles and Practices". The eight design principles: Edmonstone
(2013, p 537). The five: Swanwick and McKimm (2014). The seven for hosts: Stoll, Foster-Turner and Glenn (2010).
"""

from typing import Final

from federation.toolkit import reviews

_SCALE: Final = ("Not there", "Begun", "In place")


def _items(*rows: tuple[str, str, str]) -> tuple[reviews.ReviewItem, ...]:
    return tuple(reviews.ReviewItem(key, title, words, evidence=True) for key, title, words in rows)


PARTS: Final = reviews.ReviewTemplate(
    "parts",
    1,
    "The eight parts of effective leadership development",
    _SCALE,
    1,
    _items(
        ("methods", "Adult learning methods", "People learn in workshops, together, with few lectures."),
        (
            "skills",
            "Skills development",
            "Conflict, negotiation, resilience, inquiry, living with uncertainty.",
        ),
        (
            "application",
            "Organisational application",
            "A real change at work, with reflection and peer review.",
        ),
        (
            "mentorship",
            "Mentorship in their own organisation",
            "Somebody gives them air cover to try things out.",
        ),
        ("peers", "Leading as peers", "The group itself is what they learn from."),
        ("personal", "Personal leadership application", "Coaching supports what they learn."),
        ("system", "System mentorship", "Support for their career, and for the programme to last."),
        ("networks", "Opportunities to build networks", "For themselves, and for the change that they lead."),
    ),
)
DESIGN: Final = reviews.ReviewTemplate(
    "design",
    1,
    "Edmonstone’s eight design principles",
    _SCALE,
    1,
    _items(
        ("what_is", "Starting with ‘what is’", ""),
        ("end_point", "Focusing on the end-point", ""),
        ("real", "Real time, real work, real people", ""),
        ("values", "Explicitness about underlying values", ""),
        ("system", "Addressing system-wide issues", ""),
        ("core", "Embedding development with core business", ""),
        ("diversity", "Embracing diversity", ""),
        ("sustainability", "Addressing sustainability", ""),
    ),
)
FIVE: Final = reviews.ReviewTemplate(
    "five",
    1,
    "Swanwick and McKimm’s five principles",
    _SCALE,
    1,
    _items(
        ("practical", "Practical", "Key skills: coaching, change management, negotiation."),
        ("work", "Work oriented", "Project work is a key part, with action learning sets."),
        (
            "individual",
            "Supportive of individual development",
            "Feedback from all sides, coaching, mentoring.",
        ),
        ("theory", "Link theory to practice", "Selected reading that fits the setting."),
        ("networks", "Build networks", "Action learning, coaching, social networking."),
    ),
)
HOST: Final = reviews.ReviewTemplate(
    "host",
    1,
    "Whether a practice is ready to host a fellow: seven factors",
    _SCALE,
    1,
    _items(
        ("director", "Committed and learning-oriented lead", "In the source: the medical director."),
        ("culture", "Supportive culture", "In the source: of the trust."),
        ("projects", "‘Ambitious but appropriate’ live projects", ""),
        ("mentoring", "High quality mentoring", ""),
        ("learning", "Learning that targets transformational change", ""),
        ("combining", "Combining workplace and external learning", ""),
        ("network", "Network of support", "From formal to informal social learning."),
    ),
)
OF_PROGRAMMES: Final = {one.name: one for one in (PARTS, DESIGN, FIVE)}
STRANDS: Final = {
    "inquiry": "Inquiry",
    "culture": "Developing a culture of change",
    "projects": "Discrete projects across a system",
    "relationships": "Building collaborative relationships",
    "theory": "Connecting theory to practice, and a better use of data in the system",
    "systems": "Systems leadership",
}
"""The six kinds of work of a fellowship."""
