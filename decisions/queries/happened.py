"""What has happened to a case meanwhile, for whoever acts on a page that shows it as it was."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from applications.workflow import Event
from decisions.models import Case
from decisions.wording import HAPPENINGS
from ui.formatting import moment


def last_told(application: Application) -> tuple[str | Promise, ...]:
    """The newest step: what, who, when. Empty for a case to which nothing has happened."""
    step = application.steps.order_by("-at", "-pk").first()
    if step is None:
        return ()
    who = User.objects.filter(email=step.actor).values_list("name", flat=True).first() or step.actor
    words = HAPPENINGS.get(Event(step.event), step.event)
    told = format_lazy("{words}: {who}, {when}", words=words, who=who, when=moment(step.at))
    return (format_lazy("{told}. {note}", told=told, note=step.note),) if step.note else (told,)


def whose_now(application: Application) -> str | Promise:
    """Who presents the case now and since when; "" while nobody has taken it up."""
    case = Case.objects.filter(application=application.pk).select_related("presenting_officer").first()
    if case is None:
        return ""
    if case.presenting_officer is None:
        return _("The case is free to take up.")
    return format_lazy(
        _("Presenting officer: {who}, since {at}"), who=case.presenting_officer, at=moment(case.taken_up_at)
    )
