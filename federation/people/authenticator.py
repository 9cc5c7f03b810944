"""An authenticator app's side of the second step: its secret, the codes it shows, and the picture it scans.

``pyotp`` and ``segno`` are imported when they are used.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Final

ISSUER: Final = "Federation"
"""The name that apps show above the code."""


def new_secret() -> str:
    """160 random bits in base 32 (RFC 4226, section 4: recommended)."""
    import pyotp

    return pyotp.random_base32()


def shown(secret: str) -> Callable[[int], str]:
    """The code that the app shows in a step."""
    import pyotp

    return pyotp.TOTP(secret).generate_otp


def address(secret: str, email: str) -> str:
    """The address that an app on the same device opens, and that the picture holds."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def picture(secret: str, email: str) -> bytes:
    """The address as a QR code: an SVG image, black on white."""
    import segno

    image = BytesIO()
    segno.make(address(secret, email), error="m", micro=False).save(image, kind="svg", scale=4, light="#fff")
    return image.getvalue()
