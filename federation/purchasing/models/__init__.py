"""The tables of shared purchasing."""

from federation.purchasing.models.changes import NeedChange, OrderFinish, ShareReceipt
from federation.purchasing.models.contracts import ContractTurn, RunningContract
from federation.purchasing.models.orders import (
    BillShare,
    DeliveryShare,
    OfferTakenBack,
    OrderDelivery,
    OrderShare,
    PurchaseBill,
    PurchaseOffer,
    PurchaseOrder,
)
from federation.purchasing.models.rounds import (
    CATEGORIES,
    NeedAnswer,
    NeedLine,
    PurchaseRound,
    SpecVersion,
    SpecVote,
)

__all__ = [
    "CATEGORIES",
    "BillShare",
    "ContractTurn",
    "DeliveryShare",
    "NeedAnswer",
    "NeedChange",
    "NeedLine",
    "OfferTakenBack",
    "OrderDelivery",
    "OrderFinish",
    "OrderShare",
    "PurchaseBill",
    "PurchaseOffer",
    "PurchaseOrder",
    "PurchaseRound",
    "RunningContract",
    "ShareReceipt",
    "SpecVersion",
    "SpecVote",
]
