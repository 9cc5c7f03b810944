"""Whether a rule is one for those who vote: people have no patients, no shares and one vote each."""

from federation.decisions.rules.counting.errors import RuleError
from federation.decisions.rules.counting.nouns import VoterNoun
from federation.decisions.rules.counting.parts import RuleParts
from federation.decisions.rules.counting.weights import ONE_EACH


def misfit(rule: RuleParts, voters: VoterNoun) -> RuleError | None:
    """Why a rule is not one for these voters, naming the part at fault; None where it is. Nothing is raised."""
    if voters.kind == "practice":
        return None
    if rule.weights != ONE_EACH:
        return RuleError("weights", f"Here {voters.many} vote, not practices: choose one vote each.")
    if rule.double_majority:
        words = (
            f"Here {voters.many} vote, not practices, so there are no patients to count: choose another rule."
        )
        return RuleError("double_majority", words)
    following = misfit(rule.then, voters) if rule.then else None
    return following.within("then") if following else None
