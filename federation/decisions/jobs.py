"""What recurs: writing down the verdicts of votes whose time has passed, and reminding."""

from federation.decisions.actions.closing import close_due
from federation.decisions.letters import remind

__all__ = ["close_due", "remind"]
