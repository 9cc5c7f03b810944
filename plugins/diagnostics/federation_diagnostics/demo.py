"""Surveys for the demonstration."""


def fill() -> None:
    pass
