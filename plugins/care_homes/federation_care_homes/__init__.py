"""Care homes: one practice for each home, chosen by the members, and how it goes."""

from federation.toolkit import About, Calculation, Feature

feature = Feature(
    name="care_homes",
    title="Care homes",
    summary="Which practice looks after which care home, as the members choose, and how that goes.",
    package="federation_care_homes",
    about=About(
        author="Federation",
        brings=("A calculation for scripts: one practice for each care home, so that it costs least",),
        reads=("Nothing yet",),
        keeps=("Nothing yet",),
        cannot=("Change votes", "See patient records", "Name anybody who lives in a care home"),
    ),
    calculations=(Calculation("alignment", "federation_care_homes.calculations:alignment"),),
)
