"""A file that is sent."""

from collections.abc import Sequence
from typing import Any

import wtforms
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from federation.kernel.files.kinds import LIMITS_WORDS, MOST_AT_ONCE
from federation.kernel.files.sent import SentFile


class FileField(wtforms.FileField):
    """One file. ``data`` is a ``FileStorage`` or None. ``endings`` such as (".csv",)."""

    macro = "file"
    data: FileStorage | None
    errors: list[str]

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        required: str = "",
        hint: str = "",
        endings: Sequence[str] = (),
        megabytes: int = 10,
        **kw: Any,
    ) -> None:
        super().__init__(label, list(validators), description=hint, **kw)
        self.required = required
        self.endings = tuple(ending.lower() for ending in endings)
        self.megabytes = megabytes

    @property
    def attributes(self) -> dict[str, Any]:
        """What the browser offers first; it is checked again here."""
        return {"accept": ",".join(self.endings)} if self.endings else {}

    def process_data(self, value: Any) -> None:
        """A file is never there beforehand."""
        self.data = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The file sent, if one was chosen."""
        file = valuelist[0] if valuelist else None
        self.data = file if isinstance(file, FileStorage) and file.filename else None

    @property
    def sent(self) -> list[SentFile]:
        """What was sent, read: one file or none."""
        return [SentFile.of(self.data)] if self.data else []

    def pre_validate(self, form: wtforms.Form) -> None:
        """Its name and size; what is in it is for the reader of it to judge."""
        if self.data is None:
            raise StopValidation(self.required or None)
        if self.endings and not (self.data.filename or "").lower().endswith(self.endings):
            kinds = " or ".join(ending.lstrip(".").upper() for ending in self.endings)
            raise StopValidation(f"{self.label.text} must be a {kinds} file")
        size = self.data.stream.seek(0, 2)
        self.data.stream.seek(0)
        if size == 0:
            raise StopValidation(f"{self.label.text} is an empty file. Choose another")
        if size > self.megabytes * 1_000_000:
            raise StopValidation(f"{self.label.text} must be smaller than {self.megabytes} MB")


class FilesField(wtforms.MultipleFileField):
    """A few files at once, to be attached: ``data`` are those that were chosen. What is in them, and how large each may be,
    is for the act to judge, which names the one that is wrong."""

    macro = "file"
    data: list[FileStorage]
    errors: list[str]

    def __init__(
        self, label: str = "", *, required: str = "", hint: str = "", endings: Sequence[str] = (), **kw: Any
    ) -> None:
        super().__init__(label, description=hint or LIMITS_WORDS, **kw)
        self.required = required
        self.endings = tuple(endings)

    @property
    def attributes(self) -> dict[str, Any]:
        """What the browser offers first."""
        return {"multiple": True, "accept": ",".join(self.endings)}

    @property
    def sent(self) -> list[SentFile]:
        """What was sent, read."""
        return [SentFile.of(one) for one in self.data]

    def process_data(self, value: Any) -> None:
        """Files are never there beforehand."""
        self.data = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        """The files sent, without the place of one that was not chosen."""
        self.data = [one for one in valuelist if isinstance(one, FileStorage) and one.filename]

    def pre_validate(self, form: wtforms.Form) -> None:
        """How many they are."""
        if not self.data:
            raise StopValidation(self.required or None)
        if len(self.data) > MOST_AT_ONCE:
            raise StopValidation(f"Choose {MOST_AT_ONCE} files at most at a time. You chose {len(self.data)}")
