"""What recurs: working out the results of surveys whose time has passed, reminding those who have not answered."""

from .actions.closing import close_due, where_to_close
from .letters import remind, where_to_remind

__all__ = ["close_due", "remind", "where_to_close", "where_to_remind"]
