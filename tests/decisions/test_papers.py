"""Papers of proposals and files of comments: attached, opened, taken away, fixed with the text, and kept from whoever may not
read them."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from federation.decisions.discussion.actions import comment
from federation.decisions.fingerprints import text_fingerprint
from federation.decisions.models import Decision, ProposalVersion
from federation.decisions.papers.actions import add_papers, remove_paper
from federation.decisions.proposals.actions import coauthors, proposals
from federation.decisions.proposals.actions.saving import StaleVersion
from federation.decisions.proposals.texts import Draft
from federation.decisions.subjects import PAPERS
from federation.decisions.voting.actions.opening import open_vote
from federation.kernel import record
from federation.kernel.db import db, unit_of_work
from federation.kernel.files.kinds import MOST_BYTES
from federation.kernel.files.sent import SentFile
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.network.files import actions as storing
from federation.network.files.queries import files_of
from federation.network.groups.actions import GroupWanted, SeatWanted, begin_group, give_seat
from federation.network.models import StoredFile
from federation.network.record.proving import flaws
from federation.network.threads.words import COMMENT_FILES
from federation.testing.world import CleanClient, World, make_world
from tests.assurance.proven import tamper, undone
from tests.decisions.votes import in_hours, preset
from tests.papers import ALLOWED, CSV, PDF, PNG

TEXT = Draft(title="Share home visits", body="We agree to share.")
SHA = hashlib.sha256(PDF).hexdigest()
NHS_NUMBER = "943 476 5919"
both_databases = pytest.mark.both_databases


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(practices=4)


def drafted(world: World, author: str = "rep1", shown: bool = False, **how: Any) -> int:
    with world.scope():
        decision = proposals.start(world.actor(author), TEXT, **how)
        if shown:
            proposals.to_discussion(world.actor(author), decision)
        return decision


def add(world: World, decision: int, name: str = "costs.pdf", content: bytes = PDF, who: str = "rep1") -> int:
    with world.scope():
        return add_papers(world.actor(who), decision, [SentFile(name, content)]).papers[0].id


def put(world: World, decision: int) -> None:
    with world.scope():
        open_vote(world.actor("rep1"), decision, preset("simple_majority"), in_hours(24))


def send(client: FlaskClient, url: str, *files: tuple[str, bytes], **more: str) -> Any:
    """Send files as a browser does."""
    sent = [(BytesIO(content), name) for name, content in files]
    return client.post(url, data={"file": sent, **more}, content_type="multipart/form-data")


def recorded(act: str) -> list[tuple[str, dict[str, Any]]]:
    """Entries of acts that begin so: the act and what is said of it."""
    return [(one.action, json.loads(one.data)) for one in record.entries() if one.action.startswith(act)]


def stored(world: World) -> list[tuple[str, int, str]]:
    with world.scope():
        rows = db.session.execute(
            select(StoredFile.owner, StoredFile.owner_id, StoredFile.name).order_by(StoredFile.id)
        )
        return [(owner, number, name) for owner, number, name in rows]


@both_databases
def test_a_paper_is_attached_listed_and_opened(app: Flask, world: World) -> None:
    decision = drafted(world)
    author, other = world.client(app, "rep1"), world.client(app, "rep2")
    page, file = world.address(f"decisions/{decision}"), world.address("files/1")
    answer = send(author, f"{page}/papers", ("../Business  case.pdf", PDF), ("costs.csv", CSV))
    assert (answer.status_code, answer.location) == (303, f"{page}/papers")
    shown = author.get(page).text
    assert f'<a href="{file}">Business case.pdf</a> (PDF, {len(PDF)} bytes)' in shown
    opened = author.get(file)
    assert (opened.status_code, opened.data, opened.content_type) == (200, PDF, "application/pdf")
    assert [other.get(world.address(path)).status_code for path in ("files/1", "files/3")] == [404, 404]
    author.post(f"{page}/discussion")
    assert other.get(file).data == PDF
    assert "Business case.pdf" in other.get(world.address("search?q=business")).text
    found = author.get(f"{page}/difference?old=1&new=2").text
    assert f"fingerprint {SHA[:12]}" in found


def test_how_a_file_is_sent(app: Flask, world: World) -> None:
    """Pictures and PDFs open in a sandbox, all others are saved; no proxy keeps any."""
    decision = drafted(world)
    client = world.client(app, "rep1")
    kinds: dict[str, set[str]] = {"inline": set(), "attachment": set()}
    for name, (kind, content) in ALLOWED.items():
        number = add(world, decision, name, content + (b" " if kind == "jpeg" and "jpeg" in name else b""))
        answer = client.get(world.address(f"files/{number}"))
        way, _, called = answer.headers["Content-Disposition"].partition("; ")
        kinds[way].add(kind)
        assert called.startswith(f'filename="{name}"')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert answer.headers["Cache-Control"] == "private, no-cache"
        again = client.get(
            world.address(f"files/{number}"), headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
    assert kinds["inline"] == {"pdf", "png", "jpeg", "gif"}
    assert kinds["attachment"] == {"docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt"}
    number = add(world, decision, "Café “x”\r\nSet-Cookie: a=1;.pdf", PDF + b"%")
    said = client.get(world.address(f"files/{number}")).headers["Content-Disposition"]
    assert said == (
        'inline; filename="Caf_ _x_ Set-Cookie- a=1;.pdf"; '
        "filename*=UTF-8''Caf%C3%A9%20%E2%80%9Cx%E2%80%9D%20Set-Cookie-%20a%3D1%3B.pdf"
    )
    assert "Set-Cookie" not in dict(client.get(world.address(f"files/{number}")).headers)


def test_what_is_wrong_stands_at_the_field(app: Flask, world: World) -> None:
    decision = drafted(world)
    author = world.client(app, "rep1")
    page = world.address(f"decisions/{decision}/papers")
    for files, words in (
        ((), "Choose a file"),
        ((("a.pdf", b""),), "This file is empty. Choose another"),
        ((("a.pdf", PDF.ljust(MOST_BYTES + 1)),), "A file can have 10 MB at most. This one has 10.1 MB"),
        ((("a.pdf", PNG),), "This is a PNG picture: its name must end in .png"),
        ((("a.pdf", PDF), ("b.exe", b"MZ\0\0")), "b.exe: Programs and scripts cannot be attached"),
        ((("a.pdf", PDF), ("b.pdf", PDF)), "“b.pdf” is attached already"),
        ((("a.pdf", PDF), ("A.pdf", PDF + b" ")), "Another paper is called “A.pdf”."),
        (
            (("a.csv", f"name,number\nMrs X,{NHS_NUMBER}".encode()),),
            "This looks like an NHS number (it ends in 5919)",
        ),
        (((f"{NHS_NUMBER}.pdf", PDF),), "This looks like an NHS number (it ends in 5919)"),
        (
            tuple((f"{place}.pdf", PDF + bytes([place])) for place in range(4)),
            "Choose 3 files at most at a time. You chose 4",
        ),
    ):
        answer = send(author, page, *files)
        assert answer.status_code == 422
        assert f'id="file-error"><span class="nhsuk-u-visually-hidden">Error:</span> {words}' in answer.text
    assert stored(world) == []
    with world.scope():
        assert db.session.scalar(select(func.max(ProposalVersion.number))) == 1
    assert send(author, page, ("a.pdf", PDF.ljust(MOST_BYTES))).status_code == 303


@both_databases
def test_papers_are_a_part_of_the_text(app: Flask, world: World) -> None:
    """Each change is a version with its entry; a text saved meanwhile keeps them; members see who added what."""
    decision = drafted(world, shown=True)
    first = add(world, decision)
    with world.scope():
        with pytest.raises(StaleVersion):
            proposals.revise(world.actor("rep1"), decision, Draft("Share them", "We share."), based_on=1)
        assert proposals.revise(world.actor("rep1"), decision, Draft("Share them", "We share."), 2) == 3
        second = add_papers(world.actor("rep1"), decision, [SentFile("plan.png", PNG)]).papers[0]
        gone = remove_paper(world.actor("rep1"), decision, first)
        assert (gone.name, gone.sha256) == ("costs.pdf", SHA)
        rows = db.session.execute(
            select(ProposalVersion.number, ProposalVersion.papers).order_by(ProposalVersion.number)
        ).all()
        names = [[one[1] for one in papers or ()] for _, papers in rows]
        assert names == [[], ["costs.pdf"], ["costs.pdf"], ["costs.pdf", "plan.png"], ["plan.png"]]
        assert [(act, said["version"], said["files"]) for act, said in recorded("paper.")] == [
            ("paper.added", 2, [[first, SHA]]),
            ("paper.added", 4, [[second.id, second.sha256]]),
            ("paper.removed", 5, [[first, SHA]]),
        ]
    assert papers_found(world, []) == []
    reader = world.client(app, "rep2")
    assert reader.get(world.address(f"files/{first}")).data == PDF
    page = reader.get(world.address(f"decisions/{decision}/versions")).text
    assert [line in page for line in ("Added costs.pdf", "Added plan.png", "Removed costs.pdf")] == [True] * 3
    assert "costs.pdf" in reader.get(world.address(f"decisions/{decision}/versions/4")).text


@both_databases
def test_nobody_swaps_a_paper_once_voting_is_open(app: Flask, world: World) -> None:
    decision = drafted(world, shown=True)
    paper = add(world, decision)
    put(world, decision)
    with world.scope():
        actor = world.actor("rep1")
        for act in (
            lambda: add_papers(actor, decision, [SentFile("more.pdf", PDF + b" ")]),
            lambda: remove_paper(actor, decision, paper),
        ):
            with pytest.raises(Refusal, match="Voting is open"):
                act()
        ((_, opening),) = recorded("decision.opened")
        version = db.session.scalars(select(ProposalVersion).where(ProposalVersion.number == 2)).one()
        assert opening["text"] == text_fingerprint(version)
        assert version.papers == [[paper, "costs.pdf", "pdf", len(PDF), SHA]]
    page = world.address(f"decisions/{decision}")
    client = world.client(app, "rep1")
    assert send(client, f"{page}/papers", ("more.pdf", PDF + b" ")).status_code == 409
    assert client.post(f"{page}/papers/{paper}/remove").status_code == 409
    assert "costs.pdf" in client.get(page).text
    assert stored(world) == [(PAPERS, decision, "costs.pdf")]


@both_databases
def test_the_database_itself_keeps_papers(world: World) -> None:
    decision = drafted(world, shown=True)
    paper = add(world, decision)
    put(world, decision)
    for attack, words in (
        (lambda: storing.attach(PAPERS, decision, 1, SentFile("b.pdf", PDF + b" ")), "the papers are fixed"),
        (lambda: storing.drop_file(PAPERS, decision, paper), "a file that members saw is kept"),
        (lambda: db.session.execute(delete(StoredFile)), "a file that members saw is kept"),
        (
            lambda: db.session.execute(update(StoredFile).values(content=PNG)),
            "a file is never changed|permission",
        ),
        (
            lambda: db.session.execute(update(ProposalVersion).values(papers=None)),
            "a version is never changed|permission",
        ),
    ):
        with pytest.raises(Exception, match=words), world.scope(), unit_of_work():
            attack()
    assert stored(world) == [(PAPERS, decision, "costs.pdf")]


def test_a_draft_takes_its_papers_with_it(app: Flask, world: World) -> None:
    """Of what was taken away before members saw it nothing stays but the name, for its authors."""
    decision, other = drafted(world), drafted(world)
    first, _ = add(world, decision), add(world, other)
    add(world, decision, "plan.png", PNG)
    with world.scope():
        remove_paper(world.actor("rep1"), decision, first)
        assert [name for *_, name in stored(world)] == ["costs.pdf", "plan.png"]
    versions = world.address(f"decisions/{decision}/versions")
    earlier, newest = (world.client(app, "rep1").get(f"{versions}/{number}").text for number in (2, 4))
    assert f"<li>costs.pdf (PDF, {len(PDF)} bytes)</li>" in earlier
    assert "plan.png</a> (PNG picture" in newest
    with world.scope():
        proposals.delete_draft(world.actor("rep1"), decision)
    assert papers_found(world, []) == []
    assert stored(world) == [(PAPERS, other, "costs.pdf")]


def test_who_may_add_and_remove(world: World) -> None:
    decision = drafted(world, shown=True)
    draft = drafted(world)
    elsewhere = add(world, drafted(world, shown=True))
    with world.scope():
        coauthors.add(world.actor("rep1"), decision, world.people["rep2"], "https://federation.example/")
        mine = add_papers(world.actor("rep2"), decision, [SentFile("a.pdf", PDF)]).papers[0].id
        for name, number, error in (
            ("rep3", decision, NotYours),
            ("chair", decision, NotYours),
            ("rep3", draft, NotFound),
            ("rep3", 999, NotFound),
        ):
            with pytest.raises(error):
                add_papers(world.actor(name), number, [SentFile("b.pdf", PDF + b" ")])
        with pytest.raises(NotYours):
            remove_paper(world.actor("rep3"), decision, mine)
        with pytest.raises(NotFound):
            remove_paper(world.actor("rep1"), decision, elsewhere)
        remove_paper(world.actor("rep1"), decision, mine)


def test_how_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    decision = drafted(world)
    for place in range(20):
        add(world, decision, f"{place}.pdf", PDF + bytes([place]))
    with pytest.raises(Invalid, match="A proposal can have 20 papers at most"):
        add(world, decision, "more.pdf", PDF)
    other = drafted(world)
    monkeypatch.setattr(storing, "MOST_AN_HOUR", 20)
    with pytest.raises(Refusal, match="You have attached 20 files within an hour"):
        add(world, other)
    monkeypatch.setattr(storing, "MOST_AN_HOUR", 60)
    monkeypatch.setattr(storing, "MOST_BYTES_HERE", 1_000)
    with pytest.raises(Invalid, match="The files of this federation have 1 KB together"):
        add(world, other)


def test_a_file_of_another_federation_or_group_is_not_there(app: Flask, world: World) -> None:
    theirs = make_world("dunes", practices=1)
    their_file = add(theirs, drafted(theirs, shown=True))
    with world.scope():
        admin = world.actor("admin")
        group = begin_group(admin, GroupWanted("Visits", "Visits.", reads="seated"))
        give_seat(admin, group, SeatWanted(world.people["rep1"], has_vote=True))
    group_file = add(world, drafted(world, shown=True, group_id=group), "secret.pdf", PDF + b"quillwort")
    outsider, member = world.client(app, "rep2"), world.client(app, "rep1")
    missing = outsider.get(world.address("files/999"))
    for number in (their_file, group_file):
        answer = outsider.get(world.address(f"files/{number}"))
        assert (answer.status_code, answer.data) == (404, missing.data)
    assert member.get(world.address(f"files/{group_file}")).data == PDF + b"quillwort"
    assert member.get(theirs.address(f"files/{their_file}")).status_code == 404
    assert CleanClient(app, app.response_class).get(world.address(f"files/{group_file}")).status_code == 302


@both_databases
def test_who_reads_the_result_of_a_group_alone_reads_the_papers_that_were_decided(
    app: Flask, world: World
) -> None:
    """What was taken away before, and what came with comments, stays with the group."""
    with world.scope():
        admin = world.actor("admin")
        group = begin_group(admin, GroupWanted("Visits", "Visits.", reads="results"))
        give_seat(admin, group, SeatWanted(world.people["rep1"], has_vote=True))
    decision = drafted(world, shown=True, group_id=group)
    earlier = add(world, decision, "quillwort.pdf", PDF + b"1")
    decided = add(world, decision, "decided.pdf", PDF)
    with world.scope():
        remove_paper(world.actor("rep1"), decision, earlier)
        comment(world.actor("rep1"), decision, "See.", sent=[SentFile("said.png", PNG)])
        (said,) = files_of(COMMENT_FILES, 1)
        with unit_of_work():
            db.session.execute(update(Decision).values(state="closed"))
    paths = [world.address(f"files/{number}") for number in (decided, earlier, said.id)]
    outsider, member = world.client(app, "rep2"), world.client(app, "rep1")
    assert [outsider.get(path).status_code for path in paths] == [200, 404, 404]
    assert [member.get(path).status_code for path in paths] == [200, 200, 200]


@both_databases
def test_two_uploads_at_once_both_count(app: Flask, world: World) -> None:
    decision = drafted(world, shown=True)

    def upload(place: int) -> int:
        with app.app_context():
            return add(world, decision, f"{place}.pdf", PDF + bytes([place]))

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(upload, range(2)))) == 2
    with world.scope():
        newest = db.session.scalars(select(ProposalVersion).order_by(ProposalVersion.number.desc())).first()
        assert newest is not None and newest.number == 3
        assert sorted(name for _, name, *_ in newest.papers or ()) == ["0.pdf", "1.pdf"]


@both_databases
def test_files_of_comments(app: Flask, world: World) -> None:
    """They come with a comment while voting is open too, are changed by its author, and go with it."""
    decision = drafted(world, shown=True)
    put(world, decision)
    page = world.address(f"decisions/{decision}")
    speaker, reader = world.client(app, "rep2"), world.client(app, "rep3")
    assert send(speaker, f"{page}/comments", ("costs.csv", CSV), words="See the costs.").status_code == 303
    shown = reader.get(page).text
    assert f'<a href="{world.address("files/1")}">costs.csv</a> (CSV, {len(CSV)} bytes)' in shown
    assert reader.get(world.address("files/1")).data == CSV
    answer = send(speaker, f"{page}/comments", ("a.exe", b"MZ\0"), words="I typed this.")
    assert answer.status_code == 422 and "I typed this." in answer.text
    assert "Programs and scripts cannot be attached" in answer.text
    edit = f"{page}/comments/1/edit"
    assert send(reader, edit, ("b.pdf", PDF), words="No.").status_code == 403
    assert send(speaker, edit, ("plan.png", PNG), words="See the costs.", removed="1").status_code == 303
    assert reader.get(world.address("files/1")).status_code == 404
    changes = reader.get(f"{page}/comments/1/changes").text
    assert "File: costs.csv" in changes and "plan.png" in changes
    with world.scope():
        kept = files_of(COMMENT_FILES, 1)
        assert [said["files"] for _, said in recorded("comment.")] == [
            [[1, hashlib.sha256(CSV).hexdigest()]],
            [[kept[0].id, hashlib.sha256(PNG).hexdigest()]],
        ]
    assert speaker.post(f"{page}/comments/1/withdraw", data={}).status_code == 303
    assert reader.get(world.address(f"files/{kept[0].id}")).status_code == 404
    assert stored(world) == []


def test_a_comment_has_five_files_at_most(world: World) -> None:
    decision = drafted(world, shown=True)
    sent = [SentFile(f"{place}.pdf", PDF + bytes([place])) for place in range(6)]
    with world.scope():
        comment(world.actor("rep2"), decision, "Five", sent=sent[:5])
        with pytest.raises(Invalid, match="A comment can have 5 files at most"):
            comment(world.actor("rep2"), decision, "Six", sent=sent)
    assert len(stored(world)) == 5


@both_databases
def test_the_record_proves_every_paper(world: World, database_kind: str) -> None:
    decision = drafted(world, shown=True)
    number = add(world, decision)
    assert papers_found(world, []) == []
    changed = f"File {number}: its content was changed"
    another = f"Proposal {decision}: its paper “costs.pdf” was changed"
    gone = f"Proposal {decision}: its paper “costs.pdf” is missing"
    nothing = "decode('00', 'hex')" if database_kind == "postgresql" else "x'00'"
    for statement, words in (
        (f"UPDATE network_file SET content = {nothing}", [changed]),
        ("UPDATE network_file SET size = 1", [changed]),
        (f"UPDATE network_file SET sha256 = '{'0' * 64}'", [changed, another]),
        ("DELETE FROM network_file", [gone]),
    ):
        assert papers_found(world, [statement]) == words


def papers_found(world: World, statements: list[str]) -> list[str]:
    """What the proofs find of files after changes behind the product's back, which are undone."""
    with undone(world) as session:
        if statements:
            tamper(session.connection(), statements)
        found = [str(one) for one in flaws()]
    return [line for line in found if "File" in line or "paper" in line]


