"""What of the practices needs the administrator."""

from flask import render_template, url_for

from federation.kernel.web import here, permission
from federation.network.blueprint import ADMIN, blueprint
from federation.network.members.queries.attention import without_representative
from federation.network.place_words import place_word
from federation.network.practices.queries.attention import without_list_size, without_neighbourhood

_MOST = 50


@blueprint.get(f"{ADMIN}/attention")
@permission("network.administer")
def attention() -> str:
    """Practices that need the administrator."""
    word = place_word(here().settings)
    groups = [
        ("Nobody can cast their vote", "They have no representative.", without_representative(_MOST + 1)),
        (
            "List size not known",
            "Votes weighted by patients count none of theirs.",
            without_list_size(_MOST + 1),
        ),
        (f"In no {word.one}", "", without_neighbourhood(_MOST + 1)),
    ]
    return render_template(
        "network/attention.html",
        groups=groups,
        word=word,
        most=_MOST,
        people=url_for("network_people.people"),
    )
