"""Where the pages of education hang, and the interface for programs. Each room adds its own."""

from flask import Blueprint

from federation.toolkit import Interface, NotFound, practices

blueprint = Blueprint(
    "education",
    "federation_education",
    template_folder="templates",
    url_prefix="/f/<federation>/education",
)
programs = Interface("api_education", __name__, "What practices need to learn, and the courses for it.")

COURSE = "/courses/<int:course_id>"
CODE_LENGTH = 20
"""How long the code of a practice can be."""


def practice_coded(code: str) -> int:
    """The number of the practice with a code. Raises ``NotFound``."""
    for one in practices():
        if one.code == code.upper():
            return one.id
    raise NotFound()
