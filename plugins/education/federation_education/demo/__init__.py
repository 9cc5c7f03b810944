"""Made-up needs, courses and challenges, for demonstrations and for the tests of the contract."""

from federation.toolkit import actor_of, groups, people

from . import courses, leading, needs


def fill() -> None:
    """What practices need to learn, the programme that is proposed for it, courses, and what leads on."""
    found = people("executive") or people("representative")
    if not found:
        return
    executive = actor_of(found[0].id)
    needs.fill(executive, groups())
    courses.fill(executive)
    leading.fill()
