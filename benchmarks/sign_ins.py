"""``python -m benchmarks.sign_ins``: memory while 500 people sign in at once, and whether the time that a wrong
password takes tells who has an account. Prints figures; decides nothing."""

import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

PEOPLE = 500
PASSWORD = "estuary lantern pebble"
PORT = 8123
_ROOT = Path(__file__).resolve().parent.parent
_LONGEST = 600


def main() -> None:
    """Serve a scratch database with delivered settings and measure."""
    with tempfile.TemporaryDirectory() as name, _serving(Path(name)) as process:
        worker = _children(process)[0]
        print(f"memory before: {_memory(worker, 'VmRSS')} MiB")
        began = time.perf_counter()
        statuses = _at_once(process)
        took = time.perf_counter() - began
        counts = {status: statuses.count(status) for status in sorted(set(statuses))}
        print(f"{PEOPLE} sign-ins at once: {counts} in {took:.0f} s")
        print(f"memory at most: {_memory(worker, 'VmHWM')} MiB; after: {_memory(worker, 'VmRSS')} MiB")
        known, unknown = _times()
        for words, times in (("known", known), ("unknown", unknown)):
            quartiles = " / ".join(f"{1000 * cut:.1f}" for cut in statistics.quantiles(times, n=4))
            print(f"wrong password, {words}: {len(times)} tries, quartiles {quartiles} ms")
        distance, chance = kolmogorov_smirnov(known, unknown)
        print(f"Kolmogorov-Smirnov: distance {distance:.3f}, p = {chance:.3f}")


def kolmogorov_smirnov(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The greatest distance of two samples' distributions, and how likely one so great is by chance (asymptotic)."""
    from math import exp, sqrt

    both = sorted([(value, 1 / len(one)) for value in one] + [(value, -1 / len(other)) for value in other])
    running = distance = 0.0
    for _, step in both:
        running += step
        distance = max(distance, abs(running))
    size = sqrt(len(one) * len(other) / (len(one) + len(other)))
    scaled = (size + 0.12 + 0.11 / size) * distance
    chance = 2 * sum((-1) ** (k - 1) * exp(-2 * k * k * scaled * scaled) for k in range(1, 101))
    return distance, min(max(chance, 0.0), 1.0)


@contextmanager
def _serving(folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    config = folder / "config.toml"
    config.write_text("trusted_proxies = 1\n[jobs]\nin_web_process = false\n")
    environment = {
        **os.environ,
        "PYTHONPATH": str(_ROOT),
        "FEDERATION_CONFIG": str(config),
        "FEDERATION_DATABASE_URL": f"sqlite:///{folder / 'federation.db'}",
        "FEDERATION_SECRET_KEY": "a-secret-for-measuring-0123456789-abcdef",
    }
    os.environ |= environment
    _fill()
    command = [sys.executable, "-m", "federation", "serve", "--port", str(PORT)]
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        for _ in range(200):
            try:
                _ask("GET", "/sign-in")
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def _fill() -> None:
    from federation.app import create_app, upgrade_database
    from federation.kernel.config import read_settings

    settings = read_settings()
    upgrade_database(settings["database_url"])
    app: Flask = create_app(settings)
    with app.app_context():
        _add_people()


def _add_people() -> None:
    from federation.kernel.clock import database_now
    from federation.kernel.db import db, unit_of_work
    from federation.people.models import Person
    from federation.people.passwords import hash_password

    hashed = hash_password(PASSWORD)
    with unit_of_work() as session:
        for number in range(2 * PEOPLE):
            session.add(
                Person(email=_address(number), name="P", password_hash=hashed, created_at=database_now())
            )
    db.session.remove()
    db.engine.dispose()


def _address(number: int, known: bool = True) -> str:
    return f"{'person' if known else 'nobody'}{number:04}@measured.example"


def _ask(
    method: str, path: str, fields: dict[str, str] | None = None, number: int = 0, cookie: str = ""
) -> tuple[int, str, str]:
    headers = {
        "X-Forwarded-For": f"10.{number // 65536}.{number // 256 % 256}.{number % 256}",
        "Cookie": cookie,
    }
    if fields:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=_LONGEST)
    try:
        connection.request(method, path, urlencode(fields or {}), headers)
        answer = connection.getresponse()
        return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0], answer.read().decode()
    finally:
        connection.close()


def _form() -> tuple[str, str]:
    _, cookie, page = _ask("GET", "/sign-in")
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return cookie, found[1]


def _at_once(process: "subprocess.Popen[bytes]") -> list[int]:
    cookie, token = _form()
    start, statuses = threading.Barrier(PEOPLE), []

    def sign_in(number: int) -> None:
        fields = {"email": _address(number), "password": PASSWORD, "csrf_token": token}
        start.wait()
        statuses.append(_ask("POST", "/sign-in", fields, number, cookie)[0])

    threads = [threading.Thread(target=sign_in, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def _times() -> tuple[list[float], list[float]]:
    """Seconds that a wrong password takes, for accounts that are and that are not, in mixed order."""
    cookie, token = _form()
    tries = [(PEOPLE + number, known) for number in range(PEOPLE) for known in (True, False)]
    random.Random(1).shuffle(tries)
    found: dict[bool, list[float]] = {True: [], False: []}
    for place, (number, known) in enumerate(tries):
        fields = {"email": _address(number, known), "password": "wrong wrong wrong", "csrf_token": token}
        began = time.perf_counter()
        status = _ask("POST", "/sign-in", fields, 100_000 + place, cookie)[0]
        found[known].append(time.perf_counter() - began)
        assert status == 422, status
    return found[True], found[False]


def _children(process: "subprocess.Popen[bytes]") -> list[int]:
    text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(number) for number in text.split()]


def _memory(number: int, what: str) -> int:
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{number}/status").read_text())
    assert found
    return int(found[1]) // 1024


if __name__ == "__main__":
    main()