def test_programs_add_open_and_remove(app: Flask, world: World) -> None:
    decision = drafted(world)
    author, other = world.program(app, "rep1"), world.program(app, "rep2")
    root = "/api/v1/federations/saltmarsh"
    made = send(author, f"{root}/decisions/{decision}/files", ("costs.pdf", PDF))
    assert (made.status_code, made.location) == (201, f"{root}/files/1")
    assert made.json == {
        "id": 1,
        "name": "costs.pdf",
        "kind": "pdf",
        "size": len(PDF),
        "sha256": SHA,
        "version": 2,
    }
    assert author.get(f"{root}/decisions/{decision}").json["papers"] == [
        {name: value for name, value in made.json.items() if name != "version"}
    ]
    opened = author.get(f"{root}/files/1")
    assert (opened.data, opened.content_type) == (PDF, "application/pdf")
    assert other.get(f"{root}/files/1").status_code == 404
    for sent, status, errors in (
        (
            {"data": {"file": (BytesIO(PNG), "a.pdf")}},
            422,
            {"file": ["This is a PNG picture: its name must end in .png"]},
        ),
        (
            {"data": {"other": (BytesIO(PDF), "a.pdf")}},
            422,
            {"file": ["Missing data for required field."], "other": ["Unknown field."]},
        ),
        ({"data": {"file": (BytesIO(PDF.ljust(12_000_000)), "a.pdf")}}, 413, None),
        ({"json": {"file": "a"}}, 415, None),
    ):
        answer = author.post(f"{root}/decisions/{decision}/files", **sent)
        assert (answer.status_code, answer.json.get("errors")) == (status, errors)
    proposals_before = author.get(f"{root}/decisions/{decision}").json["version"]
    assert author.delete(f"{root}/decisions/{decision}/files/1").status_code == 204
    assert author.delete(f"{root}/decisions/{decision}/files/1").status_code == 404
    assert author.get(f"{root}/decisions/{decision}").json["version"] == proposals_before + 1
    author.post(f"{root}/decisions/{decision}/discussion")
    said = other.post(f"{root}/decisions/{decision}/comments", json={"words": "See."}).json["id"]
    comments = f"{root}/decisions/{decision}/comments/{said}"
    added = send(other, f"{comments}/files", ("plan.png", PNG))
    assert added.status_code == 201
    assert [one["name"] for one in author.get(comments).json["files"]] == ["plan.png"]
    assert author.delete(f"{comments}/files/{added.json['id']}").status_code == 403
    assert other.delete(f"{comments}/files/{added.json['id']}").status_code == 204
    assert [[one["name"] for one in said["files"]] for said in author.get(comments).json["history"]] == [
        [],
        ["plan.png"],
        [],
    ]


def test_what_somebody_attached_is_among_what_is_kept_of_them(app: Flask, world: World) -> None:
    add(world, drafted(world))
    with world.scope():
        found = [
            one.content
            for _, records in app.extensions["door"].calls.personal_data(world.people["rep1"])
            for one in records or ()
            if one.title == "File"
        ]
    assert [(one["name"], one["sha256"], one["of"]) for one in found] == [("costs.pdf", SHA, f"{PAPERS}:1")]
