"""Who may present a case, and whom the system suggests to look at being disqualified for it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Office, Organisation, User
from applications.models import Application, Member
from applications.workflow import OVER, State
from decisions.models import Case, CaseFile, Consideration, Disqualification
from pilots.models import Organising


def officers_for(application: Application) -> QuerySet[User]:
    """The presenting officers who may log in and have not stepped aside from the case, by name."""
    office = Office.objects.filter(user=OuterRef("pk"), role=Office.Role.PRESENTING_OFFICER)
    aside = Disqualification.objects.filter(application=application.pk, official=OuterRef("pk"))
    return User.objects.filter(Exists(office), ~Exists(aside), is_active=True).order_by("name", "email")


def is_free(application: Application) -> bool:
    """Whether a case that was taken up has no presenting officer now."""
    free = Case.objects.filter(application=application.pk, presenting_officer=None).exists()
    return free and State(application.state) not in OVER


def own_organisations(user: User) -> QuerySet[Organisation]:
    """The organisations that an official belongs to by home or affiliation.

    The home municipality, the authorities that organise services for it, and whatever the person acts for.
    """
    home = user.home_municipality_id
    through = Organising.objects.filter(municipality=home, partial=False).values("authority")
    mine = Q(affiliations__user=user.pk)
    if home:
        mine |= Q(municipality=home) | Q(authority__in=through)
    return Organisation.objects.filter(mine).distinct()


def suggested(user: User, cases: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
    """Those of the cases in which an own organisation takes part, and that the person has not looked at yet."""
    own = Member.objects.taking_part().filter(
        application=OuterRef("pk"), organisation__in=own_organisations(user).values("pk")
    )
    looked = Consideration.objects.filter(application=OuterRef("pk"), official=user)
    return cases.filter(Exists(own), ~Exists(looked))


def grounds_suggested(user: User, case: CaseFile) -> list[str]:
    """Why the person might be disqualified for this case, in words; [] when there is no ground or it was looked at."""
    if not user.home_municipality_id and not user.every_affiliation:
        return []
    if Consideration.objects.filter(application=case.pk, official=user).exists():
        return []
    members = case.members.taking_part().values("organisation")
    return [why(user, one) for one in related(own_organisations(user).filter(pk__in=members))]


def related(organisations: QuerySet[Organisation]) -> Iterable[Organisation]:
    """With what tells how the person belongs to each."""
    return organisations.select_related("municipality").prefetch_related("affiliations").order_by("name_fi")


def why(user: User, organisation: Organisation) -> str:
    """One ground in words."""
    name = {"name": organisation.name}
    if any(one.user_id == user.pk for one in organisation.affiliations.all()):
        return _("You act for %(name)s, which takes part.") % name
    if organisation.municipality_id and organisation.municipality_id == user.home_municipality_id:
        return _("%(name)s, your own municipality, takes part.") % name
    return _("%(name)s, which organises services for your own municipality, takes part.") % name
