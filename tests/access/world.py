"""One consortium's application in a given state, another's beside it in the same county, and what hangs on both."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.actions.claiming import send_link
from accounts.actions.staffing import invite
from accounts.models import ClaimLink, Invitation, User
from accounts.tokens import digest_of
from applications.actions.consortium import answer_request, list_partners
from applications.actions.drafting import start_application
from applications.actions.leaving import leave
from applications.actions.packages import make_package
from applications.models import Application, Attachment, Member, Submission
from decisions.actions.arrivals import save_outage
from decisions.actions.assigning import declare_disqualified
from decisions.actions.deciding import Proof, decide
from decisions.actions.lettering import make_letter
from decisions.actions.memos import make_memo
from decisions.actions.money import put_forward
from decisions.actions.presenting import present, save_proposal, take_up
from decisions.models import Announcement, AppropriationChange, Handling, Letter, Outage, Scenario, Statement
from outbox.models import Row
from pilots.models import Call
from tests import builders
from tests.access.people import KAUNIAINEN, KERAVA, PORVOO, SIUNTIO, everybody, organisation
from tests.access.table import STATES
from tests.cast import Cast, people
from tests.decisions import stages

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOBODY = 987_654_321
CLAIM, INVITATION = "token-of-a-claim-link", "token-of-an-invitation"
STATEMENT = "token-of-a-statement"
# Test processes share the folders of files and mail.
OURS = f"access-{os.getpid()}"


@dataclass
class World:
    """Everything that an address of the matrix can name."""

    state: str
    cast: Cast
    people: dict[str, User | None]
    own: Application
    other: Application
    change: AppropriationChange
    parked: Row
    outage: Outage
    invitation: Invitation
    handling: Handling
    wave: Announcement
    scenario: Scenario
    letter: Letter | None = None
    sessions: dict[str, str] = field(default_factory=dict)
    # Addresses and what is posted to them: the world stays as it was built, so each is worked out once.
    known: dict[tuple[str, ...], Any] = field(default_factory=dict)
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def client(self, who: str) -> Client:
        """The person's browser, as just after logging in; what went before has left nothing in it.

        There is one for all, since each new one would load the site's middleware again.
        """
        self.browser.cookies.clear()
        user = self.people[who]
        if user is not None:
            if who not in self.sessions:
                self.browser.force_login(user)
                self.sessions[who] = self.browser.cookies[settings.SESSION_COOKIE_NAME].value
                self.browser.cookies.clear()
            self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return self.browser

    def once(self, what: str, read: Callable[[], Any]) -> Any:
        """What has been read of this world; what a request does is taken back, so it stays true."""
        key = ("once", what)
        if key not in self.known:
            self.known[key] = read()
        return self.known[key]

    def member(self, code: str, application: Application | None = None) -> Member:
        """The membership of an organisation, by the municipality's code or the authority's key."""
        members = (application or self.own).members.select_related("organisation")
        key = "organisation__municipality" if code.isdigit() else "organisation__authority"
        return members.get(**{key: code})

    def file(self, application: Application) -> Attachment:
        return application.attachments.get()


def build(state: str) -> World:
    """The world in one of the states of the table; all of it has happened a moment ago."""
    cast, at = people(), timezone.now() - timedelta(minutes=5)
    persons = everybody(cast)
    other = beside(cast, sent=state != "draft", at=at)
    own = builders.complete_draft(cast, at=at)
    attach(own)
    leaving(own, cast, at=at)
    if state != "draft":
        builders.sent(own, cast, at=at)
    asking(own, cast, at=at)
    for member in [*own.members.standing(), other.members.get()]:
        packed(member, cast, at=at)
    change = change_of(cast, own.call)
    scenario = Scenario.objects.create(
        call=own.call, name="Perusta", made_by=cast.presenting_officer, made_at=at, saved_at=at
    )
    world = World(
        state,
        cast,
        persons,
        own,
        other,
        change=change,
        parked=parked(at),
        outage=outage(cast, at=at),
        invitation=links(cast, at=at),
        handling=handled(own.call, cast, at=at),
        wave=announced(own.call, cast, at=at),
        scenario=scenario,
    )
    if state != "draft":
        awaited(own, cast, at=at, token=STATEMENT)
        awaited(other, cast, at=at, token="another")
        declare_disqualified(
            application_id=own.pk, reason="Veljeni on jäsenen palveluksessa.", actor=persons["DQ"], at=at
        )
    if STATES.index(state) >= STATES.index("proposed"):
        handle(world, at=at)
    if state != "draft":
        make_memo(
            call=own.call,
            forum="ministers",
            language="fi",
            meets_on=None,
            actor=cast.presenting_officer,
            at=at,
        )
    own.refresh_from_db()
    assert own.state == state
    leave_mail()
    for who in persons:  # logging in leaves its own trace, so all have done it before anything is looked at
        world.client(who)
    return world


def beside(cast: Cast, *, sent: bool, at: datetime) -> Application:
    """Another consortium's application in the same county, led from Tampere."""
    call = builders.practice()
    other = start_application(
        call=call, region=builders.Region.objects.get(pk=builders.UUSIMAA), lead=cast.tampere, language="fi",
        actor=cast.stranger, at=at,
    )  # fmt: skip
    builders.choose_elements(application_id=other.pk, codes=builders.ELEMENTS, actor=cast.stranger, at=at)
    attach(other)
    if sent:
        other.state, other.case_number = "submitted", "PH/999/2026"
        other.save()
        Submission.objects.create(
            application=other, number=1, snapshot={"asked_eur": "1.00"}, checksum="0" * 64, attestation="-",
            verdict={"share": "64.04", "outcome": "meets"},
            received_at=other.created_at, recorded_at=other.created_at, submitted_by=cast.stranger.email,
        )  # fmt: skip
    return other


