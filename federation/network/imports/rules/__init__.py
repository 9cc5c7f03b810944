"""Reading the published files about practices, and comparing them with what a federation has.

Pure: bytes and values in, values out.
"""

from federation.network.imports.rules.age import FileAge, day_of_file
from federation.network.imports.rules.comparison import (
    CurrentPractice,
    FactsChange,
    FieldChange,
    FileComparison,
    PracticeClosure,
    PracticeReopening,
    UnchangedPractice,
    compare,
)
from federation.network.imports.rules.list_sizes_comparison import (
    SizeChange,
    SizesComparison,
    compare_list_sizes,
)
from federation.network.imports.rules.list_sizes_file import ListSizesFile, read_list_sizes
from federation.network.imports.rules.neighbourhoods import NeighbourhoodColumn, read_neighbourhood_column
from federation.network.imports.rules.neighbourhoods_comparison import (
    NeighbourhoodChange,
    NeighbourhoodComparison,
    compare_neighbourhoods,
)
from federation.network.imports.rules.practices_file import PracticesFile, read_practices
from federation.network.imports.rules.practices_line import OdsStatus, PracticeLine
from federation.network.imports.rules.readable import (
    readable_address,
    readable_name,
    readable_phone,
    readable_postcode,
)
from federation.network.imports.rules.selection import (
    ImportSelection,
    PickablePlace,
    PickablePlaces,
    PickedLines,
    parse_areas,
    parse_places,
    pick,
    places,
)
from federation.network.rules.codes import CodeProblem, PastedCodes, parse_codes, readable_code
from federation.network.rules.reading import FileNotice, FileRefused, UnreadableLine

__all__ = [
    "CodeProblem",
    "CurrentPractice",
    "FactsChange",
    "FieldChange",
    "FileAge",
    "FileComparison",
    "FileNotice",
    "FileRefused",
    "ImportSelection",
    "ListSizesFile",
    "NeighbourhoodChange",
    "NeighbourhoodColumn",
    "NeighbourhoodComparison",
    "OdsStatus",
    "PastedCodes",
    "PickablePlace",
    "PickablePlaces",
    "PickedLines",
    "PracticeClosure",
    "PracticeLine",
    "PracticeReopening",
    "PracticesFile",
    "SizeChange",
    "SizesComparison",
    "UnchangedPractice",
    "UnreadableLine",
    "compare",
    "compare_list_sizes",
    "compare_neighbourhoods",
    "day_of_file",
    "parse_areas",
    "parse_codes",
    "parse_places",
    "pick",
    "places",
    "read_list_sizes",
    "read_neighbourhood_column",
    "read_practices",
    "readable_address",
    "readable_code",
    "readable_name",
    "readable_phone",
    "readable_postcode",
]
