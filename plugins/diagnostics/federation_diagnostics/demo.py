"""What network diagnostics show in the demonstration."""

from . import demo_profiles, demo_surveys, demo_workshops


def fill() -> None:
    """A few of everything, in the federation chosen."""
    demo_surveys.fill()
    demo_profiles.fill()
    demo_workshops.fill()
