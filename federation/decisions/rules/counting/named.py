"""Rules that go by a name wherever a rule is part of another: the presets put themselves here."""

from typing import Final

from federation.decisions.rules.counting.rule import Rule

NAMED: Final[dict[str, Rule]] = {}
