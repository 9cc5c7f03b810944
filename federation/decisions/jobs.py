"""The recurring jobs: opening votes at their time, writing down the verdicts of those whose time has passed, reminding."""

from federation.decisions.voting.actions.closing import close_due
from federation.decisions.voting.actions.scheduling import open_due
from federation.decisions.voting.letters.asking import remind

__all__ = ["close_due", "open_due", "remind"]
