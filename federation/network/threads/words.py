"""What the files of comments belong to."""

from typing import Final

COMMENT_FILES: Final = "network.comment"
