"""The rules that every federation can choose from, in the order in which they are offered.

Sources: Companies Act 2006, sections 282 and 283, as in force on 26 November 2020,
https://legislation.gov.uk/ukpga/2006/46/section/283/2020-11-26. A special resolution must be called one,
with its text in the notice. Weights by patients: https://elrgpfed.com/about-us/legal-form-and-governance/
(1 share for 1,000 people).
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import federation.decisions.rules.methods  # noqa: F401  a rule needs its method to be known
from federation.decisions.rules.counting.fitting import misfit
from federation.decisions.rules.counting.named import NAMED
from federation.decisions.rules.counting.need import MORE_THAN_HALF, VoteNeed
from federation.decisions.rules.counting.nouns import PRACTICES, VoterNoun
from federation.decisions.rules.counting.rule import Rule
from federation.decisions.rules.counting.weights import VoteWeights

THREE_QUARTERS = VoteNeed(Fraction(3, 4), strict=False)


@dataclass(frozen=True)
class RulePreset:
    """A rule on offer. ``summary`` says what it is for."""

    name: str
    title: str
    summary: str
    rule: Rule


def _preset(summary: str, rule: Rule) -> RulePreset:
    return RulePreset(rule.name, rule.title, summary, rule)


SIMPLE_MAJORITY = Rule(
    name="simple_majority",
    title="Simple majority",
    method="majority",
    quorum_practices=MORE_THAN_HALF,
    threshold=MORE_THAN_HALF,
)
_ALL = (
    _preset(
        "Most practices and most patients.",
        Rule(
            name="double_majority",
            title="Double majority",
            method="majority",
            quorum_practices=THREE_QUARTERS,
            threshold=MORE_THAN_HALF,
            double_majority=True,
        ),
    ),
    _preset("For everyday matters.", SIMPLE_MAJORITY),
    _preset(
        "For ordinary resolutions of a company (Companies Act 2006, section 282, as it was in 2020).",
        Rule(
            name="ordinary_resolution",
            title="Ordinary resolution",
            method="majority",
            quorum_practices=MORE_THAN_HALF,
            threshold=MORE_THAN_HALF,
        ),
    ),
    _preset(
        "For changes to our rules.",
        Rule(
            name="special_resolution",
            title="Special resolution",
            method="majority",
            quorum_practices=THREE_QUARTERS,
            threshold=THREE_QUARTERS,
        ),
    ),
    _preset(
        "For changes to our rules, in writing and without a meeting.",
        Rule(
            name="written_special_resolution",
            title="Written special resolution",
            method="majority",
            threshold=THREE_QUARTERS,
            base="roll",
        ),
    ),
    _preset(
        "For matters in which larger practices should count for more.",
        Rule(
            name="patient_weighted",
            title="Patient-weighted majority",
            method="majority",
            weights=VoteWeights(kind="patients", per=1000),
            quorum_practices=MORE_THAN_HALF,
            threshold=MORE_THAN_HALF,
        ),
    ),
    _preset(
        "For what is good enough for now and safe enough to try.",
        Rule(
            name="consent",
            title="Consent",
            method="consent",
            quorum_practices=MORE_THAN_HALF,
            reasons="required_against",
        ),
    ),
    _preset(
        "For what nobody is expected to oppose.",
        Rule(
            name="silence",
            title="Agreed unless somebody objects",
            method="silence",
            reasons="required_against",
            own=(("objections", 1), ("then", SIMPLE_MAJORITY)),
        ),
    ),
    _preset(
        "For ranking several options, or for choosing the one that matters most.",
        Rule(
            name="points",
            title="Points",
            method="points",
            quorum_practices=MORE_THAN_HALF,
            own=(("points", 10), ("seats", 1)),
        ),
    ),
    _preset(
        "For taking back what {many} have given: decided as soon as enough are for it, and called off by nobody.",
        Rule(
            name="recall",
            title="Recall",
            method="majority",
            threshold=MORE_THAN_HALF,
            base="roll",
            early_close="met",
            lead_may_close=False,
            lead_may_withdraw=False,
        ),
    ),
    _preset("For hearing what {many} think.", Rule(name="advisory", title="Advice only", method="advisory")),
)


def presets_for(voters: VoterNoun) -> dict[str, RulePreset]:
    """The rules on offer that fit these voters, by name, in their order."""
    return {
        preset.name: replace(preset, summary=voters.worded(preset.summary))
        for preset in _ALL
        if misfit(preset.rule, voters) is None
    }


PRESETS: Final = presets_for(PRACTICES)
NAMED.update((name, preset.rule) for name, preset in PRESETS.items())
