"""The board package: the draft decision for a member's own body, made by one press and then edited freely."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.consortium import member_of, note
from applications.actions.drafting import editable, show_plan
from applications.exports.board_text import board_text
from applications.models import BoardPackage, Member
from applications.queries.access import prepares_for
from applications.queries.package_facts import package_facts
from ledger.refusal import refuse_unless


@dataclass(frozen=True)
class PackageText:
    """What people write of a package: the matter, the proposal and the grounds."""

    matter: str
    proposal: str
    grounds: str


@transaction.atomic
def make_package(
    *, member_id: int, language: str, replace_edited: bool, actor: User, at: datetime
) -> BoardPackage:
    """Make the draft decision in "fi" or "sv" from the plan as it stands; that version is kept as shown.

    A package that people have edited is replaced only with `replace_edited`; Refused (edited) otherwise.
    """
    member, application = member_of(member_id)
    editable(application.pk, act=Act.MAKE_PACKAGE, actor=actor, at=at)
    refuse_unless(prepares_for(actor, member), "not_allowed", _("Your role does not allow this."))
    refuse_unless(
        member.state in Member.STANDING,
        "not_asked",
        _("A board package is made for a member that has been asked or takes part."),
    )
    package = member.packages.filter(language=language).order_by("pk").first()
    refuse_unless(
        package is None or package.edited_at is None or replace_edited,
        "edited",
        _("The text has been edited. Making it again would lose the edits."),
        way_out=_("Look at what would be lost, tick the confirmation and press again."),
    )
    package = package or BoardPackage(member=member, language=language)
    facts = package_facts(application, member, at=at)
    text = board_text(facts, language)
    package.matter, package.proposal, package.grounds = text.matter, text.proposal, text.grounds
    package.figures, package.plan_version = facts, show_plan(application, at=at)
    package.made_at, package.made_by = at, actor.email
    package.edited_at, package.edited_by = None, ""
    package.save()
    member.package_version = package.plan_version
    member.save(update_fields=["package_version"])
    note(member, "package.made", actor=actor, at=at)
    return package


@transaction.atomic
def save_package(*, package_id: int, text: PackageText, seen: str, actor: User, at: datetime) -> BoardPackage:
    """Save the edited text. `seen` is the stamp of the text that was edited; Refused when it has changed since."""
    member, application = member_of(BoardPackage.objects.only("member_id").get(pk=package_id).member_id)
    editable(application.pk, act=Act.MAKE_PACKAGE, actor=actor, at=at)
    refuse_unless(prepares_for(actor, member), "not_allowed", _("Your role does not allow this."))
    package = BoardPackage.objects.get(pk=package_id)
    before = (package.matter, package.proposal, package.grounds)
    after = (text.matter, text.proposal, text.grounds)
    if before == after:
        return package
    refuse_unless(
        stamp_of(package) == seen,
        "saved_by_another",
        _("Somebody else saved this text while you were writing."),
        way_out=_("Both texts are shown below. Bring them together and save again."),
    )
    package.matter, package.proposal, package.grounds = after
    package.edited_at, package.edited_by = at, actor.email
    package.save()
    note(member, "package.edited", actor=actor, at=at)
    return package


def stamp_of(package: BoardPackage) -> str:
    """Tells one text of a package from every other."""
    text = f"{package.matter}\0{package.proposal}\0{package.grounds}"
    return hashlib.sha256(text.encode()).hexdigest()
