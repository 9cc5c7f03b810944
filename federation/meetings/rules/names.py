"""Names in notes that name nobody: under the Chatham House Rule what was said may be told, and never who said it."""

import re
import unicodedata
from collections.abc import Iterable


def named_in(words: str, present: Iterable[str], known: Iterable[str] = ()) -> list[str]:
    """The names of people that stand in a text, in the order in which they are given.

    Of somebody who is ``present`` the whole name is looked for and the last word of it alone, as in "Dr Brown"; of somebody who
    is only ``known`` the whole name. Large and small letters, accents and the width of blanks make no difference, but the last
    word alone must begin with a capital letter, since many names are words too."""
    text = _plain(words)
    folded = text.casefold()
    found = [name for name in present if _whole(name, folded) or _last(name, text)]
    found += [name for name in known if name not in found and _whole(name, folded)]
    return list(dict.fromkeys(found))


def _plain(words: str) -> str:
    """Without accents, with apostrophes of one kind and single blanks."""
    apart = unicodedata.normalize("NFKD", words.replace("’", "'"))
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


def _whole(name: str, folded: str) -> bool:
    wanted = _plain(name).casefold()
    return bool(wanted) and _stands(wanted, folded)


def _last(name: str, text: str) -> bool:
    parts = _plain(name).split()
    if len(parts) < 2 or len(parts[-1]) < 2:
        return False
    last = parts[-1]
    return _stands(last[:1].upper() + last[1:], text) or _stands(last.upper(), text)


def _stands(wanted: str, text: str) -> bool:
    """Whether it stands there as words of its own."""
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None
