"""The choices where a rule, a floor or a vote is described."""

from federation.decisions import rules
from federation.kernel.forms import Choice

METHODS = tuple(
    Choice(one.name, one.title, rules.PRACTICES.worded(one.means))
    for one in sorted(rules.METHODS.values(), key=lambda method: not method.binds)
)
FOLLOWING = tuple(
    Choice(preset.name, preset.title) for preset in rules.PRESETS.values() if rules.can_follow(preset.rule)
)
KINDS_OF_WEIGHT = (
    Choice("one", "One vote each"),
    Choice("patients", "By patients", "One vote for every so many patients"),
    Choice("banded", "By bands of patients", "A number of votes for each size of list"),
    Choice("shares", "By shares", "Votes that you write down for each practice"),
)
ROUNDING = (
    Choice("started", "Every started number counts"),
    Choice("completed", "Only a completed number counts"),
)
SIDES = (Choice("at_least", "At least this share"), Choice("more_than", "More than this share"))
BASES = (
    Choice("cast_excluding_abstentions", "Votes for or against"),
    Choice("cast", "All votes cast, abstentions too"),
    Choice("roll", "All votes that could be cast", "Not voting then has the same effect as voting against"),
)
TIES = (
    Choice("not_carried", "It is not carried"),
    Choice("referred", "It is sent back for more discussion"),
    Choice("casting_vote", "The chair has a casting vote"),
)
VISIBILITY = (
    Choice(
        "after_close", "When voting closes", "Until then everybody sees how many have voted, never who or how"
    ),
    Choice("after_own_vote", "To each practice once it has voted"),
    Choice("live", "To everybody, all the time"),
)
REASONS = (
    Choice("optional", "Optional"),
    Choice("required_against", "Required from those who vote against or object"),
    Choice("required", "Required from everybody"),
)
EARLY = (
    Choice(
        "never",
        "Voting stays open until then",
        "The executive can still close it early, with a reason that every member reads",
    ),
    Choice("all_voted", "Voting closes as soon as everybody who may vote has voted"),
    Choice(
        "met",
        "Voting closes as soon as the result is certain",
        "Those who have not voted can then no longer change it. It stays open for the notice that our federation gives",
    ),
)
