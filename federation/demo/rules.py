"""The rules that Saltmarsh keeps beside the presets, and what it suggests for each kind of matter."""

from dataclasses import replace

from federation.decisions.rules import PRESETS, Rule
from federation.decisions.rules.counting.need import MORE_THAN_HALF

_SIMPLE = PRESETS["simple_majority"].rule

OWN = (
    (
        "For choosing one of several options.",
        Rule(
            name="one_of_several",
            title="One of several",
            method="approval",
            quorum_practices=MORE_THAN_HALF,
            threshold=MORE_THAN_HALF,
            tie="referred",
        ),
    ),
    (
        "For everyday matters that need an answer even if we are split.",
        replace(
            _SIMPLE,
            name="chair_decides_tie",
            title="Simple majority, the chair decides a tie",
            tie="casting_vote",
        ),
    ),
    (
        "For matters that should come back to us if we are split.",
        replace(_SIMPLE, name="tie_comes_back", title="Simple majority, a tie comes back", tie="referred"),
    ),
)
"""What each is for, and the rule."""
SUGGESTED = {"shared": "double_majority", "rules": "special_resolution", "everyday": "simple_majority"}
