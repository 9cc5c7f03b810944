"""Names, addresses, postcodes and telephone numbers as people write them. The NHS files have capitals."""

from __future__ import annotations

import re
from functools import lru_cache

from federation.network.rules.reading import one_space

_SMALL_WORDS = "and of the on at in for by to upon with under near le la de du les y yr yn"
SMALL = frozenset(_SMALL_WORDS.split())
"""Written small inside a name: Bradford-on-Avon, Out of Hours, Craig y Don."""

_SMALL_IN_FILE = frozenset(word.upper() for word in SMALL)
_DOCTORS = frozenset({"DR", "DRS", "DR."})
_DEPENDS_ON_PLACE = _SMALL_IN_FILE | _DOCTORS

_ABBREVIATIONS = (
    "ADHD APMS AQP ARRS ASC AWC BMI CAMHS CAB CIC CMHT EAS ELFT EMC EMIS ENT EPUT GPA GPEA GPSI HIU HIV "
    "IAPT ICB ICO ICS IPU IRC IUC LARC MIU MOD NEAS NEL OOH OOHS PES PWE SAS SEL UCC UEA UHCW UHPC UPCC "
    "USA UTC WIC YOI"
)
_CAPITALS = frozenset(_ABBREVIATIONS.split())
"""Abbreviations that have a vowel and could be taken for words."""

_WITHOUT_VOWEL = (
    "Dr Drs Mr Mrs Ms St Sts Rd Ctr Ctrs Cntr Cnt Ltd Blvd Bldg Bldgs Grp Ptnr Ptnrs Ptn Hlth Hth Nr Ln "
    "Pk Pl Cl Gt Sq Ct Flr Grn Mt Svc Svcs Stn Nth Sth Jnr Snr Cwm Hwb GPs PCNs NMPs"
)
_OF_TWO_LETTERS = (
    "Al El De Le La Du Di Da My No Up To By In On At Of Or Ty Yr Yn Is Go We Be So An He Ox Jo Ed Do "
    "Me Co Om Us If Ng Wu Xu Yu Li Ho"
)
_MIXED = {word.upper(): word for word in (*_WITHOUT_VOWEL.split(), *_OF_TWO_LETTERS.split())}
"""Read as words; others without a vowel or of two letters are abbreviations (HC) or initials (BK)."""

_SURNAMES = frozenset(
    {"AL", "DA", "DE", "DI", "DU", "EL", "HO", "LA", "LE", "LI", "NG", "ST", "WU", "XU", "YU"}
)
"""Of two letters, and after a doctor's title not initials."""

_ROMAN = re.compile(r"[IVX]+\Z")
_NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ]+\Z")
_RUN = re.compile(r"[0-9]+(?:ST|ND|RD|TH)(?![^\W_])|[^\W\d_]+(?:['’][^\W\d_]+)*|[0-9]+", re.UNICODE)
_SEPARATORS = ("-", "–", ",", ":", "/", ".", ";", "@")


def readable_name(text: str) -> str:
    """`DR A B O'NEILL'S PRACTICE (ST. IVES)` as `Dr A B O'Neill's Practice (St. Ives)`.

    Only text that is all in capitals is changed: whoever wrote small letters meant them. Applying it
    twice changes nothing more.
    """
    written = text.split()
    if not text.isupper():
        return " ".join(written)
    words = [_readable_joined(word) for word in written]
    if not _DEPENDS_ON_PLACE.isdisjoint(written):
        last = len(written) - 1
        for position in range(1, last):
            word, before = written[position], written[position - 1]
            if word in _SMALL_IN_FILE and _may_be_small(word, before):
                words[position] = word.lower()
            elif len(word) == 2 and _is_initials(word, before):
                words[position] = word
    return " ".join(words)


def readable_address(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines of an address that say something, readable."""
    return tuple([readable_name(line) for line in lines if line and not line.isspace()])


def _is_initials(word: str, before: str) -> bool:
    """GT in Dr GT Smith, which elsewhere is Great."""
    return before in _DOCTORS and word not in _SURNAMES


def _may_be_small(word: str, before: str) -> bool:
    if before in _SEPARATORS or before.endswith((",", ":", ";")):
        return False
    if word == "THE" and before[0].isdigit():  # 38 The Avenue
        return False
    if word in ("Y", "LA", "DE", "LE", "DU"):  # initials of a doctor, unless inside a name
        return before.lower() in SMALL or (len(before) > 2 and before not in ("DRS", "DR.", "AND"))
    return True


@lru_cache(maxsize=32768)
def _readable_joined(word: str) -> str:
    """One word between spaces, which may be several joined by hyphens, full stops or brackets."""
    parts: list[str] = []
    end = 0
    for found in _RUN.finditer(word):
        run, start = found.group(), found.start()
        between = word[end:start]
        parts.append(between)
        beside_digit = word[:start][-1:].isdigit() or word[found.end() :][:1].isdigit()
        after_hyphen = between == "-" and start > 1
        joins = run == "IN" or word[found.end() :][:1] == "-"  # Walk-in, Stratford-on-Avon
        small = after_hyphen and ((joins and run.lower() in SMALL) or parts[-2] == "Co")
        if run[0].isdigit() or small:
            parts.append(run.lower())
        elif beside_digit and len(run) <= 3:
            parts.append(run)
        else:
            parts.append(_readable_run(run))
        end = found.end()
    parts.append(word[end:])
    return "".join(parts)


def _readable_run(run: str) -> str:
    """Letters, perhaps with apostrophes: O'Riordan, Khuroo's, Meddygfa'r, P'ship."""
    pieces = re.split("(['’])", run)
    first = pieces[0]
    if len(pieces) == 1:
        return _readable_word(first)
    of_irish_kind = first in ("O", "D", "L") and len(pieces[2]) > 1
    rest = [_readable_word(pieces[2]) if of_irish_kind else pieces[2].lower()]
    rest += [piece.lower() for piece in pieces[3:]]
    shortened = len(pieces[2]) > 1 or (len(first) == 2 and pieces[2] != "S")  # GR'P, N'HOOD, B'HAM
    start = first.capitalize() if shortened and not of_irish_kind else _readable_word(first)
    return start + pieces[1] + "".join(rest)


def _readable_word(word: str) -> str:
    if word in _MIXED:
        return _MIXED[word]
    if len(word) == 1 or word in _CAPITALS or _ROMAN.match(word) or _NO_VOWEL.match(word):
        return word
    if len(word) == 2 and word.isascii():
        return word
    if word.startswith("MC") and len(word) >= 5:
        return "Mc" + word[2] + word[3:].lower()
    return word[0] + word[1:].lower()


# --- postcodes and telephone numbers ---

_POSTCODE = re.compile(r"[A-Z]{1,3}[A-Z0-9]{0,2}[0-9][A-Z]{2}\Z")


def readable_postcode(text: str) -> str:
    """`ts181hu` as `TS18 1HU`; empty stays empty. ValueError when it does not look like a postcode."""
    squeezed = "".join(text.split()).upper()
    if not squeezed:
        return ""
    if not _POSTCODE.match(squeezed):
        raise ValueError(text)
    return f"{squeezed[:-3]} {squeezed[-3:]}"


def outward(postcode: str) -> str:
    """`TS18` of `TS18 1HU`."""
    return postcode.partition(" ")[0]


@lru_cache(maxsize=8192)
def area(outward_code: str) -> str:
    """`TS` of `TS18`."""
    for position, character in enumerate(outward_code):
        if not character.isalpha():
            return outward_code[:position]
    return outward_code


def readable_phone(text: str) -> str:
    """As the file says it, with single spaces."""
    return one_space(text)
