"""Giving a section to a partner to write, and taking it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.drafting import editable
from applications.models import Application, Member, Section
from applications.queries.sections import is_section
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add

GIVEN, TAKEN_BACK = "section_given", "section_taken_back"


@transaction.atomic
def give_section(
    *, application_id: int, key: str, member_id: int | None, actor: User, at: datetime
) -> Section:
    """Let a partner write a section beside the lead; None takes it back. Both partners concerned are told.

    Refused for the budget, whose lines are each member's own, and for whoever does not take part.
    """
    application, _roles = editable(application_id, act=Act.EDIT_COMMON, actor=actor, at=at)
    refuse_unless(
        is_section(application, key) and (key in {"plan", "grounds"} or key.startswith("element:")),
        "not_to_be_given",
        _("This part cannot be given to a partner."),
    )
    member = None
    if member_id is not None:
        partners = application.members.taking_part().filter(is_lead=False).select_related("organisation")
        member = partners.filter(pk=member_id).first()
        refuse_unless(member, "not_a_partner", _("Only a partner that takes part can write a part."))
    section, _created = Section.objects.get_or_create(application=application, key=key)
    before = section.given_to
    if before == member:
        return section
    section.given_to = member
    section.save(update_fields=["given_to"])
    if before is not None:
        tell(before, TAKEN_BACK, key, at=at)
    if member is not None:
        tell(member, GIVEN, key, at=at)
    note(application, key, member, actor=actor, at=at)
    return section


def take_back_all(member: Member) -> None:
    """A member that leaves writes no more; its sections are the lead's again."""
    Section.objects.filter(given_to=member).update(given_to=None)


def tell(member: Member, template: str, key: str, *, at: datetime) -> None:
    """Leave a mail about a section in the outbox."""
    add(
        kind="mail",
        reference=f"{template}:{member.pk}:{key}:{at.isoformat()}",
        payload={"template": template, "member": member.pk, "section": key},
    )


def note(application: Application, key: str, member: Member | None, *, actor: User, at: datetime) -> None:
    """The ledger's line."""
    record(
        kind="section.given" if member else "section.taken_back",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"section": key, "organisation": member.organisation.name_fi if member else None},
    )
