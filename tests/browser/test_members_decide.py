"""From a practice file to a verdict: an administrator, an author, representatives and the executive."""

import re
from collections.abc import Callable

from federation.testing.letters import letters_to
from federation.testing.visitor import Visitor
from federation.testing.world import LIST_SIZES
from tests.browser.conftest import Serve
from tests.browser.people import (
    ADMIN,
    AUTHOR,
    EXECUTIVE,
    PASSWORD,
    VOTERS,
    Guest,
    first_administrator,
    set_an_app_up,
)
from tests.browser.site import Site
from tests.network.rules.practice_rows import make_csv, make_row
from tests.network.rules.test_list_sizes_file import HEADING, line

TITLE = "Share the home visits"
TEXT = "We agree to share home visits in proportion to our patients."
REASON = "Our list grew by a tenth this year."
ROOT = "/f/saltmarsh"
Visit = Callable[..., Visitor]
_CODES = list(LIST_SIZES)[:5]


def test_from_a_practice_file_to_a_verdict(serve: Serve, visit: Visit) -> None:
    site = serve(False)
    first_administrator(site)
    admin = visit(site, "administrator")
    _sign_in(admin, ADMIN)
    _make_federation(admin)
    _import_practices(admin)
    _invite(admin)
    site.deliver()
    guests = (AUTHOR, EXECUTIVE, *VOTERS)
    author, executive, *voters = [_accept(visit(site, guest.name), site, guest) for guest in guests]
    decision = _write(author)
    _comment(voters[0], decision)
    _put_to_the_vote(author, decision)
    _cast(voters, author, decision)
    site.deliver()
    assert any(TITLE in letter for letter in letters_to(VOTERS[1].email))
    _close(executive, decision)
    _write_outcome(author, decision)
    _look_it_up(voters[2], decision)


def _sign_in(who: Visitor, guest: Guest) -> None:
    who.go("/sign-in", "sign-in")
    who.check_widths()
    who.fill(email=guest.email, password="not the password at all")
    who.may_fail = (401, 403, 422, 429, 400, 409)
    who.press("Sign in")
    who.may_fail = ()
    assert who.page.locator(".nhsuk-error-summary").count() == 1
    assert who.page.input_value("[name=email]") == guest.email
    who.fill(email=guest.email, password=PASSWORD)
    who.press("Sign in")


def _make_federation(admin: Visitor) -> None:
    admin.go("/federations/new", "second-step")
    assert "You need this before you can go on" in admin.text()
    set_an_app_up(admin)
    assert admin.page.url.endswith("/federations/new")
    admin.keep("new-federation")
    admin.press("Make the federation")
    assert admin.page.title().startswith("Error:")
    admin.fill(name="Saltmarsh GP Federation", slug="saltmarsh")
    admin.press("Make the federation", "practices-empty")
    admin.go(f"{ROOT}/our-federation/", "our-federation-empty")
    admin.follow("Write down the purpose")
    admin.fill(purpose="Good care near home for every patient of our practices.")
    admin.press("Save the purpose")
    for aim in ("Same-day help for every patient who needs it", "Fair shares of the work"):
        admin.follow("Add an aim")
        admin.fill(words=aim)
        admin.press("Add the aim")
    admin.keep("our-federation")
    assert "Fair shares of the work" in admin.text()


def _practice_file() -> bytes:
    rows = [make_row(code=code, name=LIST_SIZES[code][0].upper()) for code in _CODES]
    return make_csv([*rows, make_row(code="Z99006", name="HERON HEALTH CENTRE", opened="31021974")])


def _import_practices(admin: Visitor) -> None:
    admin.go(f"{ROOT}/practices/import", "import-file")
    admin.page.set_input_files(
        "[name=file]", {"name": "epraccur.csv", "mimeType": "text/csv", "buffer": _practice_file()}
    )
    admin.press("Continue", "import-pick")
    admin.page.check("[name=everything]")
    admin.press("Continue", "import-check")
    admin.check_widths()
    assert "Nothing is saved yet" in admin.text() and "cannot be read" in admin.text()
    admin.page.check("[name=leave]")
    admin.press("Save", "import-saved")
    sizes = "\n".join([HEADING, *(line(code, str(LIST_SIZES[code][1])) for code in _CODES)]).encode()
    admin.go(f"{ROOT}/practices/list-sizes", "sizes-file")
    admin.page.set_input_files("[name=file]", {"name": "sizes.csv", "mimeType": "text/csv", "buffer": sizes})
    admin.press("Continue", "sizes-check")
    admin.press("Save", "sizes-saved")
    admin.go(f"{ROOT}/practices/", "practices")
    admin.check_widths()
    assert all(LIST_SIZES[code][0] in admin.text() for code in _CODES)


