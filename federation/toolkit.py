"""All that a plugin may import of the product. It stays: a test keeps names and signatures, ``docs/plugins.md`` explains each."""

from federation.decisions.awaiting import AwaitsDecision, settle
from federation.decisions.events import DecisionClosed, DecisionOpened, DecisionWithdrawn, DraftDeleted
from federation.decisions.for_plugins import DecisionAbout, decision, decisions_about, propose, revise_terms
from federation.decisions.places import DecisionShown
from federation.decisions.proposals.texts import Draft, DraftOption, Effects
from federation.decisions.rulebook.queries.agreed import agreed
from federation.decisions.voting.actions.demanding import recuse
from federation.decisions.voting.actions.opening import OpeningVote
from federation.kernel import forms, measures, reviews
from federation.kernel.api import Endpoint, Interface, answer
from federation.kernel.api_fields import LooseField, WordsField
from federation.kernel.charts import funnel_chart, time_chart
from federation.kernel.clock import Moment, database_now
from federation.kernel.days import time_now, today
from federation.kernel.db import MappedBase as Table
from federation.kernel.db import RowId, db, unit_of_work
from federation.kernel.files.sent import SentFile
from federation.kernel.given import Given
from federation.kernel.held import Held, held, plain_text, rows_changed
from federation.kernel.listing import ListColumn, ListFilter, Listing, ListOrder
from federation.kernel.patient_data import objection_to
from federation.kernel.policy import (
    EVERYONE,
    GUEST,
    Actor,
    GroupPlace,
    OneThing,
    Permission,
    Seat,
    authorize,
    may,
)
from federation.kernel.refusals import Invalid, NotFound, NotYours, Refusal
from federation.kernel.seal import seals
from federation.kernel.seal.seals import BrokenSeal, StillSealed
from federation.kernel.search import forget, index
from federation.kernel.second_factor import fresh, unasked
from federation.kernel.tables import csv_response
from federation.kernel.tenancy import Federated, federated_key, insert_many, within
from federation.kernel.web import actor, here, permission
from federation.kernel.words import day, moment, money, number, plural, tag
from federation.kernel.working_days import (
    add_working_days,
    bank_holidays,
    is_working_day,
    notice_by,
    notice_ends,
    working_days_between,
)
from federation.mandates.actions.acting import OutsideItsMandate, do_act
from federation.mandates.queries.authority import may_act
from federation.mandates.rules import GroupAct, OutsideMandate, WithinMandate
from federation.network.dues.actions import DuePage, add_due, done_due, drop_due, move_due
from federation.network.events import PersonErased
from federation.network.files.actions import attach, drop_file, drop_files
from federation.network.files.queries import AttachedFile, files_of
from federation.network.for_plugins import (
    GroupFacts,
    PersonFacts,
    PracticeFacts,
    actor_of,
    address_of,
    groups,
    mail,
    people,
    people_in,
    people_of,
    practices,
    write_record,
)
from federation.network.guests.actions import GuestInvited, mail_guest_code, with_guest_code
from federation.network.guests.for_plugins import end_guest, erase_guest, guests_of, invite_guest
from federation.network.guests.letters import GuestLetter
from federation.network.guests.queries import GuestFacts, OpenedGuest, guest
from federation.network.imports.queries.sheets import day_column, number_column, practice_column, text_column
from federation.network.imports.rules.sheets import ImportColumn, ImportSheet, SheetChange, SheetChanges
from federation.network.ledger.actions import gained, gave, paid, take_back
from federation.network.migrating import drop_guard, guard
from federation.network.places import GroupShown, HomeShown, PracticeShown
from federation.network.plugins.queries.state import settings_of
from federation.network.threads.actions import say
from federation.network.threads.queries.talk import thread_of
from federation.network.threads.views import thread_page
from federation.plugin.agreed import AgreedSetting
from federation.plugin.announcements import announce
from federation.plugin.callers import own_kinds
from federation.plugin.feature import (
    About,
    Act,
    AnnouncedFact,
    Calculation,
    Feature,
    FileOwner,
    Found,
    FoundLine,
    Indicator,
    Job,
    NavItem,
    Objection,
    Panel,
    PersonalRecord,
    RecordedThing,
    Subject,
    ThreadOwner,
)
from federation.plugin.hooks import hookimpl
from federation.plugin.imports import ImportKind
from federation.plugin.mail_choices import MailKind
from federation.workstreams.places import WorkstreamShown

