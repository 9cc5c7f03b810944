"""What recurs: working out the results of surveys whose time has passed, reminding those who have not answered."""

from .actions.closing import close_due
from .letters import remind

__all__ = ["close_due", "remind"]
