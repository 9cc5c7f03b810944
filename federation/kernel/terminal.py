"""The furniture of commands of all features. Nothing heavy is imported before a command runs, so that ``--help`` is instant."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask


class KeptWords(click.types.StringParamType):
    """Words that are written down: nothing that tells of a patient is taken."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words, or a refusal."""
        from federation.kernel.patient_data import objection_to

        text: str = super().convert(value, param, ctx)
        if words := objection_to(text):
            self.fail(words, param, ctx)
        return text


KEPT = KeptWords()


def in_plain_words(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a refusal into one line on the error output and exit status 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (click.ClickException, click.Abort):
            raise
        except Exception as error:
            from federation.kernel.plain_faults import fault_in_words

            if words := fault_in_words(error):
                raise click.ClickException(words) from None
            raise

    return run


@contextmanager
def product() -> Iterator["Flask"]:
    """The app, in its context. How it is made is what the command ``federation`` hands down."""
    make: Callable[[], Flask] = click.get_current_context().find_root().obj
    app = make()
    with app.app_context():
        yield app
