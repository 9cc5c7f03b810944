"""The parts that a new plugin can be written with, each in a sentence."""

from typing import Final

PARTS: Final = {
    "pages": "a table, a list, a page for each entry and a form; every other part brings it too",
    "decision": "the members decide about an entry, and the verdict is done",
    "panel": "the newest entries on Home and on the page of a practice",
    "list": "the list in pages, with filters, sorting and a spreadsheet",
    "chart": "bars: how much each practice has added",
    "import": "many entries from a spreadsheet, all of it or nothing",
    "mail": "a letter about each new entry, which people can switch off",
    "api": "the same for programs, as JSON",
}
