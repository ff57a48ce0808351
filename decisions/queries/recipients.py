"""Whom a decision concerns: the lead and every member by whose decision the consortium counted."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation
from applications.models import Application, Member, MemberDecision


def recipients_of(application: Application) -> QuerySet[Organisation]:
    """The organisations that get the letter: the lead first, the others by name."""
    counted = MemberDecision.objects.counted().filter(member=OuterRef("pk"))
    members = Member.objects.taking_part().filter(Q(is_lead=True) | Exists(counted), application=application)
    return Organisation.objects.filter(memberships__in=members).order_by(
        "-memberships__is_lead", "name_fi", "pk"
    )
