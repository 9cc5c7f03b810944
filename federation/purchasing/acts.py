"""The acts of shared purchasing in the record: each in the words that follow a person's name, and what it is about."""

from federation.plugin.feature import Act, RecordedThing

ACTS = (
    Act("purchase.opened", "asked the practices what they need of something"),
    Act("purchase.called_off", "called off a purchase round"),
    Act("purchase.needs_said", "said what a practice needs in a purchase round"),
    Act("purchase.specified", "wrote a version of what is to be bought"),
    Act("purchase.proposed", "put a version of what is to be bought to the members"),
    Act("purchase.voted", "agreed by vote what is to be bought"),
    Act("purchase.offered", "wrote down what a supplier offers"),
    Act("purchase.offer_back", "wrote down that an offer is not to be had any more"),
    Act("purchase.asked", "asked the members to let a group order beyond its mandate"),
    Act("purchase.ordered", "ordered for the practices what the members voted"),
    Act("purchase.changed", "changed what a practice needs after the round had closed"),
    Act("purchase.late_asked", "asked that a practice can still join a purchase round"),
    Act("purchase.late_settled", "said whether a practice can still join a purchase round"),
    Act("purchase.received", "said what a practice got of a delivery"),
    Act("purchase.finish_asked", "asked to end an order below what was promised"),
    Act("purchase.finish_settled", "said whether an order ends below what was promised"),
    Act("purchase.delivered", "shared out what came of an order"),
    Act("purchase.billed", "split a bill among the practices"),
    Act("contract.kept", "put a contract into the register"),
    Act("contract.renewed", "wrote down until when a contract goes on"),
    Act("contract.ended", "wrote down when a contract has ended"),
)
THINGS = (
    RecordedThing("purchase", "Purchase round {}", "purchasing.purchase_round", "round_id"),
    RecordedThing("contract", "Contract {}", "purchasing.contract", "contract_id"),
)
