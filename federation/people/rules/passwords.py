"""Which passwords are taken: long ones that nobody guesses first. No rule about digits or signs."""

import unicodedata
from typing import Final

SHORTEST: Final = 12

_COMMON: Final = frozenset(
    [
        "000000000000",
        "111111111111",
        "123123123123",
        "123412341234",
        "123456123456",
        "1234567890ab",
        "123456789012",
        "1234567890123",
        "12345678901234",
        "123456789abc",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "aaaaaaaaaaaa",
        "abc123abc123",
        "abcabcabcabc",
        "abcd1234abcd",
        "abcdefghijkl",
        "abcdefghijklm",
        "administrator",
        "administrator1",
        "adminadmin12",
        "adminadminadmin",
        "asdfghjkl123",
        "asdfghjklasdf",
        "changeme1234",
        "changemenow1",
        "charliecharlie",
        "chelsea12345",
        "correcthorse",
        "correcthorsebatterystaple",
        "drowssapdrowssap",
        "federation12",
        "federation123",
        "footballfootball",
        "generalpractice",
        "gpfederation",
        "gpfederation1",
        "hellohello12",
        "hellohellohello",
        "iloveyou1234",
        "iloveyou12345",
        "iloveyouiloveyou",
        "liverpool123",
        "liverpool1234",
        "letmein12345",
        "letmein123456",
        "letmeinletmein",
        "letmeinplease",
        "manchester12",
        "manchester123",
        "manchesterunited",
        "mypassword12",
        "mypassword123",
        "nhspassword1",
        "nhspassword12",
        "p@ssw0rd1234",
        "passw0rd1234",
        "password0000",
        "password1111",
        "password1234",
        "password12345",
        "password123456",
        "password2024",
        "password2025",
        "password2026",
        "passwordpassword",
        "passwordpassw0rd",
        "practicemanager",
        "princess1234",
        "q1w2e3r4t5y6",
        "qazwsxedcrfv",
        "qwerty123456",
        "qwerty1234567",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiop[]",
        "qwertyuiopasdf",
        "secret123456",
        "secretsecret",
        "sunshine1234",
        "superman1234",
        "surgery12345",
        "surgerysurgery",
        "test12345678",
        "testtesttest",
        "thisismypassword",
        "trustno1trustno1",
        "welcome12345",
        "welcome123456",
        "welcomewelcome",
        "welcome2024!",
        "welcome2025!",
        "welcome2026!",
        "zaq12wsxcde3",
        "zxcvbnmzxcvbnm",
        "zxcvbnm12345",
    ]
)


def same_everywhere(password: str) -> str:
    """The password as it is hashed: keyboards write the same sign in several ways (Unicode NFKC)."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, email: str, name: str) -> str | None:
    """Why a password is not taken, in words; None when it is."""
    plain = _bare(same_everywhere(password))
    if len(password) < SHORTEST:
        return (
            f"Password must be {SHORTEST} characters or more. Three or four words you can remember are good"
        )
    if plain in {_bare(email), _bare(email.partition("@")[0]), _bare(name)}:
        return "Password must not be your name or your email address"
    if plain in _COMMON or len(set(plain)) < 4:
        return "Password must not be one that many people use. Three or four words you can remember are good"
    return None


def _bare(text: str) -> str:
    return "".join(text.casefold().split())
