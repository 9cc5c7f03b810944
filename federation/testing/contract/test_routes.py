"""Addresses: below the plugin's own, each with one of its own permissions."""

from federation.kernel.endpoints import permission_of
from federation.plugin.door import door
from federation.plugin.own_routes import lies_within
from federation.testing.furnished import FurnishedFederations
from federation.testing.walk import WalkedAddresses


def test_every_address_lies_below_its_own(federation_furnished: FurnishedFederations) -> None:
    feature = federation_furnished.feature
    rules = [rule.rule for rule in WalkedAddresses(federation_furnished).rules()]
    assert [rule for rule in rules if not lies_within(feature, rule)] == []


def test_every_address_has_a_permission_of_its_own(federation_furnished: FurnishedFederations) -> None:
    """One of the product's own features may ask for those of the features that it needs too."""
    own = door(federation_furnished.app).allowed_to(federation_furnished.feature)
    for rule in WalkedAddresses(federation_furnished).rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            needed = permission_of(federation_furnished.app, rule.endpoint, method)
            assert needed in own, f"{method} {rule.rule} needs @permission with one of {sorted(own)}"


def test_pages_that_read_have_no_other_method(federation_furnished: FurnishedFederations) -> None:
    """PUT, PATCH and DELETE belong to the interface for programs."""
    for rule in WalkedAddresses(federation_furnished).rules():
        if not rule.rule.startswith("/api/"):
            assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS", "POST"}, rule.rule
