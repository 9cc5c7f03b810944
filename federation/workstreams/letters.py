"""Letters about work that is brought to groups: to those who lead, and to who brought it."""

from typing import Final

from federation.kernel.policy import Actor
from federation.network.for_plugins import address_of, mail
from federation.network.groups.queries import ListedGroup
from federation.network.models import ThreadComment
from federation.network.threads.actions import comment_now
from federation.workstreams.mail_kinds import BROUGHT
from federation.workstreams.models import WorkItem
from federation.workstreams.queries.talks import WorkTalk
from federation.workstreams.queries.tasks import leads_of
from federation.workstreams.words import FATE_TAGS, ITEM_KIND_TITLES, ITEM_LETTERS

_BROUGHT: Final = (
    "{by} has brought this to the {group}:\n\n{kind}: {title}\n\nSay what becomes of it:\n\n{url}\n"
)
_SETTLED: Final = (
    "You brought this to the {group}:\n\n{title}\n\nWhat became of it: {fate}.{words}\n\n{url}\n"
)
_SAID: Final = "{by} has written about this:\n\n{title}\n\nRead and answer:\n\n{url}\n"


def tell_brought(item: WorkItem, group: ListedGroup, by: Actor) -> None:
    """Work was brought to a group: to those who lead it, without who brought it."""
    text = _BROUGHT.format(
        by=by.name, group=group.name, kind=ITEM_KIND_TITLES[item.kind][0], title=item.title, url=_url(item)
    )
    leads = set(leads_of(group.id)) - {by.person_id}
    subject = f"Brought to the {group.name}: {item.title}"
    mail(f"workstreams.brought:{item.id}", leads, subject, text, BROUGHT, (ITEM_LETTERS, item.id))


def tell_settled(item: WorkItem, group: ListedGroup, by: Actor) -> None:
    """It was noted what became of work: to who brought it, unless they noted it themselves."""
    if item.brought_by == by.person_id or item.ended_at is None:
        return
    text = _SETTLED.format(
        group=group.name,
        title=item.title,
        fate=FATE_TAGS[item.fate][0].lower(),
        words=f"\n\n{item.fate_words}" if item.fate_words else "",
        url=_url(item),
    )
    key = f"workstreams.settled:{item.id}:{item.ended_at:%Y%m%d%H%M%S}"
    mail(key, [item.brought_by], f"What became of: {item.title}", text, BROUGHT, (ITEM_LETTERS, item.id))


def _url(item: WorkItem) -> str:
    return address_of("workstreams.item", work_id=item.id)


def tell_said(made: ThreadComment, talk: WorkTalk, by: Actor) -> None:
    """Something was said: to whoever it names, to whoever is answered, and to who brought what it is about; one letter each."""
    named = {person for _start, _length, person in made.mentions or ()}
    also = {talk.item.brought_by} if talk.item else set[int]()
    if made.parent_id is not None:
        also.add(comment_now(made.parent_id).person_id)
    url = address_of("workstreams.said", remark_id=made.id)
    text = _SAID.format(by=by.name, title=talk.title, url=url)
    subject, key, about = f"New comment: {talk.title}", f"workstreams.said:{made.id}", talk.owner
    mail(key, (also | named) - {by.person_id}, subject, text, BROUGHT, about)
