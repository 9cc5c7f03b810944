"""Measures of the field as pure functions: exact where votes and money are counted, in floats where a published formula
is one of statistics. The standard library is all they use, so that rules may import them."""

from federation.kernel.measures.allocation import CannotShare, Sharer, Sharing
from federation.kernel.measures.control_charts import XmrChart, assurance, xmr
from federation.kernel.measures.fairness import gini, hhi, jain, per_head
from federation.kernel.measures.funnel_plots import (
    FUNNEL_KINDS,
    FunnelCount,
    FunnelPlot,
    FunnelPoint,
    funnel,
    funnel_limits,
)
from federation.kernel.measures.intervals import wilson
from federation.kernel.measures.money import PRICE_FORMULAS, cross_subsidy, price_points

__all__ = [
    "FUNNEL_KINDS",
    "PRICE_FORMULAS",
    "CannotShare",
    "FunnelCount",
    "FunnelPlot",
    "FunnelPoint",
    "Sharer",
    "Sharing",
    "XmrChart",
    "assurance",
    "cross_subsidy",
    "funnel",
    "funnel_limits",
    "gini",
    "hhi",
    "jain",
    "per_head",
    "price_points",
    "wilson",
    "xmr",
]
