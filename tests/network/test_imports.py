"""Saving what files say: all of it or nothing, and the same again changes nothing."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from federation.kernel.db import db
from federation.kernel.refusals import NotFound, NotYours, Refusal
from federation.kernel.search import find
from federation.network.imports.actions.uploads import forget_old_uploads, keep_upload
from federation.network.imports.queries.checks import (
    ChangedSinceCheck,
    ImportSource,
    JoiningPlan,
    UnreadLines,
    check_practices,
)
from federation.network.imports.rules import (
    ImportSelection,
    read_list_sizes,
    read_neighbourhood_column,
    read_practices,
)
from federation.network.models import Neighbourhood, Practice
from federation.network.practices.actions.neighbourhoods import add_neighbourhood, rename_neighbourhood
from federation.network.practices.actions.practices import (
    place_practices,
    return_practice,
    set_membership,
    take_leave,
)
from federation.network.practices.queries.totals import count_totals, totals
from federation.testing.world import World, make_world
from tests.network.files import (
    actions_recorded,
    line,
    ours,
    practice_file,
    save_list_sizes,
    save_neighbourhoods,
    save_practices,
    sizes_file,
    state,
)

SOURCE = ImportSource("epraccur.csv", "0" * 64)
ALL = ImportSelection()


def practice(code: str) -> Practice:
    return db.session.scalars(select(Practice).where(Practice.code == code)).one()


@pytest.mark.both_databases
def test_an_import_does_what_its_check_said(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    file = read_practices(
        practice_file(
            *ours("Z99003", "Z99004"),
            line("Z99003", "QUAYSIDE SURGERY", icb="", sub_icb="", postcode="ZZ99 4QU"),
            line("Z99004", "SALTPAN LANE SURGERY", status="C", closed="20260831"),
            line("Z99013", "MUDFLAT LANE SURGERY", opened="20260901"),
            line("Z99014", "SANDBAR SURGERY"),
        )
    )
    with world.scope():
        place = add_neighbourhood(admin, "Harbour")
        joining = JoiningPlan("full", {"Z99014": "associate"}, place)
        saved = save_practices(admin, file, ALL, joining, SOURCE)
        assert saved.counts == {
            "added": 2,
            "changed": 1,
            "closed": 1,
            "reopened": 0,
            "unchanged": 10,
            "left_out": 0,
        }
        assert (practice("Z99003").name, practice("Z99003").postcode) == ("Quayside Surgery", "ZZ99 4QU")
        assert practice("Z99004").closed_on == date(2026, 8, 31)
        new = practice("Z99013")
        assert (new.name, new.membership, new.neighbourhood_id, new.opened_on) == (
            "Mudflat Lane Surgery",
            "full",
            place,
            date(2026, 9, 1),
        )
        assert practice("Z99014").membership == "associate"
        assert totals() == count_totals()
        assert (totals().full, totals().associate, totals().closed) == (12, 1, 1)
        assert [hit.ref_id for hit in find("mudflat", admin.person_id, ["practice"])] == [new.id]
        before = state()
        again = save_practices(admin, file, ALL, joining, SOURCE)
        assert again.seq == 0 and again.counts["unchanged"] == 14
        assert state() == before
        assert actions_recorded() == ["neighbourhood.added", "practices.imported"]


@pytest.mark.both_databases
def test_lines_that_cannot_be_read_stop_everything_unless_left_out(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    broken = line("Z99008", "TIDEMILL PRACTICE", status="C", closed="20260831")[:-3]
    file = read_practices(practice_file(*ours("Z99008"), broken, line("Z99013", "MUDFLAT LANE SURGERY")))
    with world.scope():
        before = state()
        with pytest.raises(UnreadLines) as refused:
            save_practices(admin, file, ALL, JoiningPlan(), SOURCE)
        assert refused.value.field == "leave"
        assert state() == before
        saved = save_practices(admin, file, ALL, JoiningPlan(), SOURCE, leave_out=True)
        assert (saved.counts["added"], saved.counts["closed"], saved.counts["left_out"]) == (1, 0, 1)
        assert practice("Z99008").closed_on is None


@pytest.mark.both_databases
def test_what_changed_meanwhile_is_shown_again(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    file = read_practices(practice_file(*ours("Z99003"), line("Z99003", "QUAYSIDE SURGERY", postcode="")))
    with world.scope():
        shown = check_practices(file, ALL).digest
        from federation.kernel.db import unit_of_work

        with unit_of_work():
            practice("Z99003").name = "The Quay"
        before = state()
        with pytest.raises(ChangedSinceCheck):
            save_practices(admin, file, ALL, JoiningPlan(), SOURCE, seen=shown)
        assert state() == before


def test_practices_that_left_are_passed_over(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    file = read_practices(practice_file(*ours("Z99003"), line("Z99003", "QUAYSIDE SURGERY")))
    with world.scope():
        take_leave(admin, world.practices["Z99003"])
        check = check_practices(file, ALL)
        assert (check.departed, check.comparison.changes, check.comparison.open_now) == (1, 0, 11)
        return_practice(admin, world.practices["Z99003"])
        assert check_practices(file, ALL).comparison.changes == 1


def test_a_practice_that_opens_again(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    shut = read_practices(practice_file(*ours("Z99003"), line("Z99003", "QUAYSIDE PRACTICE", status="C")))
    with world.scope():
        assert save_practices(admin, shut, ALL, JoiningPlan(), SOURCE).counts["closed"] == 1
        assert practice("Z99003").closed_on is not None
        saved = save_practices(admin, read_practices(practice_file(*ours())), ALL, JoiningPlan(), SOURCE)
        assert saved.counts["reopened"] == 1 and practice("Z99003").closed_on is None


@pytest.mark.both_databases
@pytest.mark.parametrize("day, codes", [("2026-11-01", "SUB_ICB_LOCATION_CODE"), ("01NOV2026", "CCG_CODE")])
def test_list_sizes(app: Flask, day: str, codes: str) -> None:
    world = make_world()
    admin = world.actor("admin")
    file = read_list_sizes(sizes_file({"Z99001": 11300, "Z99002": 16480, "Z99999": 5}, day, codes))
    with world.scope():
        saved = save_list_sizes(admin, file, SOURCE)
        assert saved.counts == {
            "changed": 1,
            "confirmed": 1,
            "unchanged": 1,
            "missing": 10,
            "left_out": 0,
            "patients": 123_560,
        }
        assert (practice("Z99001").list_size, practice("Z99001").list_size_on) == (11300, date(2026, 11, 1))
        assert (practice("Z99002").list_size, practice("Z99002").list_size_on) == (16480, date(2026, 11, 1))
        assert practice("Z99003").list_size_on == date(2026, 10, 1)
        assert totals() == count_totals()
        before = state()
        assert save_list_sizes(admin, file, SOURCE).seq == 0
        assert state() == before


def test_an_older_file_of_list_sizes_must_be_meant(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    file = read_list_sizes(sizes_file({"Z99001": 9}, "2026-09-01"))
    with world.scope():
        before = state()
        with pytest.raises(Refusal) as refused:
            save_list_sizes(admin, file, SOURCE)
        assert refused.value.field == "older"
        assert state() == before
        assert save_list_sizes(admin, file, SOURCE, accept_older=True).counts["changed"] == 1


@pytest.mark.both_databases
def test_neighbourhoods_from_a_column(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    column = read_neighbourhood_column(
        b"code,locality\nZ99001,Harbour\nZ99002,DOWNS\nZ99003,harbour\nZ99777,Far\n"
    )
    with world.scope():
        add_neighbourhood(admin, "Downs")
        saved = save_neighbourhoods(admin, column, SOURCE)
        assert saved.counts == {
            "changed": 3,
            "new_neighbourhoods": 1,
            "unchanged": 0,
            "missing": 9,
            "left_out": 0,
        }
        names = dict(db.session.execute(select(Neighbourhood.id, Neighbourhood.name)).all())
        assert sorted(names.values()) == ["Downs", "Harbour"]
        assert [names[practice(code).neighbourhood_id] for code in ("Z99001", "Z99002", "Z99003")] == [
            "Harbour",
            "Downs",
            "Harbour",
        ]
        before = state()
        assert save_neighbourhoods(admin, column, SOURCE).seq == 0
        assert state() == before


@pytest.mark.both_databases
def test_another_federations_rows_cannot_be_reached(app: Flask) -> None:
    world, other = make_world(), make_world("tidal-flats")
    admin, stranger = world.actor("admin"), other.actor("admin")
    with other.scope():
        theirs = add_neighbourhood(stranger, "Harbour")
        untouched = state()
    file = read_practices(practice_file(*ours(), line("Z99013", "MUDFLAT LANE SURGERY")))
    with world.scope():
        before = state()
        with pytest.raises(NotFound):
            save_practices(admin, file, ALL, JoiningPlan(neighbourhood_id=theirs), SOURCE)
        with pytest.raises(NotFound):
            place_practices(admin, {world.practices["Z99001"]: theirs})
        with pytest.raises(NotFound):
            place_practices(admin, {other.practices["Z99001"]: None})
        with pytest.raises(NotFound):
            set_membership(admin, other.practices["Z99001"], "associate", None)
        with pytest.raises(NotFound):
            take_leave(admin, other.practices["Z99001"])
        with pytest.raises(NotFound):
            rename_neighbourhood(admin, theirs, "Mine")
        assert state() == before
        save_practices(
            admin,
            read_practices(practice_file(line("Z99001", "RENAMED", status="A"))),
            ALL,
            JoiningPlan(),
            SOURCE,
        )
    with other.scope():
        assert state() == untouched


def test_only_administrators_import(app: Flask) -> None:
    world = make_world()
    file = read_practices(practice_file(*ours(), line("Z99013", "MUDFLAT LANE SURGERY")))
    with world.scope():
        before = state()
        for name in ("chair", "rep1", "member", "lay", "observer"):
            with pytest.raises(NotYours):
                save_practices(world.actor(name), file, ALL, JoiningPlan(), SOURCE)
        assert state() == before


@pytest.mark.both_databases
def test_membership_neighbourhood_and_leaving(app: Flask) -> None:
    world = make_world()
    admin = world.actor("admin")
    first = world.practices["Z99001"]
    with world.scope():
        place = add_neighbourhood(admin, "Harbour")
        assert set_membership(admin, first, "associate", place) is True
        assert set_membership(admin, first, "associate", place) is False
        assert place_practices(admin, dict.fromkeys(world.practices.values(), place)) == 11
        take_leave(admin, first)
        with pytest.raises(Refusal):
            take_leave(admin, first)
        assert totals() == count_totals() and (totals().full, totals().associate, totals().departed) == (
            11,
            0,
            1,
        )
        return_practice(admin, first)
        assert actions_recorded() == [
            "neighbourhood.added",
            "practice.membership",
            "practice.placed",
            "practices.placed",
            "practice.left",
            "practice.returned",
        ]
        with pytest.raises(Refusal):
            add_neighbourhood(admin, "harbour")


def test_uploads_are_few_and_expire(app: Flask, travel) -> None:  # type: ignore[no-untyped-def]
    from datetime import timedelta

    from federation.network.imports.queries.uploads import upload_of
    from federation.network.models import PackedUpload

    world: World = make_world()
    admin = world.actor("admin")
    with world.scope():
        ids = [keep_upload(admin, "practices", "C:\\files\\e.csv", b"x" * number) for number in range(1, 6)]
        assert db.session.scalars(select(PackedUpload.id).order_by(PackedUpload.id)).all() == ids[-3:]
        assert upload_of(admin, ids[-1], "practices")[1:3] == ("e.csv", b"xxxxx")
        for wrong in (
            (world.add("other", "administrator"), ids[-1], "practices"),
            (admin, ids[-1], "list_sizes"),
        ):
            with pytest.raises(NotFound):
                upload_of(*wrong)
        travel(timedelta(days=1, minutes=1))
        with pytest.raises(NotFound):
            upload_of(admin, ids[-1], "practices")
        assert forget_old_uploads() == 3