def _invite(admin: Visitor) -> None:
    for guest in (AUTHOR, EXECUTIVE, *VOTERS):
        admin.go(f"{ROOT}/people/invite")
        admin.fill(email=guest.email, name=guest.name)
        admin.page.check(f"[name=role][value={guest.role}]")
        if guest.code:
            admin.page.select_option("[name=practice]", guest.code)
        admin.press("Invite")
        assert guest.name in admin.page.inner_text("body")
    admin.go(f"{ROOT}/people/", "people")
    admin.check_widths()
    admin.go(f"{ROOT}/admin/", "administration")


def _accept(guest: Visitor, site: Site, who: Guest) -> Visitor:
    link = site.link_in_mail(who.email, "/invitation/")
    first = who is AUTHOR
    guest.go(link.removeprefix(site.url), "accept" if first else "")
    if first:
        guest.fill(password="short", again="short")
        guest.press("Accept and sign in", "accept-error")
        assert guest.page.title().startswith("Error:")
    guest.fill(password=PASSWORD, again=PASSWORD)
    guest.press("Accept and sign in", f"home-new-{who.role}")
    if who.role == "executive":
        set_an_app_up(guest)
    assert guest.page.url.endswith(f"{ROOT}/")
    return guest


def _write(author: Visitor) -> str:
    author.go(f"{ROOT}/decisions/new", "proposal-form")
    author.check_widths()
    author.fill(body=TEXT)
    author.press("Save draft", "proposal-form-error")
    assert author.page.title().startswith("Error:")
    assert author.page.input_value("[name=body]") == TEXT
    author.fill(title=TITLE, reasons="Some practices visit far more than others.")
    author.fill(**{"considered-0-title": "Do nothing", "considered-0-text": "It stays unfair."})
    author.page.check("[name=kind][value=shared]")
    author.page.check("[name=aims] >> nth=1")
    author.press("Save draft", "draft")
    assert author.heading.endswith(TITLE)
    decision = re.search(r"/decisions/(\d+)", author.page.url)
    assert decision
    author.follow("Add a table", "effects-form")
    table = "\n".join(
        ["Practice\tVisits a week", *(f"{code}\t{LIST_SIZES[code][1] // 1000}" for code in _CODES)]
    )
    author.fill(pasted=table)
    author.press("Use the pasted table", "draft-with-table")
    author.press("Open it for discussion", "discussion")
    author.check_widths()
    return decision[1]


def _comment(reader: Visitor, decision: str) -> None:
    reader.go(f"{ROOT}/decisions/{decision}", "discussion-as-representative")
    reader.fill(words="Can we begin in April?")
    reader.page.locator("form", has=reader.page.locator("[name=words]")).get_by_role("button").first.click()
    reader.look("discussion-commented")
    assert "Can we begin in April?" in reader.text()


def _put_to_the_vote(author: Visitor, decision: str) -> None:
    author.go(f"{ROOT}/decisions/{decision}")
    author.follow("Put this proposal to the vote", "06a-first-an-app")
    author.follow("Set up an authenticator app")
    set_an_app_up(author)
    author.keep("06a-choose-rule")
    author.check_widths()
    author.page.check("[name=rule][value=double_majority]")
    author.press("Continue", "06-when")
    author.check_widths()
    author.press("Continue", "06b-check")
    author.check_widths()
    assert "When you open the vote" in author.text()
    author.press("Open the vote", "decision-open-author")