session = db.session
"""The session of the federation chosen: it sees and writes that federation's rows, and no others."""

drop_seals = own_kinds(seals.drop_seals)
opened = own_kinds(seals.opened)
postpone_opening = own_kinds(seals.postpone_opening)
seal = own_kinds(seals.seal)
unseal = own_kinds(seals.unseal)

__all__ = [
    "EVERYONE",
    "GUEST",
    "About",
    "Act",
    "Actor",
    "AgreedSetting",
    "AnnouncedFact",
    "AttachedFile",
    "AwaitsDecision",
    "BrokenSeal",
    "Calculation",
    "DecisionAbout",
    "DecisionClosed",
    "DecisionOpened",
    "DecisionShown",
    "DecisionWithdrawn",
    "Draft",
    "DraftDeleted",
    "DraftOption",
    "DuePage",
    "Effects",
    "Endpoint",
    "Feature",
    "Federated",
    "FileOwner",
    "Found",
    "FoundLine",
    "Given",
    "GroupAct",
    "GroupFacts",
    "GroupPlace",
    "GroupShown",
    "GuestFacts",
    "GuestInvited",
    "GuestLetter",
    "Held",
    "HomeShown",
    "ImportColumn",
    "ImportKind",
    "ImportSheet",
    "Indicator",
    "Interface",
    "Invalid",
    "Job",
    "ListColumn",
    "ListFilter",
    "ListOrder",
    "Listing",
    "LooseField",
    "MailKind",
    "Moment",
    "NavItem",
    "NotFound",
    "NotYours",
    "Objection",
    "OneThing",
    "OpenedGuest",
    "OpeningVote",
    "OutsideItsMandate",
    "OutsideMandate",
    "Panel",
    "Permission",
    "PersonErased",
    "PersonFacts",
    "PersonalRecord",
    "PracticeFacts",
    "PracticeShown",
    "RecordedThing",
    "Refusal",
    "RowId",
    "Seat",
    "SentFile",
    "SheetChange",
    "SheetChanges",
    "StillSealed",
    "Subject",
    "Table",
    "ThreadOwner",
    "WithinMandate",
    "WordsField",
    "WorkstreamShown",
    "actor",
    "actor_of",
    "add_due",
    "add_working_days",
    "address_of",
    "agreed",
    "announce",
    "answer",
    "attach",
    "authorize",
    "bank_holidays",
    "csv_response",
    "database_now",
    "day",
    "day_column",
    "decision",
    "decisions_about",
    "do_act",
    "done_due",
    "drop_due",
    "drop_file",
    "drop_files",
    "drop_guard",
    "drop_seals",
    "end_guest",
    "erase_guest",
    "federated_key",
    "files_of",
    "forget",
    "forms",
    "fresh",
    "funnel_chart",
    "gained",
    "gave",
    "groups",
    "guard",
    "guest",
    "guests_of",
    "held",
    "here",
    "hookimpl",
    "index",
    "insert_many",
    "invite_guest",
    "is_working_day",
    "mail",
    "mail_guest_code",
    "may",
    "may_act",
    "measures",
    "moment",
    "money",
    "move_due",
    "notice_by",
    "notice_ends",
    "number",
    "number_column",
    "objection_to",
    "opened",
    "paid",
    "people",
    "people_in",
    "people_of",
    "permission",
    "plain_text",
    "plural",
    "postpone_opening",
    "practice_column",
    "practices",
    "propose",
    "recuse",
    "reviews",
    "revise_terms",
    "rows_changed",
    "say",
    "seal",
    "session",
    "settings_of",
    "settle",
    "tag",
    "take_back",
    "text_column",
    "thread_of",
    "thread_page",
    "time_chart",
    "time_now",
    "today",
    "unasked",
    "unit_of_work",
    "unseal",
    "with_guest_code",
    "within",
    "working_days_between",
    "write_record",
]
