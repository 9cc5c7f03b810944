"""What a ballot says beside its stance, where one word is not enough."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.parts import RuleParts


@dataclass(frozen=True)
class VoteChoice:
    """A kind of choice, kept as JSON text with one part, ``name``, and always the same text for the same choice.

    ``stance`` is the way to vote of a ballot that has one. ``taken`` gives what is kept of what was sent, from the rule
    and the ids of the options; RuleError names ``choice``. ``points`` gives what options get of it, ``words`` says it with
    titles by id, and ``whole`` is the choice that gives all it can to the first option.
    """

    name: str
    stance: str
    taken: Callable[[RuleParts, Sequence[str], object], Any]
    points: Callable[[Any], Mapping[str, int]]
    words: Callable[[Any, Mapping[str, str]], str]
    whole: Callable[[RuleParts, Sequence[str]], Any]

    def text(self, said: Any) -> str:
        """The choice as a ballot holds it."""
        return json.dumps({self.name: said}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def read(self, rule: RuleParts, option_ids: Sequence[str], sent: object) -> str:
        """The text of what was sent. Error: RuleError where the rule does not know such a choice."""
        return self.text(self.taken(rule, option_ids, sent))

    def points_in(self, rule: RuleParts, option_ids: Sequence[str], text: str) -> Mapping[str, int]:
        """What options get by a ballot. Error: RuleError where its text is not one that ``read`` gives."""
        said = said_in(text).get(self.name)
        if self.read(rule, option_ids, said) != text:
            raise RuleError("choice", "A ballot says what this rule does not know.")
        return self.points(said)


def said_in(text: str) -> dict[str, Any]:
    """The parts of a choice by name. Error: RuleError where the text is none."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise RuleError("choice", "A ballot says nothing that can be read.")
    return found
