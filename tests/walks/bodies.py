"""What is sent with each act, so that it reaches the thing it is about."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from tests.decisions.votes import preset
from tests.mandates.conftest import wanted
from tests.papers import PDF
from tests.walks.cells import Cell
from tests.walks.furnishing import Furnished
from tests.walks.tendering import GUEST_CODE

TENDER_SENT = {
    "regime": "own",
    "advised_by": "A solicitor",
    "price_formula": "lowest",
    "criteria": [{"title": "Safe visits", "points": 60}],
    "closes_at": "2100-01-04T12:00:00Z",
}


class Unprepared(AssertionError):
    """An act for programs of which the walk does not know what to send."""


def body_of(cell: Cell, world: Furnished) -> dict[str, Any]:
    """The JSON of an act for programs; nothing where its plugin is off, which is answered before anything is read."""
    if cell.is_switched_off:
        return {}
    key = f"{cell.endpoint.partition('.')[2]}.{cell.method}"
    if not world.bodies:
        world.bodies |= _bodies(world)
    if key not in world.bodies:
        raise Unprepared(f"{cell.label}: say in tests/walks/bodies.py what is sent")
    return world.bodies[key]


def _bodies(world: Furnished) -> dict[str, dict[str, Any]]:
    later = (datetime.now(UTC) + timedelta(days=5)).isoformat()
    person, reason = {"role": "observer", "practice": None}, {"reason": "It is time."}
    return {
        "FederationView.PATCH": {"purpose": "Together."},
        "AimsView.POST": {"words": "One more aim"},
        "AimView.PATCH": {"words": "The same aim, better"},
        "AimView.DELETE": {},
        "AgreedProposalsView.POST": {"value": 72},
        "PracticeView.PATCH": {"membership": "associate"},
        "LeaveView.POST": {},
        "LeaveView.DELETE": {},
        "AreasView.POST": {"title": "Home visits"},
        "GroupMandateView.POST": wanted(datetime.now(UTC)),
        "MandateWithdrawalView.POST": reason,
        "BudgetView.POST": {
            "name": "Money 2027",
            "from_at": later,
            "until_at": (datetime.now(UTC) + timedelta(days=400)).isoformat(),
            "total_pence": 900_000,
            "envelopes": [{"group": world.things["group"], "pence": 500_000}],
        },
        "BudgetMovesView.POST": {"group": world.things["group"], "pence": 100, **reason},
        "UnfinishedView.POST": {"words": "It is cancelled."},
        "GroupActsView.POST": ACT,
        "EscalationsView.POST": ACT | {"area": "education"},
        "GroupReportsView.POST": {"words": "All is well."},
        "WorkStatusView.POST": {"status": "stuck", "words": "Nobody has time."},
        "GroupMilestonesView.POST": {"words": "All have answered", "due_on": "2027-02-02"},
        "MilestoneView.PATCH": {"done": True},
        "GroupTasksView.POST": {"words": "Ask them", "due_at": later},
        "TaskView.PATCH": {"state": "blocked", "words": "The bank is closed."},
        "GroupWorkView.POST": {"kind": "problem", "title": "Nobody answers"},
        "WorkView.PATCH": {"fate": "closed", "words": "Another group does it."},
        "WorkWordsView.PUT": {"title": "Nobody answers at night"},
        "MilestoneWordsView.PUT": {"words": "Half have answered"},
        "TaskWordsView.PUT": {"words": "Ask all of them"},
        "WorkDiscussionView.POST": {"words": "We looked at it."},
        "GroupDiscussionView.POST": {"words": "We meet on Monday."},
        "RemarkView.PATCH": {"words": "We meet on Tuesday."},
        "RemarkView.DELETE": {},
        "GroupFilesView.POST": {},
        "GroupFileView.DELETE": {},
        "HoursView.DELETE": {},
        "TaskHoursView.POST": {"minutes": 90},
        "WorkProposalView.POST": {"title": "An answer", "body": "We answer."},
        "ReportObjectionsView.POST": {"practice": world.codes[0], **reason},
        "PaymentsView.POST": {"pence": 100, "words": "Invoice 1"},
        "CallInView.POST": {"practice": world.codes[0], **reason},
        "RecallView.POST": {"practice": world.codes[0], **reason},
        "RecallNameView.DELETE": {},
        "GroupsView.POST": {"name": "Shore Group", "purpose": "Looks after the shore."},
        "GroupView.DELETE": {},
        "GroupView.PATCH": {"purpose": "Looks after the dunes and the shore."},
        "GroupSeatsView.POST": {"practice": world.codes[6], "votes": False},
        "GroupSeatView.DELETE": {},
        "OwnSeatsView.POST": {"practice": world.practice(1)},
        "SeatGivenUpView.POST": {},
        "ElectionsView.POST": {"seats": 1, "words": "Four hours a month.", "until": day_ahead(20)},
        "CandidatesView.POST": {"words": "I know the dunes."},
        "CandidatesView.DELETE": {},
        "ElectionVoteView.POST": {},
        "ConfirmSeatView.POST": {},
        "RefuseSeatView.POST": {},
        "PeopleView.POST": {"email": "new@saltmarsh.example", "name": "Ned New", **person},
        "RolesView.POST": person,
        "RoleView.DELETE": {},
        "ChairView.POST": {},
        "ConfirmView.POST": {},
        "RefuseView.POST": {},
        "InvitationView.POST": {},
        "InvitationView.DELETE": {},
        "DecisionsView.POST": {"title": "A new matter", "body": "We agree."},
        "DecisionView.PATCH": {"title": "A changed matter"},
        "DecisionView.DELETE": {},
        "DecisionFileView.DELETE": {},
        "ItemFileView.DELETE": {},
        "ShowView.POST": {},
        "WithdrawView.POST": reason,
        "CoAuthorsView.POST": {"person_id": world.people["executive"]},
        "CoAuthorView.DELETE": {},
        "OpenView.POST": {"preset": "simple_majority", "closes_at": later},
        "OpenView.DELETE": {},
        "BallotView.PUT": {"stance": "for", "reason": "Because."},
        "StandAsideView.POST": reason,
        "AnswerView.POST": {"words": "We have thought of it."},
        "AcceptView.POST": {},
        "CloseView.POST": reason,
        "CastingVoteView.POST": {"stance": "for", **reason},
        "OutcomeView.PUT": {"words": "This happens now.", "owner": None, "review_on": None},
        "DecisionActionsView.POST": {
            "title": "Do it",
            "owner": f"author@{world.slug}.example",
            "due_on": "2027-02-02",
            "practice": None,
        },
        "ActionView.PATCH": {"state": "under_way", "note": "Begun."},
        "CommentsView.POST": {"words": "We think so.", "answer_to": None, "practice": None},
        "CommentView.PATCH": {"words": "We think otherwise."},
        "CommentView.DELETE": {},
        "CommentFileView.DELETE": {},
        "RulesView.POST": {"title": "A new rule", "summary": "", "rule": preset("simple_majority").to_dict()},
        "RuleView.PUT": {
            "title": "A changed rule",
            "summary": "",
            "rule": preset("simple_majority").to_dict(),
        },
        "RuleView.DELETE": {},
        "FloorProposalsView.POST": {"notice_hours": 72},
        "SplitView.POST": {
            "neighbourhood": f"Shore of {world.slug}",
            "parts": [
                {"name": "North", "practices": world.codes[:1]},
                {"name": "South", "practices": world.codes[1:2]},
            ],
        },
        "MergeView.POST": {
            "neighbourhoods": [f"Shore of {world.slug}", f"Marsh of {world.slug}"],
            "name": "All",
        },
        "JoiningView.POST": {"text": "A practice near us."},
        "AdmissionsView.POST": {"code": "A81999", "name": "Marsh End Surgery"},
        "SuspensionsView.POST": {"practice": world.codes[1], "until": day_ahead(), **reason},
        "SuspensionAnswerView.POST": {"words": "We are here."},
        "LiftingsView.POST": {"practice": world.codes[2], "reasons": "It is time."},
        "ClosingObjectionView.POST": {"reason": "We were there."},
        "NoticesView.POST": {"practice": world.codes[0], "leaves_on": day_ahead(60)},
        "NoticeView.DELETE": {},
        "NoticeConfirmView.POST": {},
        "MeetingsView.POST": {"kind": "business", "starts_at": later, "place": "Tidemill Hall"},
        "AttendanceView.PUT": {str(world.people["rep1"]): "present"},
        "HereView.POST": {"state": "present"},
        "ItemsView.POST": {"title": "Parking"},
        "MoveView.POST": {"starts_at": later, "place": "The barn"},
        "AskingView.POST": {"practice": world.codes[0], **reason},
        "AskingNameView.DELETE": {},
        "AskedCallView.POST": {"starts_at": "2100-01-01T00:00:00Z", "place": "Tidemill Hall"},
        "PresenceConfirmView.POST": {"people": [world.people["rep1"]]},
        "PresenceCorrectionView.POST": {
            "person": world.people["rep1"],
            "reason": "The wrong name was pressed.",
        },
        "StandInView.POST": {"absent": world.people["rep1"], "person": world.people["member"]},
        "RhythmView.PUT": {"weeks": 2},
        "RoomVoteView.POST": {"preset": "simple_majority"},
        "MinutesView.POST": {"words": "We met."},
        "ApprovalView.POST": {},
        "PurchaseRoundsView.POST": {
            "title": "Fridges",
            "category": "consumables",
            "closes_at": later,
            "group": world.things["group"],
        },
        "RoundCallOffView.POST": reason,
        "NeedsView.PUT": {"lines": []},
        "SpecificationView.POST": {"text": "Gloves, blue."},
        "SpecProposalView.POST": {},
        "PurchaseOffersView.POST": {
            "supplier": "Fenmark",
            "item": "Gloves",
            "unit": "box of 100",
            "pence": 372,
        },
        "PurchaseOrderView.POST": {"offer": world.things["offer"]},
        "PurchaseDeliveriesView.POST": {"packs": 1, "came_on": "2027-02-02"},
        "InvitationsToBidView.POST": {"email": "a@b.example", "name": "Ned New", "organisation": "Tern"},
        "BidView.PUT": {"price_pence": 100, "answers": {"c1": "Yes.", "c2": "Yes."}, "code": GUEST_CODE},
        "BidView.DELETE": {"code": GUEST_CODE},
        "BidCodeView.POST": {},
        "BidQuestionsView.POST": {"text": "Where?"},
        "MoreTimeView.POST": {"closes_at": "2100-02-04T12:00:00Z", **reason},
        "BidOpeningsView.POST": {},
        "TenderAnswerView.PUT": {"text": "Yes."},
        "TendersView.POST": {**TENDER_SENT, "title": "Visits", "group": world.things["group"]},
        "TenderVersionsView.POST": TENDER_SENT,
        "TenderStartView.POST": {},
        "TenderSharingView.POST": {"basis": "equal", "total": 100, "unit": "visits"},
        "TenderInterestsView.POST": {"conflict": False},
        "TenderPartsView.POST": {"person": world.people["rep3"], "part": "scorer"},
        "TenderCancelView.POST": reason,
        "ThresholdsView.POST": {"kind": "works", "since": "2028-02-02", "pence": 500_000_000},
        "BidScoresView.PUT": {"c1": {"points": 3, "reason": "They come."}},
        "ScoreLocksView.POST": {},
        "BidChecksView.POST": {"passes": True},
        "AgreedScoreView.PUT": {"score": 4, **reason},
        "AgreedConfirmationView.POST": {},
        "PriceOpeningsView.POST": {},
        "AwardView.POST": {"bid": world.things["bid"], **reason},
        "AllocationChangesView.POST": {"total": 800, **reason},
        "AllocationChangeView.DELETE": {},
        "AllocationConfirmationView.POST": {},
        "AllocationProposalView.POST": {},
        "ChallengesView.POST": {"bid": world.things["bid"], "words": "Why?"},
        "ChallengeAnswerView.POST": {"answer": "Because of the price."},
        "TenderContractView.POST": {"starts_on": "2027-02-02", "ends_on": "2028-02-02"},
        "LateNeedsView.POST": {
            "practice": world.codes[0],
            "lines": [{"item": "Gloves", "unit": "box of 100", "quantity": 1}],
            "words": "We forgot.",
        },
        "LateAnswerView.POST": {"agree": True},
        "ReceiptsView.POST": {"delivery": world.things["delivery"], "practice": world.codes[0], "packs": 10},
        "OfferBackView.POST": {"reason": "It is sold out."},
        "ContractRenewedView.POST": {"ends_on": "2028-12-31", "words": "Letter of 3 March"},
        "ContractEndedView.POST": {"ends_on": "2027-06-01", "words": "Letter of 3 March"},
        "OrderAskedView.POST": {"offer": world.things["offer"]},
        "FinishesView.POST": {"reason": "They never came."},
        "FinishAnswerView.POST": {"agree": True},
        "PurchaseInvoicesView.POST": {"pence": 1, "basis": "quantity"},
        "PurchaseContractsView.POST": {
            "group": world.things["group"],
            "title": "Waste",
            "supplier": "Tern",
            "practices": [world.codes[0]],
            "starts_on": "2027-02-02",
            "ends_on": "2028-02-02",
        },
        "PurchaseProjectsView.POST": {
            "title": "A pilot",
            "source": "The board",
            "ends_on": "2027-02-02",
            "income_pence": 1,
            "direct_pence": 1,
            "overhead_pence": 1,
        },
        "SuggestionsView.POST": {"kind": "shared", "rule": "simple_majority"},
    }


def day_ahead(days: int = 30) -> str:
    """A day to come, as programs send it."""
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def file_of(cell: Cell) -> dict[str, Any]:
    """The file that goes with an act that takes one."""
    return (
        {"file": (BytesIO(PDF), "more.pdf")} if cell.endpoint in _WITH_FILE and cell.method == "POST" else {}
    )


_WITH_FILE = {
    "decisions.papers",
    "meetings.papers",
    "api_decisions.DecisionFilesView",
    "api_meetings.ItemFilesView",
    "api_decisions.CommentFilesView",
    "workstreams.new_files",
    "api_workstreams.GroupFilesView",
    "tendering.bid_files",
    "api_bids.BidFilesView",
}


def fields_of(cell: Cell, world: Furnished) -> dict[str, str]:
    """The fields of a form: enough to act, where the page has more than a button."""
    found: dict[str, str] = _FIELDS.get(cell.endpoint, lambda _: {})(world)
    return found


ACT = {"power": "spend", "area": "premises", "pence": 100, "words": "A lock for the door"}
MANDATE_FORM = {
    "task": "Look after visits",
    "areas": "premises",
    "powers": "recommend",
    "ends_on-day": "1",
    "ends_on-month": "6",
    "ends_on-year": "2028",
    "report_days": "90",
    "grace_days": "14",
    "ratify": "none",
    "call_in_days": "0",
    "own_seats": "vote",
}
MEETING_FORM = {
    "kind": "business",
    "starts_at-day": "1",
    "starts_at-month": "6",
    "starts_at-year": "2028",
    "starts_at-time": "1pm",
    "place": "Tidemill Hall",
}


def _tender() -> dict[str, str]:
    """Everything that a tender fixes before any bid."""
    return {
        "need": "Visits at home.",
        "regime": "own",
        "advised_by": "Moss and Tarn",
        "criteria": "Safe care, 60",
        "price_points": "40",
        "price_formula": "lowest",
        "floor": "0",
        "tie": "quality",
        "scale": "Nothing\nPoor\nWeak\nFair\nGood\nExcellent",
        "standstill_days": "8",
        **_on("closes_at"),
        "closes_at-time": "1pm",
    }


def _on(field: str) -> dict[str, str]:
    """A day, as a form sends it."""
    return {f"{field}-day": "1", f"{field}-month": "6", f"{field}-year": "2028"}


def _day_of(day: str, field: str) -> dict[str, str]:
    """A day as programs send it, as a form sends it."""
    return dict(zip((f"{field}-year", f"{field}-month", f"{field}-day"), day.split("-"), strict=True))


_FIELDS: dict[str, Any] = {
    "network.new_group": lambda _: {
        "name": "Shore Group",
        "purpose": "Looks after the shore.",
        "kind": "sub_group",
        "reads": "all",
    },
    "network.new_area": lambda _: {"title": "Home visits"},
    "mandates.grant": lambda _: MANDATE_FORM,
    "mandates.new_budget": lambda world: {
        "name": "Money 2027",
        **{f"from_on-{part}": "1" for part in ("day", "month")},
        "from_on-year": "2027",
        **_on("until_on"),
        "total_pence": "9,000",
        f"envelope_{world.things['group']}": "5,000",
    },
    "mandates.move_budget": lambda world: {
        "group": str(world.things["group"]),
        "pence": "1",
        "reasons": "They need it.",
    },
    "mandates.new_act": lambda _: {key: str(value) for key, value in ACT.items()},
    "mandates.new_report": lambda _: {"words": "All is well."},
    "workstreams.new_status": lambda _: {"status": "stuck", "words": "Nobody has time."},
    "workstreams.new_milestone": lambda _: {"words": "All have answered", **_on("due_on")},
    "workstreams.new_task": lambda _: {"words": "Ask them", **_on("due_on")},
    "workstreams.task_state": lambda _: {"state": "blocked", "words": "The bank is closed."},
    "workstreams.hand_task_on": lambda _: _on("due_on"),
    "workstreams.new_item": lambda _: {"kind": "problem", "title": "Nobody answers"},
    "workstreams.new_remark": lambda _: {"words": "We meet on Monday."},
    "workstreams.new_remark_on_work": lambda _: {"words": "We looked at it."},
    "workstreams.answer_remark": lambda _: {"words": "So do we."},
    "workstreams.edit_remark": lambda _: {"words": "We meet on Tuesday."},
    "workstreams.hours_given": lambda _: {"hours": "1", "minutes": "30"},
    "workstreams.begin": lambda _: {
        "status": "on_track",
        "words": "It begins.",
        "lines": "Ask",
        "weeks": "2",
        "tasks": "Call them",
        **_on("first_on"),
        **_on("tasks_on"),
    },
    "workstreams.settle": lambda _: {"words": "Another group does it."},
    "workstreams.raise_to_members": lambda _: {"who": "members", "title": "An answer", "body": "We answer."},
    "workstreams.plan": lambda _: {"lines": "Ask", "weeks": "2", **_on("first_on")},
    "workstreams.item_words": lambda _: {"title": "Nobody answers at night", "words": ""},
    "workstreams.milestone_words": lambda _: {"words": "Half have answered"},
    "workstreams.task_words": lambda _: {"words": "Ask all of them"},
    "workstreams.move_milestone": lambda _: {"reason": "It takes longer.", **_on("due_on")},
    "workstreams.drop_milestone": lambda _: {"reason": "It is not needed."},
    "mandates.pay_for": lambda _: {"pence": "1", "words": "Invoice 1"},
    "mandates.call_act_in": lambda world: {"practice": str(world.practice(1)), "reason": "It is too dear."},
    "mandates.recall": lambda world: {"practice": str(world.practice(1)), "reason": "It does not report."},
    "mandates.unfinished": lambda _: {"words": "It is cancelled."},
    "mandates.withdraw": lambda _: {"reasons": "It is done."},
    "network.take_seat": lambda world: {"practice": str(world.practice(1))},
    "electing.new_election": lambda _: {
        "seats": "1",
        "vote": "vote",
        "words": "Four hours a month.",
        **_day_of(day_ahead(20), "until"),
    },
    "electing.stand": lambda _: {"words": "I know the dunes."},
    "belonging.propose_joining": lambda _: {"text": "A practice near us."},
    "belonging.admit": lambda _: {"code": "A81999", "name": "Marsh End Surgery"},
    "belonging.suspend": lambda _: {"reason": "It never comes.", **_day_of(day_ahead(), "until")},
    "belonging.lift": lambda _: {"reasons": "It has come."},
    "belonging.answer_suspension": lambda _: {"words": "We are here."},
    "belonging.object_to": lambda _: {"reason": "We were there."},
    "belonging.leave": lambda _: _day_of(day_ahead(60), "leaves_on"),
    "purchasing.new_round": lambda _: {
        "title": "Fridges",
        "category": "consumables",
        **_on("closes_at"),
        "closes_at-time": "1pm",
    },
    "purchasing.call_round_off": lambda _: {"reason": "There is snow."},
    "purchasing.needs": lambda _: {"none": "y"},
    "purchasing.new_version": lambda _: {"text": "Gloves, blue.", "basis": "equal"},
    "purchasing.propose_spec": lambda _: {"reasons": "It is cheaper."},
    "purchasing.new_offer": lambda _: {
        "supplier": "Fenmark",
        "item": "Gloves",
        "unit": "box of 100",
        "pence": "3.72",
    },
    "purchasing.order_offer": lambda _: {},
    "purchasing.ask_to_order": lambda _: {},
    "purchasing.take_offer_back": lambda _: {"reason": "It is sold out."},
    "purchasing.new_delivery": lambda _: {"packs": "1", **_on("came_on")},
    "purchasing.new_bill": lambda _: {"pence": "1", "basis": "quantity", "words": "Invoice 1"},
    "purchasing.change_amounts": lambda _: {"lines-0-quantity": "620"},
    "purchasing.join_late": lambda _: {
        "item": "Pens",
        "unit": "each",
        "quantity": "5",
        "words": "We were closed.",
    },
    "purchasing.late_answer": lambda _: {"word": "agree"},
    "purchasing.receipt": lambda _: {"packs": "10"},
    "purchasing.finish_order": lambda _: {"basis": "quantity", "reason": "It never comes."},
    "purchasing.finish_answer": lambda _: {"word": "agree"},
    "purchasing.new_contract": lambda world: {
        "title": "Waste",
        "supplier": "Tern",
        "practices": world.codes[0],
        **_on("starts_on"),
        **_on("ends_on"),
    },
    "purchasing.renew": lambda _: {"words": "Letter of 3 March", **_on("ends_on")},
    "purchasing.end": lambda _: {"words": "Letter of 3 March", **_on("ends_on")},
    "purchasing.new_project": lambda _: {
        "title": "A pilot",
        "source": "The board",
        "income_pence": "1",
        "direct_pence": "1",
        "overhead_pence": "1",
        **_on("ends_on"),
    },
    "tendering.new_tender": lambda _: {"title": "Visits", "clear": "no", **_tender()},
    "tendering.new_tender_version": lambda _: _tender(),
    "tendering.start_tender": lambda _: {"reasons": "It is needed."},
    "tendering.share_tender": lambda _: {"basis": "equal", "total": "100", "unit": "visits"},
    "tendering.score": lambda _: {"c1": "3", "c1-reason": "They come."},
    "tendering.agreed_score": lambda _: {"score": "8", "reason": "They come."},
    "tendering.bid_check": lambda _: {"passes": "yes"},
    "tendering.award": lambda world: {"bid": str(world.things["bid"]), "reason": "They come."},
    "tendering.new_change": lambda _: {"total": "800", "reason": "Fewer are needed."},
    "tendering.new_challenge": lambda world: {"bid": str(world.things["bid"]), "words": "Why?"},
    "tendering.challenge": lambda _: {"answer": "Because of the price."},
    "tendering.tender_contract": lambda _: {
        "starts_on-day": "2",
        "starts_on-month": "2",
        "starts_on-year": "2027",
        "ends_on-day": "2",
        "ends_on-month": "2",
        "ends_on-year": "2028",
    },
    "tendering.new_threshold": lambda _: {
        "kind": "works",
        "pence": "5,000,000",
        "since-day": "2",
        "since-month": "2",
        "since-year": "2028",
    },
    "tendering.cancel": lambda _: {"reason": "There is snow."},
    "tendering.declare": lambda _: {"conflict": "no"},
    "tendering.invite_to_bid": lambda _: {"organisation": "Tern", "name": "Ned New", "email": "a@b.example"},
    "tendering.more_time": lambda _: {
        "closes_at-day": "4",
        "closes_at-month": "2",
        "closes_at-year": "2100",
        "closes_at-time": "12:00",
        "reason": "It is time.",
    },
    "tendering.answer_question": lambda _: {"text": "Yes."},
    "tendering.bid_desk": lambda _: {"code": GUEST_CODE},
    "tendering.ask_about_tender": lambda _: {"text": "Where?"},
    "tendering.withdraw_bid": lambda _: {"code": GUEST_CODE},
    "tendering.name_somebody": lambda world: {"person": str(world.people["rep3"]), "part": "scorer"},
    "meetings.new_meeting": lambda _: MEETING_FORM,
    "meetings.new_group_meeting": lambda _: MEETING_FORM,
    "meetings.call_meeting_off": lambda _: {"reason": "There is snow."},
    "meetings.move_it": lambda _: {key: MEETING_FORM[key] for key in MEETING_FORM if key != "kind"},
    "meetings.asking": lambda world: {"practice": str(world.practice(1)), "reason": "We want to talk of it."},
    "meetings.call_asked": lambda _: {key: MEETING_FORM[key] for key in MEETING_FORM if key != "kind"},
    "meetings.confirm_there": lambda world: {"people": str(world.people["rep1"])},
    "meetings.correct_there": lambda _: {"reason": "The wrong name was pressed."},
    "meetings.stand_in": lambda world: {"person": str(world.people["member"])},
    "meetings.rhythm": lambda _: {"weeks": "2"},
    "meetings.new_item": lambda _: {"title": "Parking"},
    "meetings.new_proposal": lambda world: {"decision": str(world.decisions["discussion"])},
    "meetings.vote": lambda _: {"rule": "simple_majority"},
    "meetings.item": lambda _: {"said": "It was talked over.", "outcome": "noted"},
    "meetings.new_action": lambda world: {
        "words": "Ring the others",
        "owner": f"practice:{world.practice(1)}",
        "due_on-day": "2",
        "due_on-month": "2",
        "due_on-year": "2027",
    },
    "meetings.write": lambda _: {"words": "We met."},
    "meetings.correct": lambda _: {"words": "It was otherwise."},
    "network.give_seat": lambda world: {"practice": world.codes[6], "vote": "voice"},
    "network.change_group": lambda world: {
        "name": f"Dunes of {world.slug}",
        "purpose": "Looks after the dunes and the shore.",
        "reads": "all",
    },
    "decisions.comment": lambda _: {"words": "We think so."},
    "garden.talk": lambda _: {"words": "It grows."},
    "decisions.answer": lambda _: {"words": "We think so too."},
    "decisions.edit_comment": lambda _: {"words": "We think otherwise."},
    "decisions.withdraw": lambda _: {"reason": "It is not needed."},
    "decisions.cast_vote": lambda _: {"stance": "for", "reason": "Because."},
    "decisions.cast_by_link": lambda _: {"stance": "for", "reason": "Because."},
    "decisions.stand_aside": lambda _: {"reason": "Our partner owns it."},
    "decisions.close_early": lambda _: {"reason": "It is time."},
    "decisions.casting_vote": lambda _: {"stance": "for", "reason": "It is time."},
    "decisions.answer_objection": lambda _: {"words": "We have thought of it."},
    "decisions.outcome": lambda _: {"words": "This happens now."},
    "decisions.new_action": lambda world: {
        "title": "Do it",
        "owner": f"author@{world.slug}.example",
        "due_on-day": "2",
        "due_on-month": "2",
        "due_on-year": "2027",
    },
    "decisions.change_action": lambda world: {
        "title": "Do it",
        "owner": f"author@{world.slug}.example",
        "due_on-day": "2",
        "due_on-month": "2",
        "due_on-year": "2027",
    },
    "decisions.report": lambda _: {"state": "under_way", "note": "Begun."},
    "decisions.new": lambda _: {"title": "A new matter", "body": "We agree.", "kind": "shared"},
    "decisions.edit": lambda _: {
        "title": "A changed matter",
        "body": "We agree.",
        "kind": "shared",
        "based_on": "2",
    },
    "decisions.coauthors": lambda world: {"act": "add", "person": str(world.people["executive"])},
    "decisions.add_kind": lambda _: {"title": "Premises"},
    "decisions.rename_kind": lambda _: {"title": "An ordinary matter"},
    "decisions.choose_rule": lambda _: {"rule": "simple_majority"},
    "network.add_aim": lambda _: {"words": "One more aim"},
    "network.aim": lambda _: {"words": "The same aim, better"},
    "network.purpose": lambda _: {"purpose": "Together."},
    "network.boards": lambda _: {"boards": "QXZ NHS Example"},
    "network.neighbourhoods": lambda _: {"name": "Downs"},
    "network.rename_neighbourhood": lambda _: {"name": "Harbour"},
    "network.new_federation": lambda _: {"slug": "brackenfield", "name": "Brackenfield"},
    "network_people.invite_many": lambda _: {
        "lines": "Ned New, ned@example.org, observer",
        "role": "observer",
    },
    "network_people.invite": lambda world: {
        "email": "new@saltmarsh.example",
        "name": "Ned New",
        "role": "observer",
    },
    "network_people.add_role": lambda _: {"role": "observer"},
    "people.switch_now": lambda world: {"federation": world.slug, "practice": str(world.practice(1))},
    "people.change_name": lambda _: {"name": "Another Name"},
}
