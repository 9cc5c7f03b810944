"""Mail as an administrator sees it: whether letters leave, what waits, and a test letter."""

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from federation.kernel import mail as letters
from federation.kernel import outbox
from federation.kernel.mail_hold import is_held_here
from federation.kernel.outbox import MOST_ATTEMPTS
from federation.kernel.web import actor, permission
from federation.network.blueprint import ADMIN, blueprint
from federation.network.federation.actions import mailing
from federation.network.members.actions.handing_on import who_waits


@blueprint.get(f"{ADMIN}/mail")
@permission("network.administer")
def mail() -> str:
    """Whether letters leave, and what became of the last test letter."""
    settings = current_app.config["SETTINGS"]
    state = outbox.mail_state()
    test = outbox.last_letter(mailing.key_of_tests(actor()))
    return render_template(
        "network/mail.html",
        leaves=letters.leaves(settings),
        held=is_held_here(),
        host=settings["mail"]["smtp_host"],
        port=settings["mail"]["smtp_port"],
        sender=settings["mail"]["sender"],
        address=settings["base_url"],
        state=state,
        why=letters.failure_in_words(state.error) if state.error else "",
        test=test,
        test_why=letters.failure_in_words(test.error) if test and test.error else "",
        given_up=bool(test and test.attempts >= MOST_ATTEMPTS),
        links=0 if letters.leaves(settings) else len(who_waits()),
    )


@blueprint.post(f"{ADMIN}/mail/test")
@permission("network.arrange")
def send_test_letter() -> Response:
    """Send a letter to oneself."""
    mailing.send_test_letter(actor())
    flash(
        f"A test letter to {actor().email} is on its way out. Look at this page again in a few seconds.",
        "info",
    )
    return redirect(url_for(".mail"), 303)