def _cast(voters: list[Visitor], author: Visitor, decision: str) -> None:
    first, second, third, fourth = voters
    first.go(f"{ROOT}/", "home-owes")
    assert "1 thing needs" in first.heading
    first.follow(TITLE, "decision-open")
    first.check_widths()
    first.follow("Cast Driftwood", "cast")
    first.fill(reason=REASON)
    first.press("Cast this vote", "cast-error")
    assert first.page.title().startswith("Error:")
    assert first.page.input_value("[name=reason]") == REASON
    first.page.check("[name=stance][value=for]")
    first.press("Cast this vote", "receipt")
    first.check_widths()
    assert "Vote recorded" in first.text() and "For" in first.text()
    first.follow("change this vote")
    assert first.page.is_checked("[name=stance][value=for]")
    first.page.check("[name=stance][value=against]")
    first.press("Change this vote", "receipt-changed")
    code = first.page.url.rpartition("/")[2]
    first.go(f"{ROOT}/decisions/receipt?code={code}", "receipt-check")
    assert "Driftwood" in first.text()
    second.go(f"{ROOT}/decisions/{decision}")
    assert REASON not in second.page.content()
    second.follow("Cast Lighthouse")
    second.page.check("[name=stance][value=for]")
    second.fill(reason="It is fair.")
    second.press("Cast this vote")
    third.go(f"{ROOT}/decisions/{decision}")
    third.follow("Declare an interest", "stand-aside")
    third.fill(reason="Our partner owns the car service.")
    third.page.locator("main form").get_by_role("button").first.click()
    third.look("decision-stood-aside")
    assert "Our partner owns the car service." in third.page.content()
    fourth.go(f"{ROOT}/decisions/{decision}")
    fourth.follow("Cast Estuary")
    fourth.page.check("[name=stance][value=for]")
    fourth.press("Cast this vote")
    author.go(f"{ROOT}/decisions/{decision}")
    author.follow("Cast Saltpan")
    author.page.check("[name=stance][value=for]")
    author.press("Cast this vote")


def _close(executive: Visitor, decision: str) -> None:
    executive.go(f"{ROOT}/decisions/{decision}", "decision-open-executive")
    executive.follow("Close voting early", "close-early")
    executive.press("Close voting now", "close-early-error")
    assert executive.page.title().startswith("Error:")
    executive.fill(reason="All who can vote have voted.")
    executive.press("Close voting now", "decision-closed")
    executive.check_widths()
    said = executive.text()
    assert "Carried" in said
    assert "All 4 practices voted. At least 3 were needed." in said
    assert "3 of 4 votes for or against were for: 75.0%. More than 50% was needed." in said
    assert "33,900 of 45,140 patients: 75.1%. More than 50% was needed." in said
    assert (
        "All who can vote have voted." in said
        and REASON in said
        and "Our partner owns the car service." in said
    )


def _write_outcome(author: Visitor, decision: str) -> None:
    author.go(f"{ROOT}/decisions/{decision}/outcome", "outcome-form")
    author.fill(words="We begin in April. Lighthouse gets a team nearer to it.", owner=AUTHOR.name)
    author.fill(**{"review_on-day": "1", "review_on-month": "10", "review_on-year": "2027"})
    author.press("Save the outcome")
    author.go(f"{ROOT}/decisions/{decision}/actions/new", "action-form")
    author.fill(title="Draw the map of teams", owner=AUTHOR.name)
    author.fill(**{"due_on-day": "1", "due_on-month": "March", "due_on-year": "2027"})
    author.press("Save the action", "decision-with-outcome")
    author.check_widths()
    assert "Draw the map of teams" in author.text()


def _look_it_up(reader: Visitor, decision: str) -> None:
    reader.go(f"{ROOT}/decisions/", "register")
    reader.check_widths()
    assert TITLE in reader.text()
    reader.go(f"{ROOT}/decisions/?q=nothingsuch", "register-none-found")
    reader.go(f"{ROOT}/search?q=visits", "search")
    assert TITLE in reader.text()
    reader.go(f"{ROOT}/decisions/")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name=re.compile("CSV")).first.click()
    table = download.value.path().read_text("utf-8-sig")
    assert TITLE in table and "Carried" in table
    reader.go(f"{ROOT}/our-federation/record", "record")
    reader.check_widths()
    reader.go(f"{ROOT}/our-federation/record/check", "record-check")
    assert re.search(r"The record is whole: \d\d entries", reader.text())
    reader.go(f"{ROOT}/", "home-after")
    reader.check_widths()
    reader.go("/account", "account")
