"""Imports that features declare: many things at once, from a spreadsheet."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Things of a feature that are brought in from a spreadsheet, for example
    ``ImportKind("lending.loans", "loan", "loans", "lending.add", "lending.index", "federation_lending.imports:loan_sheet")``.

    ``one`` and ``many`` are what people call them. Whoever holds ``permission`` may bring them in; ``endpoint`` is the page
    that they stand on, which leads here and is led back to. ``sheet`` (``module:function``) is called with the person
    (:class:`~federation.kernel.policy.Actor`, None at the terminal) and returns the
    :class:`~federation.network.imports.rules.sheets.ImportSheet`."""

    name: str
    one: str
    many: str
    permission: str
    endpoint: str
    sheet: str

    @property
    def key(self) -> str:
        """The name as it stands in addresses: ``loans`` of ``lending.loans``."""
        return self.name.partition(".")[2].replace("_", "-")


def flaws_of_imports(name: str, imports: Iterable[ImportKind], permissions: Collection[str]) -> Iterator[str]:
    """What is wrong with the imports of the feature of this name, which has these permissions."""
    seen = set()
    for one in imports:
        if not _NAME.fullmatch(one.name.partition(".")[2]):
            yield f"imports: {one.name}: after {name}. come small letters, digits and single underscores"
        if one.name in seen:
            yield f"imports: there are two named {one.name}"
        seen.add(one.name)
        if one.permission not in permissions:
            yield f"imports: {one.name}: {one.permission} is no permission of {name}"
        if not one.endpoint.startswith((f"{name}.", f"{name}_")):
            yield f"imports: {one.name}: {one.endpoint} is not a page of {name}"
