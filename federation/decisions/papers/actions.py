"""Adding papers to a proposal and taking them away. Each makes the next version of the text, so that what is attached stands
in the list of versions and in the record, and is fixed with the text."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from federation.decisions.apart import refuse_shut_out
from federation.decisions.fingerprints import content_of, papers_part
from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.proposals.actions.checks import current_version
from federation.decisions.proposals.actions.proposals import held_for_writing
from federation.decisions.proposals.actions.saving import save
from federation.decisions.proposals.texts import UNCHANGED
from federation.decisions.subjects import PAPERS
from federation.kernel.db import unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.policy import Actor
from federation.kernel.refusals import Invalid, NotFound
from federation.network.files.actions import attach_all, drop_file
from federation.network.files.queries import AttachedFile, files_of

MOST_PAPERS: Final = 20


class AddedPapers(NamedTuple):
    """The papers that were added, and the version of the text that has them."""

    papers: list[AttachedFile]
    version: int


def add_papers(actor: Actor, decision_id: int, sent: Sequence[SentFile]) -> AddedPapers:
    """Attach files to a proposal, until voting opens or its time is set. Raises ``Invalid`` at ``file``."""
    with unit_of_work():
        refuse_shut_out(decision_id)
        decision, now = held_for_writing(actor, decision_id)
        current = current_version(decision)
        before = [AttachedFile(*one) for one in current.papers or ()]
        if len(before) + len(sent) > MOST_PAPERS:
            raise Invalid(f"A proposal can have {MOST_PAPERS} papers at most. It has {len(before)}", "file")
        made = attach_all(PAPERS, decision_id, actor.person_id, sent)
        _check_new(before, made)
        content = _with_papers(current, [*before, *made])
        files = [[one.id, one.sha256] for one in made]
        version = save(actor, decision, now, current, content, UNCHANGED, None, "paper.added", files=files)
        return AddedPapers(made, version)


def remove_paper(actor: Actor, decision_id: int, file_id: int) -> AttachedFile:
    """Take a paper away from a proposal. What members have seen stays readable in earlier versions; of a draft it is deleted."""
    with unit_of_work():
        refuse_shut_out(decision_id)
        gone = _paper(decision_id, file_id)
        decision, now = held_for_writing(actor, decision_id)
        current = current_version(decision)
        before = [AttachedFile(*one) for one in current.papers or ()]
        if gone not in before:
            raise NotFound()
        _delete_unseen(decision, file_id)
        content = _with_papers(current, [one for one in before if one.id != file_id])
        files = [[gone.id, gone.sha256]]
        save(actor, decision, now, current, content, UNCHANGED, None, "paper.removed", files=files)
        return gone


def _paper(decision_id: int, file_id: int) -> AttachedFile:
    """A paper of a proposal, whoever asks and whatever its state; what it does not have is not there."""
    found = next((one for one in files_of(PAPERS, decision_id) if one.id == file_id), None)
    if found is None:
        raise NotFound()
    return found


def _delete_unseen(decision: Decision, file_id: int) -> None:
    if decision.state == "draft":
        drop_file(PAPERS, decision.id, file_id)


def _check_new(before: Sequence[AttachedFile], made: Sequence[AttachedFile]) -> None:
    """Refuse the same file twice, and two of one name, which nobody could tell apart."""
    prints, names = {one.sha256 for one in before}, {one.name.casefold() for one in before}
    for one in made:
        if one.sha256 in prints:
            raise Invalid(f"“{one.name}” is attached already", "file")
        if one.name.casefold() in names:
            raise Invalid(
                f"Another paper is called “{one.name}”. Remove that one first, or rename this one", "file"
            )
        prints.add(one.sha256)
        names.add(one.name.casefold())


def _with_papers(current: ProposalVersion, papers: Sequence[AttachedFile]) -> dict[str, Any]:
    """The content of a version with these papers; its other parts as they are."""
    content = {name: value for name, value in content_of(current).items() if name != "papers"}
    return content | papers_part(papers)
