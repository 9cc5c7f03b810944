"""Decisions for programs: the same actions as the pages, as JSON."""

from federation.kernel.api import Interface

blueprint = Interface(
    "api_decisions", __name__, "Proposals, votes, verdicts, what follows from them, and the register."
)

from federation.decisions.api import discussion, floors, outcomes, proposals, register, rulebook, voting  # noqa: E402

__all__ = ["blueprint", "discussion", "floors", "outcomes", "proposals", "register", "rulebook", "voting"]
