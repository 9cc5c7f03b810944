"""Who sees how practices vote, and when."""


def shows_results(visibility: str, voting: bool, counted: bool, has_voted: bool) -> bool:
    """Whether somebody is shown how practices vote, by a rule's ``visibility``: while ``voting``, and once the vote is
    ``counted``; in between nobody is shown anything. ``has_voted``: one of their practices."""
    if not voting:
        return counted
    return visibility == "live" or (visibility == "after_own_vote" and has_voted)
