"""The lists of a call: criteria, questions, contacts and so on, each saved as a whole in its order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from decisions.actions.calls import locked_call, note_editor, refuse_changed, refuse_others
from decisions.queries.calls import PARTS, Row, fields_of, rows_of, stamp_of, why_closed
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.changelog import note_differences, seen_now
from pilots.models import Call
from pilots.models.calls import Status

LONGEST_CODE = 40
# Of these the English text, where a row has one, gives a new row its code.
NAMING = ("name_en", "label_en", "title_en", "role_en", "question_en", "text_en")


@transaction.atomic
def save_list(
    *, slug: str, part: str, rows: Sequence[Row], seen: str, actor: User, at: datetime
) -> dict[str, list[str]]:
    """Make a list say what the rows say, in their order; the codes of what was added, changed and removed.

    A row with the code of one that is there changes it, any other is new. What a published call's page shows is told
    in its log. Refused for a list that cannot be changed any more, and when somebody else has changed it meanwhile.
    """
    refuse_others(actor, Act.DRAFT_CALL)
    call = locked_call(slug)
    why = why_closed(call, part)
    refuse_unless(not why, "not_possible_now", why)
    standing = rows_of(call, part)
    refuse_changed(seen=seen, now=stamp_of(standing))
    published = call.status == Status.PUBLISHED
    before = seen_now(slug) if published else {}
    askable = part != "contacts" or any(not row["only_substitutes"] for row in rows)
    refuse_unless(askable or not published, "nobody_to_ask", _("A published call keeps somebody to ask."))
    given = with_codes(part, rows, {row["code"] for row in standing})
    done = write_acts(call, given, standing) if PARTS[part].model is None else write_rows(call, part, given)
    if published:
        keep_at_desk(call, part)
        note_differences(before, at=at)
    else:
        note_editor(call, actor)
    record(kind="call.list_saved", reference=f"call:{slug}", actor=actor, at=at, data={"list": part} | done)
    return done


def with_codes(part: str, rows: Sequence[Row], known: set[str]) -> list[Row]:
    """The rows, each with a code of its own: the one it has, or a new one made of its English text."""
    taken, found = set(known), []
    used: set[str] = set()
    for row in rows:
        code = row.get("code", "")
        if code not in known or code in used:
            code = new_code(part, row, taken)
        taken.add(code)
        used.add(code)
        found.append(row | {"code": code})
    return with_substitutes(found) if part == "contacts" else found


def with_substitutes(contacts: Sequence[Row]) -> list[Row]:
    """Contacts whose absences name the substitute by code, where the form names an address."""
    codes = {row["email"]: row["code"] for row in reversed(contacts)}
    return [
        row
        | {
            "absences": [
                absence | {"substitute": codes.get(absence["substitute"], "")} for absence in row["absences"]
            ]
        }
        for row in contacts
    ]


def new_code(part: str, row: Row, taken: set[str]) -> str:
    """A code that no row has."""
    named = next((str(row[name]) for name in NAMING if row.get(name)), "")
    stem = slugify(named)[: LONGEST_CODE - 4].strip("-") or part.replace("_", "-")
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def write_rows(call: Call, part: str, rows: Sequence[Row]) -> dict[str, list[str]]:
    """Add, change and remove rows of a list that is a table."""
    model = PARTS[part].model
    names = fields_of(model)
    stored = {row.code: row for row in getattr(call, part).order_by("pk")}
    done: dict[str, list[str]] = {"added": [], "changed": [], "removed": []}
    for order, row in enumerate(rows, start=1):
        values: dict[str, Any] = {name: row[name] for name in names} | {"order": order}
        existing = stored.pop(row["code"], None)
        if existing is None:
            model.objects.create(call=call, **values)
            done["added"].append(row["code"])
        elif any(getattr(existing, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(existing, name, value)
            existing.save()
            done["changed"].append(row["code"])
    for code, row in stored.items():
        row.delete()
        done["removed"].append(code)
    return done


def write_acts(call: Call, rows: Sequence[Row], standing: Sequence[Row]) -> dict[str, list[str]]:
    """The acts of the legal basis, which stand in the call itself."""
    call.legal_basis = [
        {
            "act": {language: row[f"act_{language}"] for language in ("fi", "sv", "en")},
            "number": row["number"],
            "sections": row["sections"],
        }
        for row in rows
    ]
    call.save(update_fields=["legal_basis"])
    was, now = [row["number"] for row in standing], [row["number"] for row in rows]
    return {
        "added": [number for number in now if number not in was],
        "changed": [],
        "removed": [number for number in was if number not in now],
    }


def keep_at_desk(call: Call, part: str) -> None:
    """From now on loads of the reference files leave this list of a call that came with them."""
    if call.from_files and part not in call.kept_at_desk:
        call.kept_at_desk = [*call.kept_at_desk, part]
        call.save(update_fields=["kept_at_desk"])
