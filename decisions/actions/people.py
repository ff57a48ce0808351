"""People, their offices and affiliations: the superuser's only acts. Nobody changes the own roles."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.actions.joining import one_account_per_address
from accounts.actions.staffing import end_orphaned, rename_inviter, tell_removed
from accounts.models import Affiliation, Office, Organisation, User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from ledger.actions import record
from ledger.refusal import refuse_unless


@dataclass(frozen=True)
class PersonContent:
    """A person as entered; `affiliations` gives the role by the organisation's id."""

    email: str
    name: str
    language: str
    title_fi: str = ""
    title_sv: str = ""
    is_active: bool = True
    is_superuser: bool = False
    home_municipality_id: str | None = None
    offices: frozenset[str] = frozenset()
    affiliations: dict[int, str] = field(default_factory=dict)


OWN = (
    "email",
    "name",
    "language",
    "title_fi",
    "title_sv",
    "is_active",
    "is_superuser",
    "home_municipality_id",
)


def manager(actor: User) -> None:
    """Refuse whoever does not manage people."""
    refuse_unless(
        may_everywhere(actor, Act.MANAGE_PEOPLE), "not_allowed", _("Your role does not allow this.")
    )


@transaction.atomic
def save_person(*, person_id: int | None, content: PersonContent, actor: User, at: datetime) -> User:
    """Make or change a person with offices and affiliations.

    Refused for the own roles, and where no superuser who may log in would be left.
    """
    manager(actor)
    # Organisations before people, as everywhere; with their locks nobody else takes away a signatory meanwhile.
    concerned = lock_organisations(person_id, content)
    # All superusers are locked, so that two who switch each other off follow one another.
    everyone = (
        User.objects.select_for_update(no_key=True).filter(is_superuser=True, is_active=True).order_by("pk")
    )
    standing = {superuser.pk for superuser in everyone}
    person = User.objects.select_for_update(no_key=True).get(pk=person_id) if person_id else User()
    refuse_unless(
        person.pk != actor.pk or same_roles(person, content),
        "own_roles",
        _("Nobody changes the own roles."),
        way_out=_("Ask another superuser."),
    )
    refuse_unless(
        (content.is_active and content.is_superuser) or standing - {person.pk},
        "last_superuser",
        _("The last superuser stays."),
        way_out=_("Make another superuser first."),
    )
    refuse_roles(person, content)
    address = person.email
    for name in OWN:
        setattr(person, name, getattr(content, name))
    if person.pk is None:
        person.set_unusable_password()
    with one_account_per_address(_("Look for it among the people, or enter another address.")):
        person.save()
    set_roles(person, content, at=at)
    rename_inviter(address, person.email)
    for organisation in concerned:
        end_orphaned(organisation, actor=actor, at=at)
    note_saved(person, content, actor=actor, at=at)
    return person


def lock_organisations(person_id: int | None, content: PersonContent) -> list[Organisation]:
    """Lock what the person acts for now and what it is to act for."""
    held = Affiliation.objects.filter(user=person_id).values("organisation")
    concerned = Organisation.objects.filter(Q(pk__in=content.affiliations) | Q(pk__in=held))
    return list(concerned.select_for_update(no_key=True).order_by("pk"))


def refuse_roles(person: User, content: PersonContent) -> None:
    """Refuse an official who would act for applicants, and taking away the last signatory of an organisation.

    Switching an account off is always possible: then the organisation can be claimed anew by its registry.
    """
    refuse_unless(
        not (content.affiliations and (content.offices or content.is_superuser)),
        "official",
        _("Somebody with an office at the ministry cannot act for an organisation that applies."),
        way_out=_("Take the offices or the organisations away."),
    )
    if not (person.pk and person.is_active and content.is_active):
        return
    signatory = Affiliation.Role.SIGNATORY
    for held in person.affiliations.filter(role=signatory).select_related("organisation").order_by("pk"):
        others = held.organisation.affiliations.filter(role=signatory, user__is_active=True).exclude(
            pk=held.pk
        )
        refuse_unless(
            content.affiliations.get(held.organisation_id) == signatory or others.exists(),
            "last_signatory",
            format_lazy(
                "{name}: {why}",
                name=held.organisation.name,
                why=_("The last signatory of the organisation cannot be removed."),
            ),
            way_out=_("Invite another signatory first. When the invitation has been accepted, this works."),
        )


def note_saved(person: User, content: PersonContent, *, actor: User, at: datetime) -> None:
    """Leave in the ledger what the person may do from now on."""
    own = {name: getattr(content, name) for name in OWN}
    affiliations = {str(key): role for key, role in sorted(content.affiliations.items())}
    data = own | {"offices": sorted(content.offices), "affiliations": affiliations}
    record(kind="person.saved", reference=f"person:{person.pk}", actor=actor, at=at, data=data)


def same_roles(person: User, content: PersonContent) -> bool:
    """Whether everything that gives power stays as it is."""
    affiliations = dict(person.affiliations.order_by("pk").values_list("organisation_id", "role"))
    return (
        person.is_active == content.is_active
        and person.is_superuser == content.is_superuser
        and person.office_roles == content.offices
        and affiliations == content.affiliations
    )


def set_roles(person: User, content: PersonContent, *, at: datetime) -> None:
    """Make offices and affiliations what was entered."""
    person.offices.exclude(role__in=content.offices).delete()
    for role in sorted(content.offices):
        Office.objects.get_or_create(user=person, role=role)
    gone = person.affiliations.exclude(organisation__in=content.affiliations)
    for leaving in gone.order_by("pk"):
        tell_removed(leaving)
    gone.delete()
    for organisation, role in content.affiliations.items():
        Affiliation.objects.update_or_create(
            user=person,
            organisation_id=organisation,
            defaults={"role": role},
            create_defaults={"role": role, "source": Affiliation.Source.ADMINISTRATOR, "since_at": at},
        )


@transaction.atomic
def set_password(*, person_id: int, password: str, actor: User, at: datetime) -> User:
    """Give somebody a new password; it has been judged by the form."""
    manager(actor)
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(kind="person.password_set", reference=f"person:{person.pk}", actor=actor, at=at)
    return person
