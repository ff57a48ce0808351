"""`Refused`: the one exception for an act that is refused, with a message fit to show."""

from django.utils.functional import Promise


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """An expected refusal: `code` for programs and tests, `message` (translated when shown) for people.

    `way_out` says what the person can do about it; `details` carries several reasons at once.
    """

    def __init__(
        self,
        code: str,
        message: str | Promise,
        *,
        way_out: str | Promise = "",
        details: tuple[str | Promise, ...] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.way_out = way_out
        self.details = details

    def __str__(self) -> str:
        return str(self.message)


def refuse_unless(condition: object, code: str, message: str | Promise, **more: object) -> None:
    """Raise Refused unless the condition holds."""
    if not condition:
        raise Refused(code, message, **more)  # type: ignore[arg-type]
