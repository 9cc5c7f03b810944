"""A tender as open data, against a schema of its own."""

import json
from datetime import UTC, date, datetime

from federation.tendering.awarding.rules.ocds import (
    OcdsAward,
    OcdsBidder,
    OcdsContract,
    OcdsFacts,
    ocid_of,
    record_package,
    release_package,
    releases_of,
)
from tests.tendering.rules.ocds_schema import faults_of

URI = "https://saltmarsh.example/f/saltmarsh/tendering/tenders/3/ocds.json"
NOW = datetime(2027, 4, 2, 9, 30, tzinfo=UTC)
PLANNED = OcdsFacts(
    buyer=("saltmarsh", "Saltmarsh GP Federation"),
    group=("saltmarsh-group-4", "Home Visiting Group"),
    id="3",
    number="2026/3",
    title="Home visiting service",
    need="Visits to people who cannot come to us.",
    regime="Our own rules",
    criteria="60 points for quality, 40 for price",
    pence=155_610_050,
    planned_at=datetime(2026, 10, 16, 16, tzinfo=UTC),
    invited_at=None,
    closes_at=datetime(2027, 1, 15, 12, tzinfo=UTC),
    cancelled_at=None,
)
DONE = PLANNED._replace(
    invited_at=datetime(2026, 12, 1, 9, tzinfo=UTC),
    bidders=(OcdsBidder("bidder-1", "Brightwater Health CIC"), OcdsBidder("bidder-2", "Coastway Care Ltd")),
    award=OcdsAward("award-1", "bidder-1", 155_610_000, datetime(2027, 2, 26, 17, tzinfo=UTC)),
    contract=OcdsContract("contract-1", 155_610_000, date(2027, 4, 1), date(2029, 3, 31), NOW),
)


def test_a_tender_from_planning_to_contract() -> None:
    package = record_package(DONE, URI, NOW)
    assert faults_of(package) == faults_of(release_package(DONE, URI, NOW)) == {}
    [record] = package["records"]
    assert [one["tag"] for one in record["releases"]] == [["planning"], ["tender"], ["award"], ["contract"]]
    assert record["ocid"] == "ocds-local-not-registered-saltmarsh-2026-3" == ocid_of(DONE)
    compiled = record["compiledRelease"]
    assert (compiled["tag"], compiled["tender"]["status"]) == (["compiled"], "complete")
    assert compiled["planning"]["budget"]["amount"] == {"amount": 1_556_100.5, "currency": "GBP"}
    assert compiled["awards"][0]["value"] == {"amount": 1_556_100, "currency": "GBP"}
    assert compiled["contracts"][0]["awardID"] == "award-1"
    assert compiled["parties"][2]["roles"] == ["tenderer", "supplier"]
    assert len({one["id"] for one in [*record["releases"], compiled]}) == 5
    assert json.loads(json.dumps(package)) == package


def test_a_release_says_nothing_of_what_came_later() -> None:
    planning, tender, award, _ = releases_of(DONE)
    assert "tender" not in planning and "awards" not in tender
    assert "Brightwater" not in json.dumps([planning, tender]) and "contracts" not in award
    assert tender["tender"]["status"] == "active"
    assert [one["tag"] for one in releases_of(PLANNED)] == [["planning"]]


def test_a_cancelled_tender_says_so() -> None:
    package = record_package(PLANNED._replace(cancelled_at=NOW, pence=None), URI, NOW)
    assert faults_of(package) == {}
    compiled = package["records"][0]["compiledRelease"]
    assert compiled["tender"]["status"] == "cancelled" and "budget" not in compiled["planning"]


def test_the_schema_refuses_what_the_standard_does_not_know() -> None:
    for spoil in (
        lambda one: one.update(tag=["awarded"]),
        lambda one: one.update(date="2027-04-02"),
        lambda one: one["tender"].update(status="done"),
        lambda one: one["awards"][0]["suppliers"][0].update(id="bidder-9"),
        lambda one: one["contracts"][0].update(awardID="award-9"),
        lambda one: one.update(surprise=1),
        lambda one: one.pop("ocid"),
    ):
        package = record_package(DONE, URI, NOW)
        spoil(package["records"][0]["compiledRelease"])
        assert faults_of(package)
