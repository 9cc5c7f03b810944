"""Ending a kind of mail by the link in its head: a page with a button, or at once for mail programs."""

from typing import Any

from federation.kernel.form_keys import by_address_alone
from federation.kernel.policy import PUBLIC
from federation.kernel.web import permission, repeatable
from federation.people.actions.stopping import mail_of_link, stop_mail
from federation.people.views.frame import blueprint, show


@blueprint.get("/mail/stop/<token>")
@permission(PUBLIC)
def stop_mail_page(token: str) -> Any:
    """Ask whether a kind of mail ends: a link that is only looked at changes nothing."""
    found = mail_of_link(token)
    return show("stop_mail.html", mail=found, token=token) if found else (show("stop_mail_gone.html"), 410)


@blueprint.post("/mail/stop/<token>", endpoint="stop_mail")
@permission(PUBLIC)
@repeatable
@by_address_alone
def stop_mail_now(token: str) -> Any:
    """End a kind of mail, whoever asks: the button of the page, or a mail program."""
    found = mail_of_link(token)
    if found is None:
        return show("stop_mail_gone.html"), 410
    stop_mail(found)
    return show("mail_stopped.html", mail=found)
