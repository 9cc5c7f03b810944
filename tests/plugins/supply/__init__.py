"""A plugin for tests: a question to suppliers, who answer it by a link. Answers are sealed until a time, and two people
open them."""

from federation.plugin.installed import InstalledPlugin
from federation.toolkit import EVERYONE, GUEST, About, Act, Feature, Found, NavItem, Permission, RecordedThing

feature = Feature(
    name="supply",
    title="Questions to suppliers",
    summary="Suppliers answer a question, and nobody reads an answer before its time.",
    package="tests.plugins.supply",
    blueprints=("tests.plugins.supply.views:blueprint",),
    api=("tests.plugins.supply.api:interface",),
    nav=(NavItem("shared_work", "Questions to suppliers", "supply.index"),),
    permissions=(
        Permission("supply.read", "read questions to suppliers", EVERYONE),
        Permission(
            "supply.ask", "ask suppliers, and open their answers", frozenset({"executive", "administrator"})
        ),
        Permission("supply.answer", "answer a question by a link", frozenset({GUEST})),
    ),
    about=About(
        author="Fenland Buyers",
        brings=("Questions to suppliers",),
        reads=("Nothing",),
        keeps=("Who was asked, and who answered",),
        cannot=("Read an answer before its time",),
    ),
    acts=(
        Act("supply.asked", "asked suppliers a question"),
        Act("supply.answered", "answered a question"),
        Act("supply.agreed", "agreed to open the answers"),
    ),
    things=(RecordedThing("supply_answer", "Answer {}"),),
    search=(Found("supply", "Question to suppliers", "supply.show", "question_id"),),
)
SUPPLY = InstalledPlugin(feature, "1.0", "federation-supply 1.0")
