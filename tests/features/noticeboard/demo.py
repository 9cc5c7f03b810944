"""Made-up notices."""

from federation.noticeboard.actions import pin

from federation.network.for_plugins import actor_of, people


def fill() -> None:
    """Two notices of the executive."""
    executive = actor_of(people("executive")[0].id)
    for title in ("The car park is closed on Friday", "A fridge to give away"):
        pin(executive, title, "Ask at the desk.")
