"""Names in two or three languages, and the choice between them."""

from django.utils.translation import get_language


def in_active_language(row: object, field: str) -> str:
    """Return `field_fi`, `field_sv` or `field_en` by the active language; Finnish where there is no other."""
    language = (get_language() or "fi")[:2]
    return getattr(row, f"{field}_{language}", "") or getattr(row, f"{field}_fi")


class Named:
    """What has `name_fi`, `name_sv` and perhaps `name_en`; `name` is the one of the active language."""

    @property
    def name(self) -> str:
        return in_active_language(self, "name")
