"""Whom a decision concerns: the lead and every member by whose decision the consortium counted."""

from django.db.models import Q, QuerySet

from accounts.models import Organisation
from applications.models import Application, Member


def recipients_of(application: Application) -> QuerySet[Organisation]:
    """The organisations that get the letter, by name: those of the submission that was decided on.

    The draft may have changed since, and a member may have left: each was a party to what was sent.
    """
    submission = application.submissions.order_by("-number").first()
    ids = [member["organisation"] for member in submission.snapshot["members"]]
    return Organisation.objects.filter(pk__in=ids).order_by("name_fi", "pk")


def parties_of(application: Application) -> QuerySet[Organisation]:
    """The recipients that still take part: the lead, and the members that have not left."""
    standing = application.members.filter(state=Member.State.ACCEPTED).values("organisation")
    still = Q(pk=application.lead_id) | Q(pk__in=standing)
    return recipients_of(application).filter(still)
