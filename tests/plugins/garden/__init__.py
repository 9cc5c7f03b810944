"""A plugin with everything that a plugin can have, for tests: practices share the beds of a garden."""

from fractions import Fraction

from federation.plugin.installed import InstalledPlugin
from federation.toolkit import (
    EVERYONE,
    About,
    Act,
    AgreedSetting,
    Feature,
    FileOwner,
    Found,
    Job,
    NavItem,
    Permission,
    Subject,
    ThreadOwner,
)

feature = Feature(
    name="garden",
    title="Garden",
    summary="Practices share the beds of a garden.",
    package="tests.plugins.garden",
    blueprints=("tests.plugins.garden.views:blueprint",),
    api=("tests.plugins.garden.views:interface",),
    nav=(NavItem("shared_work", "Garden beds", "garden.beds", "Beds that practices share"),),
    permissions=(
        Permission("garden.read", "read about the garden", EVERYONE),
        Permission("garden.tend", "plant beds", frozenset({"representative"})),
    ),
    settings="tests.plugins.garden.forms:SettingsForm",
    about=About(
        author="Fenland Gardeners",
        brings=("A letter when a bed is free",),
        reads=("Practices of this federation only",),
        keeps=("Who planted which bed",),
        cannot=("Change or count votes",),
    ),
    subjects=(
        Subject(
            "garden.buy",
            "Buy seeds",
            "tests.plugins.garden.terms:SeedTerms",
            "tests.plugins.garden.terms:seed_lines",
            "What is bought if this is carried",
        ),
        Subject("garden.close", "Close a bed", "tests.plugins.garden.terms:NameTerms"),
    ),
    agreed=(
        AgreedSetting("garden.beds", "Beds of a practice", "A practice has {} at most.", 1, 5, 2, "bed"),
        AgreedSetting(
            "garden.common",
            "What is for all",
            "At least {} of what grows is for all.",
            Fraction(1, 10),
            Fraction(1, 2),
            Fraction(1, 5),
        ),
    ),
    acts=(Act("garden.planted", "planted a bed"), Act("garden.said", "said something about a bed")),
    jobs=(Job("garden.water", "tests.plugins.garden.hooks:water"),),
    search=(Found("garden_bed", "Bed", "garden.bed", "bed_id"),),
    files=(FileOwner("garden.bed", "tests.plugins.garden.hooks:reads_bed"),),
    threads=(ThreadOwner("garden.bed", "tests.plugins.garden.hooks:reads_bed"),),
)
GARDEN = InstalledPlugin(feature, "1.4", "federation-garden 1.4")