def attach(application: Application) -> Attachment:
    """A file of the application."""
    file = Attachment(
        application=application, original_name="ote.pdf", content_type="application/pdf", size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(), uploaded_at=application.created_at, uploaded_by="lead",
    )  # fmt: skip
    file.file.save(f"{OURS}-{application.pk}.pdf", ContentFile(PDF), save=False)
    file.save()
    return file


def leaving(own: Application, cast: Cast, *, at: datetime) -> None:
    """One organisation declines, another joins and leaves."""
    people_of = {code: organisation(code).people.get() for code in (PORVOO, KERAVA)}
    porvoo, kerava = builders.asked(own, cast, organisation(PORVOO), organisation(KERAVA), at=at)
    if porvoo.organisation.municipality_id != PORVOO:
        porvoo, kerava = kerava, porvoo
    answer_request(member_id=porvoo.pk, accept=False, answer_note="", actor=people_of[PORVOO], at=at)
    answer_request(member_id=kerava.pk, accept=True, answer_note="", actor=people_of[KERAVA], at=at)
    leave(member_id=kerava.pk, reason="Emme ehdi.", actor=people_of[KERAVA], at=at)


def asking(own: Application, cast: Cast, *, at: datetime) -> None:
    """One organisation is asked and has not answered, another is on the list and not asked yet."""
    builders.asked(own, cast, organisation(KAUNIAINEN), at=at)
    standing = own.members.filter(state__in=["asked", "accepted"]).values_list("organisation", flat=True)
    wanted = {*standing, organisation(SIUNTIO).pk}
    list_partners(application_id=own.pk, organisation_ids=wanted, actor=cast.lead_signatory, at=at)


def packed(member: Member, cast: Cast, *, at: datetime) -> None:
    """The draft decision of a member's own body, and the plan that it was made from."""
    lead = cast.stranger if member.application.lead == cast.tampere else cast.lead_signatory
    make_package(member_id=member.pk, language="fi", replace_edited=False, actor=lead, at=at)


