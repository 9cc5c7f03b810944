"""The noticeboard: what members tell each other. Copied into the product by ``test_new_feature.py``, and nowhere else."""

from federation.kernel.policy import EVERYONE, Permission
from federation.plugin.feature import Act, AnnouncedFact, Feature, Found, Job, NavItem, RecordedThing

from .mail_kinds import NOTICES

feature = Feature(
    name="noticeboard",
    title="Noticeboard",
    summary="What members tell each other.",
    package="federation.noticeboard",
    blueprints=("federation.noticeboard.views:blueprint",),
    nav=(NavItem("shared_work", "Noticeboard", "noticeboard.index"),),
    permissions=(
        Permission("noticeboard.read", "read notices", EVERYONE),
        Permission("noticeboard.pin", "pin a notice", frozenset({"executive", "representative"})),
    ),
    acts=(Act("notice.pinned", "pinned a notice"),),
    events=(AnnouncedFact("federation.noticeboard.events:NoticePinned", "a notice was pinned", "notice"),),
    jobs=(Job("noticeboard.tidy", "federation.noticeboard.jobs:tidy"),),
    mail=(NOTICES,),
    things=(RecordedThing("notice", "Notice {}", "noticeboard.show", "notice_id"),),
    search=(
        Found(
            "notice",
            "Notices",
            "noticeboard.show",
            "notice_id",
            read="federation.noticeboard.queries:read_notices",
        ),
    ),
    addresses=("noticeboard",),
    demo="federation.noticeboard.demo:fill",
    needs=("network",),
    always_on=True,
)
