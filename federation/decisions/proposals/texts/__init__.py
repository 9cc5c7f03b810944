"""The text of a proposal as plain values: what it consists of, how versions differ, a pasted table read."""

from federation.decisions.proposals.texts.differences import (
    TextChange,
    TextPiece,
    compare,
    difference,
    is_same,
    paragraphs_of,
)
from federation.decisions.proposals.texts.draft import (
    IMPACT_QUESTIONS,
    LONGEST_TITLE,
    MOST_OPTIONS,
    UNCHANGED,
    ConsideredOption,
    Draft,
    DraftFlaw,
    DraftOption,
    Effects,
    UnchangedTable,
    flaws,
    in_order,
    missing,
)
from federation.decisions.proposals.texts.keys import free_key, stem_of
from federation.decisions.proposals.texts.kinds import KINDS, Kind, kind_titles, kinds_of, retired_kinds_of
from federation.decisions.proposals.texts.table import (
    MOST_COLUMNS,
    TableFlaw,
    TableReading,
    read_table,
    table_flaws,
)

__all__ = [
    "IMPACT_QUESTIONS",
    "KINDS",
    "LONGEST_TITLE",
    "MOST_COLUMNS",
    "MOST_OPTIONS",
    "UNCHANGED",
    "ConsideredOption",
    "Draft",
    "DraftFlaw",
    "DraftOption",
    "Effects",
    "Kind",
    "TableFlaw",
    "TableReading",
    "TextChange",
    "TextPiece",
    "UnchangedTable",
    "compare",
    "difference",
    "flaws",
    "free_key",
    "in_order",
    "is_same",
    "kind_titles",
    "kinds_of",
    "missing",
    "paragraphs_of",
    "read_table",
    "retired_kinds_of",
    "stem_of",
    "table_flaws",
]
