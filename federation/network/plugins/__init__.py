"""Plugins in a federation: which are on, who switched them, what went wrong with them."""

from federation.network.plugins.actions.switching import (
    apply_decision,
    check_switch,
    keep_settings,
    let_members_decide,
    settle_who_decides,
    start_again,
    switch_from_terminal,
    switch_off,
    switch_on,
)
from federation.network.plugins.actions.troubles import dismiss, keep_failure, retry_due, run_again
from federation.network.plugins.queries.state import behind, members_decide, settings_of, switched_on
from federation.network.plugins.requests import init_plugins

__all__ = [
    "apply_decision",
    "behind",
    "check_switch",
    "dismiss",
    "init_plugins",
    "keep_failure",
    "keep_settings",
    "let_members_decide",
    "members_decide",
    "retry_due",
    "run_again",
    "settings_of",
    "settle_who_decides",
    "start_again",
    "switch_from_terminal",
    "switch_off",
    "switch_on",
    "switched_on",
]
