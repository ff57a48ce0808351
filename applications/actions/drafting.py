"""A draft as a whole: start it, lock it for an act, count its sections' versions, discard it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Act, Role
from applications.models import Application, Member, PlanVersion, Section, SectionVersion
from applications.queries.access import require, require_section
from applications.queries.sections import section_content
from applications.queries.snapshot import plan_content
from applications.workflow import Event
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add
from pilots.models import Call, Region
from pilots.queries import regions_of

SITTING = timedelta(hours=1)


@transaction.atomic
def start_application(
    *, call: Call, region: Region, lead: Organisation, language: str, actor: User, at: datetime
) -> Application:
    """Open a draft for a lead organisation.

    Refused when the call is not open, the county takes no part in it, the person does not act for the lead,
    or the lead already has a live application for the county.
    """
    # Two presses at once follow one another here, so that the second is refused and does not fail.
    Organisation.objects.select_for_update(no_key=True).get(pk=lead.pk)
    refuse_start(call=call, region=region, lead=lead, actor=actor, at=at)
    application = Application.objects.create(
        call=call,
        region=region,
        lead=lead,
        language=language,
        created_at=at,
        created_by=actor.email,
        changed_at=at,
    )
    member = Member.objects.create(
        application=application, organisation=lead, is_lead=True, state=Member.State.ACCEPTED, answered_at=at
    )
    member.elements.set(call.elements.all())
    record(
        kind="application.started",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"call": call.slug, "region": region.pk, "lead": lead.name_fi},
    )
    return application


def refuse_start(*, call: Call, region: Region, lead: Organisation, actor: User, at: datetime) -> None:
    """Refuse what `start_application` cannot begin, with the reason."""
    acts_for_lead = lead.pk in actor.organisations_now
    refuse_unless(acts_for_lead, "not_allowed", _("Your role does not allow this."))
    refuse_unless(call.is_open(at), "call_closed", _("The call is not open."))
    refuse_unless(
        region in regions_of(call), "region_not_in_call", _("The county does not take part in this call.")
    )
    standing = Application.objects.live().filter(call=call, region=region, lead=lead)
    refuse_unless(
        not standing.exists(),
        "already_started",
        _("Your organisation already has an application for this county in this call."),
        way_out=_("Continue the application that exists."),
    )


def locked(application_id: int) -> Application:
    """The application with its row locked, so that acts on it follow one another."""
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("call", "lead")
        .get(pk=application_id)
    )


def editable(
    application_id: int, *, act: Act, actor: User, at: datetime, section: str = ""
) -> tuple[Application, frozenset[Role]]:
    """The locked application for somebody who may do `act` to it while it can still be changed; or Refused.

    With `section` also a partner to whom that section was given, and a section that a supplement request unlocked.
    """
    application = locked(application_id)
    roles = require_section(actor, act, application, section) if section else require(actor, act, application)
    refuse_unless(
        application.is_editable(at, section),
        "not_editable",
        _("The application can no longer be changed."),
        way_out=_("What was submitted stands as it is."),
    )
    return application, roles


def next_version(application: Application, key: str, *, seen: int, actor: User, at: datetime) -> Section:
    """Take the section's next version; Refused when somebody saved it after the version that was `seen`."""
    section, _created = Section.objects.get_or_create(application=application, key=key)
    # What was never saved clashes with nothing, whatever the page claims to have seen.
    taken = Section.objects.filter(pk=section.pk, version__in={seen, 0}).update(
        version=F("version") + 1, saved_at=at, saved_by=actor.email
    )
    refuse_unless(
        taken,
        "saved_by_another",
        _("Somebody else saved this section while you were writing."),
        way_out=_("Both texts are shown below. Keep yours or take theirs."),
    )
    section.refresh_from_db()
    return section


def keep_version(section: Section, *, actor: User, at: datetime, by_itself: bool = False) -> None:
    """Keep what the section now says in its history. What saved itself shares a row with the saving before it,
    when the same person wrote that within the hour.
    """
    content = section_content(section.application, section.key)
    newest = section.versions.order_by("-number").first()
    if newest is not None and newest.content == content:
        return
    row = SectionVersion(section=section)
    same_sitting = (
        newest is not None
        and newest.by_itself
        and newest.saved_by == actor.email
        and at - newest.saved_at < SITTING
    )
    if same_sitting:
        row = newest
    row.number, row.content, row.by_itself = section.version, content, by_itself
    row.saved_at, row.saved_by = at, actor.email
    row.save()


def substance_changed(application: Application, *, at: datetime) -> None:
    """Plan or budget changed in substance. A version that was shown to somebody is kept: the next one begins."""
    shown = PlanVersion.objects.filter(application=application, number=application.plan_version).exists()
    if shown:
        application.plan_version += 1
    application.changed_at = at
    application.save(update_fields=["plan_version", "changed_at"])


def show_plan(application: Application, *, at: datetime) -> int:
    """Keep the plan as it stands, because somebody decides on it now; its version's number.

    The caller holds the application's lock.
    """
    PlanVersion.objects.get_or_create(
        application=application,
        number=application.plan_version,
        defaults={"content": plan_content(application), "shown_at": at},
    )
    return application.plan_version


@transaction.atomic
def discard(*, application_id: int, actor: User, at: datetime, note: str = "") -> None:
    """Discard a draft that was never sent; the place becomes free, the partners are told."""
    application = locked(application_id)
    require(actor, Act.DISCARD_DRAFT, application)
    application.move(Event.DISCARD, role=Role.SI, actor=actor, at=at, note=note)
    for member in application.members.standing().filter(is_lead=False).order_by("pk"):
        add(
            kind="mail",
            reference=f"discarded:{member.pk}",
            payload={"template": "discarded", "member": member.pk},
        )
