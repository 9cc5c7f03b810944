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
    Act("purchase.ordered", "ordered for the practices what the members voted"),
    Act("purchase.delivered", "shared out what came of an order"),
    Act("purchase.billed", "split a bill among the practices"),
    Act("contract.kept", "put a contract into the register"),
)
THINGS = (
    RecordedThing("purchase", "Purchase round {}", "purchasing.purchase_round", "round_id"),
    RecordedThing("contract", "Contract {}", "purchasing.contract", "contract_id"),
)
