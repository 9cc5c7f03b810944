"""What network diagnostics show in the demonstration."""

from . import demo_surveys


def fill() -> None:
    """A few of everything, in the federation chosen."""
    demo_surveys.fill()