def awaited(application: Application, cast: Cast, *, at: datetime, token: str) -> Statement:
    """A statement that an outside expert has been asked for; its token is known."""
    return Statement.objects.create(
        application=application, expert_name="Asiantuntija", expert_email=f"{token}@asiantuntija.example",
        question="Onko suunnitelma toteutettavissa?", due_on=at.date() + timedelta(days=10),
        token_hash=digest_of(token), asked_by=cast.presenting_officer, asked_at=at,
    )  # fmt: skip


def change_of(cast: Cast, call: Call) -> AppropriationChange:
    """An appropriation, and a change that waits for a second decision-maker."""
    stages.with_money(cast, call)
    return put_forward(
        call=call, total_eur=Decimal(6_000_000), reserve_eur=Decimal(0), reason="Lisätalousarvio",
        actor=cast.decision_maker, at=builders.in_window(call),
    )  # fmt: skip


def handled(call: Call, cast: Cast, *, at: datetime) -> Handling:
    """An earlier handling of the call."""
    return Handling.objects.create(
        call=call, forum="ministers", on=at.date(), outline_fi="Puollettu.", outline_sv="Förordat.",
        recorded_by=cast.administrator, recorded_at=at,
    )  # fmt: skip


def announced(call: Call, cast: Cast, *, at: datetime) -> Announcement:
    """A wave of results."""
    return Announcement.objects.create(
        call=call, announced_at=at, title_fi="Tulokset", title_sv="Resultat",
        recorded_by=cast.administrator, recorded_at=at,
    )  # fmt: skip


def links(cast: Cast, *, at: datetime) -> Invitation:
    """A claim link of an organisation without people, and an invitation to the lead's; their tokens are known."""
    send_link(organisation_id=organisation(SIUNTIO).pk, actor=cast.administrator, at=at)
    ClaimLink.objects.update(digest=digest_of(CLAIM))
    made = invite(
        organisation_id=cast.keusote.pk, email="kolmas@keusote.example", role="editor", language="fi",
        actor=cast.lead_signatory, at=at - timedelta(hours=1),
    )  # fmt: skip
    Invitation.objects.update(digest=digest_of(INVITATION))
    return made


def outage(cast: Cast, *, at: datetime) -> Outage:
    return save_outage(
        outage_id=None, from_at=at - timedelta(hours=3), until_at=at - timedelta(hours=2), what="Katko.",
        actor=cast.administrator, at=at,
    )  # fmt: skip


def parked(at: datetime) -> Row:
    return Row.objects.create(kind="mail", reference="access", available_at=at, parked_at=at, payload={})


def handle(world: World, *, at: datetime) -> None:
    """Taken up and presented, and where the state says so decided with its letter."""
    own, cast = world.own, world.cast
    officer = cast.presenting_officer
    take_up(application_id=own.pk, actor=officer, at=at)
    save_proposal(application_id=own.pk, content=stages.content(), actor=officer, at=at)
    present(application_id=own.pk, actor=officer, at=at)
    if world.state == "decided":
        proof = Proof("password", at + timedelta(minutes=1))
        decision = decide(
            application_id=own.pk, proof=proof, seen=stages.seen(own), actor=cast.decision_maker, at=proof.at
        )
        world.letter = make_letter(decision_id=decision.pk)


def leave_mail() -> None:
    """A message in the practice mail."""
    folder = Path(settings.EMAIL_FILE_PATH)
    folder.mkdir(parents=True, exist_ok=True)
    line = "-" * 79
    text = f"Subject: Kutsu\nTo: kirjaamo@helsinki.example\n\nTervetuloa.\n{line}\n"
    (folder / f"{OURS}.log").write_text(text, encoding="utf-8")


def clear_away() -> None:
    """What the transaction does not take back."""
    (Path(settings.EMAIL_FILE_PATH) / f"{OURS}.log").unlink(missing_ok=True)
    for path in Path(settings.MEDIA_ROOT).glob(f"attachments/**/{OURS}-*"):
        path.unlink()


def today() -> str:
    """The day in Helsinki as people write it."""
    on = timezone.localdate()
    return f"{on.day}.{on.month}.{on.year}"
