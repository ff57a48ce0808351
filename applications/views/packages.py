"""The pages of the board package: make it, edit its text, take it as PDF or Word."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.actions.packages import PackageText, make_package, save_package, stamp_of
from applications.exports.board_document import Written, board_pdf
from applications.exports.board_docx import board_docx
from applications.exports.board_text import board_text
from applications.exports.wording import LANGUAGES
from applications.forms.packages import MakeForm, PackageForm
from applications.models import Application, BoardPackage, Member
from applications.queries.access import prepares_for, works_for
from applications.views.consortium import own_member
from applications.views.gate import status_of, with_application
from applications.views.section_page import crumbs_of_members
from ledger.refusal import Refused
from ui.differences import SAME, Piece, word_differences

MOST_LINES = 3
TEXTS = ("matter", "proposal", "grounds")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
View = Callable[..., HttpResponse]


def with_member(view: View) -> View:
    """Hand the view a member for whose body this person prepares, else 403; 404 for one of another application."""

    @with_application
    @wraps(view)
    def guarded(request: HttpRequest, application: Application, member_id: int, **more: str) -> HttpResponse:
        member = own_member(application, member_id)
        if not prepares_for(request.user, member):
            raise PermissionDenied
        if member.state not in Member.STANDING:
            raise Http404
        return view(request, application, member, **more)

    return guarded


@with_member
def package(request: HttpRequest, application: Application, member: Member) -> HttpResponse:
    """What has been made; one press makes it, or makes it again."""
    packages = list(member.packages.order_by("language"))
    form = make_form(request, member, packages)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = make_package(
                member_id=member.pk,
                language=form.cleaned_data["language"],
                replace_edited=form.cleaned_data.get("replace_edited", False),
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused if refused.code != "edited" else None
            if refusal is None:
                form.add_error("replace_edited", f"{refused.message} {refused.way_out}")
        else:
            messages.success(request, _("The package was made. Read the text and edit it as you wish."))
            return redirect(text_address(made))
    context = {
        **frame(request, application, member),
        "packages": [(one, text_address(one), lost_in(one)) for one in packages],
        "form": form if application.is_editable(request.arrived_at) else None,
        "refusal": refusal,
    }
    valid = request.method != "POST" or form.is_valid()
    return render(request, "applications/package.html", context, status=status_of(refusal, valid=valid))


def make_form(request: HttpRequest, member: Member, packages: list[BoardPackage]) -> MakeForm:
    return MakeForm(
        request.POST if request.method == "POST" else None,
        initial={"language": member.organisation.language},
        edited=any(one.edited_at for one in packages),
        again=bool(packages),
    )


def lost_in(package: BoardPackage) -> list[tuple[str, list[Piece]]]:
    """What people wrote into a package, part by part: making it again would lose it."""
    if package.edited_at is None:
        return []
    made = board_text(package.figures, package.language)
    labels = PackageForm.base_fields
    return [
        (str(labels[name].label), near_changes(word_differences(getattr(made, name), getattr(package, name))))
        for name in TEXTS
        if getattr(made, name) != getattr(package, name)
    ]


def near_changes(pieces: list[Piece]) -> list[Piece]:
    """Of what stayed the same only the lines beside a change, so that the change is not looked for."""
    found = []
    for place, piece in enumerate(pieces):
        lines = piece.text.split("\n")
        if piece.kind == SAME and len(lines) > MOST_LINES:
            before = [lines[0]] if place else []
            after = [lines[-1]] if place < len(pieces) - 1 else []
            found.append(Piece(SAME, "\n".join([*before, "…", *after])))
        else:
            found.append(piece)
    return found


@with_member
def package_text(
    request: HttpRequest, application: Application, member: Member, language: str
) -> HttpResponse:
    """The text, to be edited; a text that somebody else saved meanwhile is shown beside the typed one."""
    made = package_in(member, language)
    initial = {name: getattr(made, name) for name in TEXTS} | {"seen": stamp_of(made)}
    data = request.POST if request.method == "POST" else None
    form = PackageForm(data, initial=initial, language=language)
    refusal = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("seen")
        try:
            save_package(
                package_id=made.pk,
                text=PackageText(**given),
                seen=seen,
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, form = refused, typed_again(form, made)
        else:
            messages.success(request, _("The text was saved."))
            return redirect(text_address(made))
    editable = application.is_editable(request.arrived_at)
    context = {
        **frame(request, application, member),
        "package": made,
        "form": form if editable else None,
        "theirs": theirs(form, made) if refusal and refusal.code == "saved_by_another" else [],
        "refusal": refusal,
    }
    valid = request.method != "POST" or form.is_valid()
    return render(request, "applications/package_text.html", context, status=status_of(refusal, valid=valid))


def typed_again(form: PackageForm, stored: BoardPackage) -> PackageForm:
    """What was typed, now based on the text that is stored: the next saving is a choice."""
    return PackageForm(form.data.dict() | {"seen": stamp_of(stored)}, language=stored.language)


def theirs(form: PackageForm, stored: BoardPackage) -> list[tuple[str, list[Piece]]]:
    """Where the stored text differs from the typed one."""
    typed = {name: form.data.get(name, "").replace("\r\n", "\n").strip() for name in TEXTS}
    return [
        (str(form.fields[name].label), word_differences(typed[name], getattr(stored, name)))
        for name in TEXTS
        if typed[name] != getattr(stored, name)
    ]


def frame(request: HttpRequest, application: Application, member: Member) -> dict[str, object]:
    """What both pages say."""
    return {
        "application": application,
        "member": member,
        "own": works_for(request.user, member),
        "crumbs": crumbs_of_members(application),
    }


def package_in(member: Member, language: str) -> BoardPackage:
    """The package in a language; Http404 until it has been made."""
    found = (
        member.packages.filter(language=language).order_by("pk").first() if language in LANGUAGES else None
    )
    if found is None:
        raise Http404
    return found


def text_address(package: BoardPackage) -> str:
    return reverse(
        "applications:package-text",
        args=[package.member.application_id, package.member_id, package.language],
    )


def written(package: BoardPackage) -> Written:
    """The package as its documents want it."""
    texts = {name: getattr(package, name) for name in TEXTS}
    return Written(package.language, facts=package.figures, edited_at=package.edited_at, **texts)


@with_member
def package_pdf(
    _request: HttpRequest, application: Application, member: Member, language: str
) -> HttpResponse:
    """The draft decision as PDF."""
    content = board_pdf(written(package_in(member, language)))
    return download(content, "application/pdf", f"{name_of(application, member, language)}.pdf")


@with_member
def package_docx(
    _request: HttpRequest, application: Application, member: Member, language: str
) -> HttpResponse:
    """The draft decision for Word."""
    content = board_docx(written(package_in(member, language)))
    return download(content, WORD, f"{name_of(application, member, language)}.docx")


def name_of(application: Application, member: Member, language: str) -> str:
    """The name of a file: plain letters, so that every system takes it."""
    return f"board-{application.pk}-{member.pk}-{language}"


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
