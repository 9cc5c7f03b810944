"""The tables of shared purchasing."""

from federation.purchasing.models.changes import NeedChange, OrderFinish, ShareReceipt
from federation.purchasing.models.orders import (
    BillShare,
    DeliveryShare,
    OrderDelivery,
    OrderShare,
    PurchaseBill,
    PurchaseOffer,
    PurchaseOrder,
    RunningContract,
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
    "DeliveryShare",
    "NeedAnswer",
    "NeedChange",
    "NeedLine",
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
