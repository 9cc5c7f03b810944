"""NHS numbers are told from telephone numbers, codes and figures."""

import pytest

from federation.kernel.patient_data import is_nhs_number, nhs_number_in, objection_to


@pytest.mark.parametrize(
    "text",
    [
        "9434765919",
        "943 476 5919",
        "943-476-5919",
        "943\u00a0476\u00a05919",
        "943\u2011476\u20115919",
        "Mr X (943 476 5919), born 12/03/1950",
        "943 476 5919 12 March",
        "id9434765919.",
        "a\n943 476 5919\nb",
        "943 476 5918 and 943 476 5919",
        "401 023 2137",
    ],
)
def test_nhs_numbers_are_found(text: str) -> None:
    assert nhs_number_in(text) in ("5919", "2137")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9434765918",
        "94347659190",
        "09434765919",
        "01943 476 5919",
        "+44 943 476 5919",
        "020 7946 0958",
        "07700 900123",
        "A81001",
        "12,350 visits by 123,500 patients",
        "943 476\n5919",
        "943 47 65919",
        "0.9434765919",
        "1111111111",
        "0000000000",
        "£9,434,765,919",
        "2026/31",
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert nhs_number_in(text) is None
    assert objection_to(text) is None


@pytest.mark.parametrize(
    ("digits", "valid"),
    [("4010232137", True), ("4010232138", False), ("401023213", False), ("401023213x", False)],
)
def test_the_last_digit_checks_the_others(digits: str, valid: bool) -> None:
    assert is_nhs_number(digits) is valid


def test_a_remainder_of_ten_is_no_number() -> None:
    assert not any(is_nhs_number(f"000000040{last}") for last in range(10))


def test_the_number_is_not_repeated() -> None:
    words = objection_to("943 476 5919")
    assert words is not None
    assert ("943" in words, "5919" in words) == (False, True)
