"""Made-up needs, for demonstrations and for the tests of the contract."""

from federation.toolkit import actor_of, groups, people

from . import demo_courses, demo_leading, demo_needs


def fill() -> None:
    """What practices need to learn, and the programme that is proposed for it."""
    leading = people("executive") or people("representative")
    if not leading:
        return
    executive = actor_of(leading[0].id)
    demo_needs.fill(executive, groups())
    demo_courses.fill(executive)
    demo_leading.fill()
