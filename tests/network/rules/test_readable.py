"""Names, addresses and postcodes as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.network.imports.rules import (
    readable_address,
    readable_name,
    readable_phone,
    readable_postcode,
)


@pytest.mark.parametrize(
    ("in_file", "readable"),
    [
        ("THE SURGERY", "The Surgery"),
        ("DR A B SMITH'S PRACTICE", "Dr A B Smith's Practice"),
        ("DR BK SMITH'S PRACTICE", "Dr BK Smith's Practice"),
        ("DR GT SMITH", "Dr GT Smith"),
        ("GT MARSH SURGERY", "Gt Marsh Surgery"),
        ("DRS LAMBERT & NG", "Drs Lambert & Ng"),
        ("DR NG AND PARTNERS", "Dr Ng and Partners"),
        ("DR P & S JONES", "Dr P & S Jones"),
        ("DR M SUARES' PRACTICE", "Dr M Suares' Practice"),
        ("DR Y SMITH", "Dr Y Smith"),
        ("CRAIG Y DON MEDICAL PRACTICE", "Craig y Don Medical Practice"),
        ("PEN Y MAES HEALTH CENTRE", "Pen y Maes Health Centre"),
        ("MAYPOLE HEALTH SURGERY Y", "Maypole Health Surgery Y"),
        ("MEDDYGFA'R TYMBL", "Meddygfa'r Tymbl"),
        ("TY'R FELIN SURGERY", "Ty'r Felin Surgery"),
        ("CWM GARW PRACTICE", "Cwm Garw Practice"),
        ("BLAEN-Y-CWM GROUP PRACTICE", "Blaen-y-Cwm Group Practice"),
        ("THE O'RIORDAN SURGERY", "The O'Riordan Surgery"),
        ("O’CONNOR SURGERY", "O’Connor Surgery"),
        ("D'ARCY HOUSE", "D'Arcy House"),
        ("MCKENZIE HOUSE SURGERY", "McKenzie House Surgery"),
        ("THE MACMILLAN SURGERY", "The Macmillan Surgery"),
        ("MACCLESFIELD", "Macclesfield"),
        ("SPRINGFIELD SURGERY (BINGLEY)", "Springfield Surgery (Bingley)"),
        ("DOWNING DRIVE SURGERY (THE OLD MILL)", "Downing Drive Surgery (The Old Mill)"),
        ("GREENFIELDS MEDICAL CENTRE (KS RAO)", "Greenfields Medical Centre (KS Rao)"),
        ("ST. MARY'S SURGERY", "St. Mary's Surgery"),
        ("THE ST.CLEMENTS SURGERY", "The St.Clements Surgery"),
        ("ST JOHNS MED.CTR.", "St Johns Med.Ctr."),
        ("LOCKWOOD GP SURGERY", "Lockwood GP Surgery"),
        ("BEDFORD GPS", "Bedford GPs"),
        ("GP'S AT HAND", "GP's at Hand"),
        ("NORTH CHELMSFORD NHS HCC", "North Chelmsford NHS HCC"),
        ("HILL BROW SURGERY PMS PRACTICE", "Hill Brow Surgery PMS Practice"),
        ("FIVEWAYS PCN EA HUB", "Fiveways PCN EA Hub"),
        ("LL MEDICAL CARE LTD", "LL Medical Care Ltd"),
        ("COLINDALE MEDICAL CENTRE LP", "Colindale Medical Centre LP"),
        ("UPCC AT HEALTHY PRESTATYN", "UPCC at Healthy Prestatyn"),
        ("BRADFORD-ON-AVON AND MELKSHAM HEALTH", "Bradford-on-Avon and Melksham Health"),
        ("HORNDON-ON-THE-HILL SURGERY", "Horndon-on-the-Hill Surgery"),
        ("BIRD-IN-EYE SURGERY", "Bird-in-Eye Surgery"),
        ("PRIMARY CARE WALK-IN SERVICE", "Primary Care Walk-in Service"),
        ("THE CO-OPERATIVE HEALTH CENTRE", "The Co-operative Health Centre"),
        ("THE MARINE & OAKRIDGE PARTNERSHIP", "The Marine & Oakridge Partnership"),
        ("BROWNLOW HEALTH @ PRINCES PARK", "Brownlow Health @ Princes Park"),
        ("PRINCE OF WALES GROUP SURGERY", "Prince of Wales Group Surgery"),
        ("THE DOCTORS HOUSE, THE GREEN", "The Doctors House, The Green"),
        ("EXAMPLE HEALTH - THE GREEN", "Example Health - The Green"),
        ("AT MEDICS", "At Medics"),
        ("WALK IN", "Walk In"),
        ("AL-SHAFA MEDICAL CENTRE", "Al-Shafa Medical Centre"),
        ("DE MONTFORT SURGERY", "De Montfort Surgery"),
        ("ASHBY DE LA ZOUCH", "Ashby de la Zouch"),
        ("HEALTH E1", "Health E1"),
        ("E12 HEALTH", "E12 Health"),
        ("3D MEDICAL CENTRE", "3D Medical Centre"),
        ("THE 4TH FLOOR SURGERY", "The 4th Floor Surgery"),
        ("PRACTICE2", "Practice2"),
        ("KING EDWARD VII SURGERY", "King Edward VII Surgery"),
        ("HEATHFIELD II", "Heathfield II"),
        ("WESTWOOD MEDICAL H/CENTRE", "Westwood Medical H/Centre"),
        ("MEDICAL CENTRE_MURUGESH V", "Medical Centre_Murugesh V"),
        ("DR KUMAR & PTNR - SHOEBURY HC", "Dr Kumar & Ptnr - Shoebury HC"),
        ("SO'TON P'SHIP", "So'ton P'ship"),
        ("MEDDYGFA TŶ ELÂN", "Meddygfa Tŷ Elân"),
        ("  THE   OLD  MILL ", "The Old Mill"),
        # small letters were meant by whoever wrote them
        ("McKinley iHealth", "McKinley iHealth"),
        ("the village practice", "the village practice"),
        ("", ""),
        ("111", "111"),
        ("+44 SURGERY", "+44 Surgery"),
        ("-SURGERY", "-Surgery"),
    ],
)
def test_name(in_file: str, readable: str) -> None:
    assert readable_name(in_file) == readable


@given(st.text(max_size=60))
def test_twice_is_once(text: str) -> None:
    assert readable_name(readable_name(text)) == readable_name(text)


@given(st.text(alphabet="ABCDEGLMNOPRSTY'’ -.&/(1", max_size=40))
def test_only_the_size_of_letters_changes(text: str) -> None:
    assert readable_name(text).upper() == " ".join(text.split()).upper()


def test_address() -> None:
    lines = ("38 THE AVENUE", "", "STATION RD, MARSTON", "HOUGHTON-LE-SPRING", "TYNE & WEAR", " ")
    assert readable_address(lines) == (
        "38 The Avenue",
        "Station Rd, Marston",
        "Houghton-le-Spring",
        "Tyne & Wear",
    )
    assert readable_address(("101A HIGH STREET", "NEWCASTLE UPON TYNE", "1ST FLOOR")) == (
        "101A High Street",
        "Newcastle upon Tyne",
        "1st Floor",
    )


@pytest.mark.parametrize(
    ("typed", "readable"),
    [
        ("ts181hu", "TS18 1HU"),
        (" TS18  1HU ", "TS18 1HU"),
        ("M1 1AA", "M1 1AA"),
        ("EC1A1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_postcode(typed: str, readable: str) -> None:
    assert readable_postcode(typed) == readable


@pytest.mark.parametrize("typed", ["LAWSON STREET", "01642 672351", "TS18", "=1+1", "TS18 1HÜ", "1AA"])
def test_no_postcode(typed: str) -> None:
    with pytest.raises(ValueError):
        readable_postcode(typed)


def test_phone() -> None:
    assert readable_phone(" 01632  960101 ") == "01632 960101"
