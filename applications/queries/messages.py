"""Which messages of a case wait for a reader."""

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from applications.models import Application, Message


def unread(side: Message.Side) -> QuerySet[Message]:
    """What `side` has written and nobody of the other side has read."""
    return Message.objects.filter(side=side, reading=None)


def unread_of_each(side: Message.Side) -> Coalesce:
    """For a query over applications: how many messages of `side` wait in each."""
    waiting = unread(side).filter(application=OuterRef("pk")).order_by().values("application")
    counted = waiting.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def messages_of(application: Application) -> QuerySet[Message]:
    """The exchange, newest first, each with when it was read."""
    return application.messages.annotate(read_at=F("reading__read_at")).order_by("-sent_at", "-pk")
