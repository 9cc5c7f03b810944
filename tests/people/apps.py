"""Authenticator apps of people in tests."""

from dataclasses import dataclass

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from federation.kernel import clock
from federation.kernel.db import unit_of_work
from federation.people import authenticator
from federation.people.actions.second_factor import renew_recovery_codes
from federation.people.models import SecondFactor
from federation.people.rules.codes import step_of
from federation.people.sealing import seal
from federation.testing.world import LONG_AGO
from tests.people.accounts import browser, sign_in


@dataclass
class PhoneApp:
    """An app with one secret, on a phone whose clock is right."""

    secret: str

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many steps of 30 seconds later."""
        return pyotp.TOTP(self.secret).generate_otp(step_of(clock.machine_now()) + steps)

    def wrong(self) -> str:
        """Six digits that it shows at no time near."""
        near = {self.code(steps) for steps in range(-3, 4)}
        return next(digits for digits in (f"{number:06}" for number in range(9)) if digits not in near)


def give_app(person_id: int) -> PhoneApp:
    """Let a person of a world sign in with an app too."""
    secret = authenticator.new_secret()
    with unit_of_work() as session:
        session.add(
            SecondFactor(person_id=person_id, secret=seal(person_id, secret), set_up_at=LONG_AGO, last_step=0)
        )
    return PhoneApp(secret)


def give_recovery_codes(person_id: int) -> list[str]:
    """Ten of them."""
    return renew_recovery_codes(person_id)


def half_way(app: Flask, email: str) -> FlaskClient:
    """A browser in which the password was right."""
    client = browser(app)
    assert sign_in(client, email).location == "/sign-in/code"
    return client


def give_code(client: FlaskClient, code: str, path: str = "/sign-in/code", **more: object) -> TestResponse:
    """Type a code and send it."""
    return client.post(path, data={"code": code, **more})
