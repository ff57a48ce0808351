"""The address of each route in a world, and what a person would send there to make something happen."""

from typing import Any

from django.urls import reverse

from applications.actions.packages import stamp_of
from applications.models import Application, Section
from decisions.models import Decision, Scenario, Statement
from tests.access.people import KAUNIAINEN, KERAVA, PORVOO, SIUNTIO, organisation
from tests.access.rounds import of_round, sent_to_round
from tests.access.table import OF_ORGANISATION
from tests.access.world import CLAIM, INVITATION, NOBODY, OURS, STATEMENT, World, today
from tests.builders import ELEMENTS
from tests.cast import PASSWORD

# Whose membership a person's address names; the others name Helsinki's.
OWN_ORGANISATION = {
    "ED": "keusote",
    "SI": "keusote",
    "IE": KAUNIAINEN,
    "IS": KAUNIAINEN,
    "DE": PORVOO,
    "LE": KERAVA,
}
HELSINKI = "091"
CALL_ROUTES = (
    "call", "call-copy", "call-details", "call-preview", "call-publish", "call-take-back", "call-postpone",
)  # fmt: skip
ACCOUNT = {"name": "Uusi Ihminen", "password": "pitka-ja-oma-salasana-7", "language": "fi"}
OF_ANOTHER = {
    "release": HELSINKI,
    "member-elements": HELSINKI,
    "acknowledge": HELSINKI,
    "withdraw-record": HELSINKI,
    "withdraw-request": KAUNIAINEN,
}
MEMBER_ROUTES = {
    "withdraw-request", "release", "leave", "member-elements", "decision", "confirm-decision", "answer-record",
    "reconfirm", "acknowledge", "meeting", "withdraw-record", "package", "package-text", "package-pdf",
    "package-docx", "leave-elements",
}  # fmt: skip

OUTAGE = {"from_at": "1.3.2018 15.00", "until_at": "1.3.2018 17.00", "what": "Palvelu ei avautunut."}


PARTY_ROUTES = {"decisions:letter", "decisions:letter-pdf", "decisions:hearing", "decisions:renounce"}


def address(world: World, route: str, who: str = "AN", *, at: str = "own") -> str:
    """`at` is own, other (another consortium's) or nobody (ids that do not exist)."""
    key = (route, who, at)
    if key not in world.known:
        world.known[key] = reverse(route, kwargs=ids(world, route, who, at=at))
    return world.known[key]


def ids(world: World, route: str, who: str, *, at: str) -> dict[str, Any]:
    """The parts of an address."""
    room, _colon, name = route.rpartition(":")
    application = {"own": world.own, "other": world.other}.get(at)
    if room == "applications" or route in PARTY_ROUTES:
        return of_application(world, name, who, application)
    if room == "admin":
        return of_desk(world, name, application)
    if route in OF_ORGANISATION:
        return of_organisation(world, name, at)
    return {
        "accounts:claim-link": {"token": CLAIM},
        "accounts:invitation": {"token": INVITATION},
        "pilots:call": {"slug": "practice"},
        "decisions:verify": {"code": code_of(world)},
        "decisions:statement": {"token": STATEMENT},
        "practice-mail-message": {"file": OURS, "number": 0},
    }.get(route, {})


def of_organisation(world: World, name: str, at: str) -> dict[str, Any]:
    """Own is the lead's organisation, other that of somebody without any part in the application."""
    ours = {"own": world.cast.keusote, "other": world.cast.tampere}.get(at)
    found = {"pk": ours.pk if ours else NOBODY}
    if name == "remove-person":
        found["person"] = ours.affiliations.order_by("pk").first().pk if ours else NOBODY
    if name.startswith("invite-"):
        found["invitation"] = world.invitation.pk if at == "own" else NOBODY
    return found


def code_of(world: World) -> str:
    decision = Decision.objects.filter(application=world.own).first()
    return decision.verify_code if decision else "2222-2222-2222"


def of_application(world: World, name: str, who: str, application: Application | None) -> dict[str, Any]:
    if name in {"start", "new", "carry"}:
        return {}
    found: dict[str, Any] = {"pk": application.pk if application else NOBODY}
    if name in MEMBER_ROUTES:
        found["member_id"] = member_of(world, name, who, application)
    more = {
        "element": {"code": ELEMENTS[0]},
        "presence": {"key": "plan"},
        "give-section": {"key": "plan"},
        "section-history": {"key": "plan"},
        "receipt": {"number": 1},
        "receipt-pdf": {"number": 1},
        "version": {"number": 1},
        "letter-pdf": {"version": 1},
        "hearing": {"hearing_id": NOBODY},
        "package-text": {"language": "fi"},
        "package-pdf": {"language": "fi"},
        "package-docx": {"language": "fi"},
        "plan-version-pdf": {"number": 1},
        "plan-differences": {"first": 1, "second": 1},
    }
    if name in {"attachment", "delete-attachment", "describe-attachment"}:
        found["attachment_id"] = world.file(application).pk if application else NOBODY
    return found | more.get(name, {})


def member_of(world: World, name: str, who: str, application: Application | None) -> int:
    """The person's own membership where the page is about that, another's where it is about another's."""
    if application is None:
        return NOBODY
    if application == world.other:
        return application.members.get().pk
    return world.member(OF_ANOTHER.get(name) or OWN_ORGANISATION.get(who, HELSINKI)).pk


# Pages of a case that follow its decision.
AFTER_DECISION = {
    "condition", "re-examination", "re-examination-hear", "re-examination-outcome", "renounced", "case-register",
    "register-service", "register-claim",
}  # fmt: skip


def of_desk(world: World, name: str, application: Application | None) -> dict[str, Any]:
    pk = application.pk if application else NOBODY
    cases = {
        "case", "draft-letter", "take-up", "proposal", "step-aside", "send-back", "decide", "messages", "supplement",
        "supplement-end", "review", "review-without", "statements",
        "consider", "assign", "screening", "grounds-ruling", "arrival",
    }  # fmt: skip
    if name in cases | AFTER_DECISION:
        return {"pk": pk}
    here = application is not None
    keusote = world.cast.keusote.pk if here else NOBODY
    return {
        "case-version": {"pk": pk, "number": 1},
        "case-differences": {"pk": pk, "first": 1, "second": 1},
        "case-notes": {"pk": pk},
        "statement-withdraw": {"pk": pk, "statement": statement_of(application)},
        "statement-again": {"pk": pk, "statement": statement_of(application)},
        "case-attachment": {"pk": pk, "attachment": world.file(application).pk if here else NOBODY},
        **{one: {"slug": world.own.call.slug if here else "no-such-call"} for one in CALL_ROUTES},
        "call-list": {"slug": world.own.call.slug if here else "no-such-call", "part": "contacts"},
        # Of the officials; an administrator has the half of the organisations.
        **{f"access-{one}": {"about": "officials"} for one in ("list", "begin", "mark", "export")},
        "rule": {"name": "coverage-2018" if here else "no-such-rule"},
        "claim-prepare": {"pk": pk, "claim": NOBODY},
        "claim-late": {"pk": pk, "claim": NOBODY},
        "round-conditions": {"slug": world.own.call.slug if here else "no-such-call"},
        "round-conditions-sign": {"slug": world.own.call.slug if here else "no-such-call"},
        **of_round(world, here=here),
        **scenario_addresses(
            world.scenario if here else None, world.own.call.slug if here else "no-such-call"
        ),
        "money-change": {"slug": world.own.call.slug if here else "no-such-call"},
        "money-confirm": {"pk": world.change.pk if here else NOBODY},
        "organisation": {"pk": keusote},
        "organisation-person": {"pk": keusote},
        "organisation-link": {"pk": keusote},
        "organisation-remove": {
            "pk": keusote,
            "person": world.cast.lead_editor.affiliations.get().pk if here else NOBODY,
        },
        "letter": {"pk": world.letter.pk if here and world.letter else NOBODY},
        "outage": {"pk": world.outage.pk if here else NOBODY},
        "requeue": {"pk": world.parked.pk if here else NOBODY},
        "person": {"pk": world.cast.partner_editor.pk if here else NOBODY},
        "person-password": {"pk": world.cast.stranger.pk if here else NOBODY},
    }.get(name, {})


def scenario_addresses(scenario: Scenario | None, slug: str) -> dict[str, dict[str, Any]]:
    """The pages of a call's scenarios, and those of one of them."""
    one = {"slug": slug, "pk": scenario.pk if scenario else NOBODY}
    return {
        **{name: {"slug": slug} for name in ("scenarios", "scenarios-compare", "scenarios-scores")},
        **dict.fromkeys(("scenario", "scenario-name", "scenario-base", "scenario-delete"), one),
    }


def statement_of(application: Application | None) -> int:
    """The request for a statement that hangs on a case."""
    found = Statement.objects.filter(application=application).first() if application else None
    return found.pk if found else NOBODY


def sent(world: World, route: str, who: str) -> dict[str, Any]:
    """What to post, right in every field, so that only the permission can stand in the way."""
    key = ("sent", route, who)
    if key not in world.known:
        world.known[key] = given(world, route, who)
    return dict(world.known[key])


def given(world: World, route: str, who: str) -> dict[str, Any]:
    """The fields by the name of the route."""
    name = route.rpartition(":")[2]
    call = world.own.call
    common = {
        "answer-record": {"right": "yes"},
        "discard": {"confirmed": "on"},
        "leave": {"reason": "Emme ehdi."},
        "leave-elements": {"elements": [ELEMENTS[0]], "confirmed": "on"},
        "messages": {"text": "Milloin asia ratkaistaan?"},
        "supplement": {"answer": "Vastaus."},
        "send-supplement": {"attested": "on"},
        "describe-attachment": {"description": "Muutettu"},
        "supplement-end": {"note": "Jatketaan."},
    }
    texts = {
        "plan": {"title": "Muutettu otsikko", **seen(world, "plan")},
        "section-history": {"number": 1, **seen(world, "plan")},
        "elements": {"elements": ["sote-centre", *ELEMENTS], **seen(world, "elements")},
        "element": {"description": "Muutettu", **seen(world, f"element:{ELEMENTS[0]}")},
        "grounds": {"special_grounds": "Muutettu", **seen(world, "grounds")},
        "give-section": {"member": member_pk(world, HELSINKI)},
        "submit": {"attested": "on", "lapse_unanswered": "on"},
        "withdraw": {"reason": "Perumme.", "confirmed": "on"},
        "members": {"organisation": []},
        "send-requests": {
            "organisation": organisation_pk(world, SIUNTIO),
            "message": "Tule.",
            "reply_by_on": "",
            "confirmed": "1",
        },
        "draft-requests": {
            "organisation": organisation_pk(world, SIUNTIO),
            "message": "Tulkaa mukaan.",
            "reply_by_on": "",
        },
        "ask": {
            "organisation": organisation_pk(world, SIUNTIO),
            "message": "Tule.",
            "reply_by_on": "",
            "confirmed": "1",
        },
        "remind": {"member": member_pk(world, KAUNIAINEN)},
        "meeting": {"body": "Kunnanhallitus", "meets_on": today()},
        "package": {"language": "sv"},
        "package-text": {
            "matter": "Asia",
            "proposal": "Päätetään.",
            "grounds": "Syy.",
            "seen": stamp(world, who),
        },
        "member-elements": {"elements": [ELEMENTS[0]]},
        "request": {"answer": "accept", "note": ""},
        "decision": {"body": "Valtuusto", "decided_on": today(), "result": "approved"},
    }
    desk = sent_to_round(world, today(), presented(world)) | {
        "review": {"comment": "Luonnos."},
        "statements": {
            "expert_name": "Asiantuntija",
            "expert_email": "uusi@asiantuntija.example",
            "language": "fi",
            "question": "Onko suunnitelma toteutettavissa?",
            "due_on": "31.12.2090",
        },
        "scenarios": {"name": "Toinen", "start": "nothing"},
        "scenario": {"seen": world.scenario.saved_at.isoformat()},
        "scenario-name": {"name": "Uusi nimi"},
        "scenario-base": {"seen": world.scenario.saved_at.isoformat()},
        "step-aside": {"reason": "Jäävi."},
        "consider": {"why": "Asun vain kunnassa."},
        "assign": {"to": world.people["PX"].pk, "reason": "Loma."},
        "screening": {"result-applicant": "holds"},
        "grounds-ruling": {"ruling": "yes", "reason": "Saaristo.", "seen": 1},
        "outage": OUTAGE,
        "outage-new": OUTAGE,
        "arrival": {"ruling": "examined", "reason": "Katko."},
        "send-back": {"note": "Perusteita lisää.", "seen": presented(world)},
        "proposal": {"resolution": "elements", "purpose": "Muutettu"},
        "case-notes": {"note_text": "Soitettu hallinnoijalle."},
        "case-views": {"name": "Omat", "query": "state=proposed"},
        "decide": {"password": PASSWORD, "seen": presented(world)},
        "letters-export": {"all": "all"},
        "money-change": {"total_eur": "7000000", "reserve_eur": "0", "reason": "Lisää"},
        "person-new": person_fields("uusi@stm.example"),
        "person": person_fields(world.cast.partner_editor.email),
        "person-password": {"password": "uusi-pitka-salasana-1"},
    }
    desk |= {
        "call-copy": {
            "slug": "uusi-haku", "name_fi": "Haku", "name_sv": "Utlysning", "name_en": "Call",
            "opens_at": "1.2.2031 12.00", "closes_at": "1.3.2031 16.15",
        },
        "call-list": {"rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0},
        "access-mark": {"round": 1, "person": world.cast.reviewer.pk, "finding": "stays"},
        "rule-new": {"name": "uusi-saanto", "full": 80, "lower": 70, "floor": 50, "least_municipalities": 2},
    }  # fmt: skip
    people = {
        "claim": {"organisation": organisation_pk(world, SIUNTIO)},
        "claim-link": ACCOUNT | {"email": "uusi@siuntio.example"},
        "invitation": ACCOUNT | {"confirmed": "on"},
        "acting": {"organisation": lead_of(world, who)},
        "profile": {"name": "Uusi Nimi", "language": "sv", "home_municipality": ""},
        "password": {"present": PASSWORD, "password": "uusi-pitka-salasana-1"},
        "invite": {"email": "kutsuttu@keusote.example", "role": "editor", "language": "fi"},
        "consent": {"given": "yes"},
        "organisation": {"registry_email": "uusi.kirjaamo@keusote.example", "language": "fi"},
        "organisation-person": {
            "email": "toinen@keusote.example", "name": "Toinen", "role": "editor", "language": "fi",
        },
    }  # fmt: skip
    if name == "budget":
        return budget(world, who)
    if name == "shares":
        own = "keusote" if who in {"ED", "SI"} else HELSINKI
        return {f"share-{world.member(own).pk}": "12,50", **seen(world, "shares")}
    if name == "new":
        return {"call": call.slug, "region": "06", "lead": lead_of(world, who), "language": "fi"}
    return (common | texts | desk | people).get(name, {})


def seen(world: World, key: str) -> dict[str, int]:
    """The version of the section as it stands."""
    rows = Section.objects.filter(application=world.own)
    versions = world.once("sections", lambda: dict(rows.values_list("key", "version")))
    return {"seen": versions.get(key, 0)}


def member_pk(world: World, code: str) -> int:
    return world.once(f"member {code}", lambda: world.member(code).pk)


def organisation_pk(world: World, code: str) -> int:
    return world.once(f"organisation {code}", lambda: organisation(code).pk)


def stamp(world: World, who: str) -> str:
    """The stamp of the text that the person's page shows."""
    code = OWN_ORGANISATION.get(who, HELSINKI)

    def read() -> str:
        made = world.member(code).packages.filter(language="fi").first()
        return stamp_of(made) if made else ""

    return world.once(f"stamp {code}", read)


def lead_of(world: World, who: str) -> int | str:
    """The organisation of the person."""

    def read() -> int | str:
        user = world.people[who]
        mine = user.affiliations.first() if user else None
        return mine.organisation_id if mine else ""

    return world.once(f"lead {who}", read)


def budget(world: World, who: str) -> dict[str, Any]:
    """One new line; of the own organisation for whoever is not the lead."""
    owner = "" if who in {"ED", "SI"} else lead_of(world, who)
    line = {
        "category": "personnel", "year": world.own.call.budget_years[0], "element": ELEMENTS[0],
        "organisation": owner, "asked_eur": "5,00", "self_financing_eur": "", "note": "",
    }  # fmt: skip
    return {
        "lines-TOTAL_FORMS": 1,
        "lines-INITIAL_FORMS": 0,
        **{f"lines-0-{name}": value for name, value in line.items()},
        **seen(world, "budget"),
    }


def person_fields(email: str) -> dict[str, Any]:
    return {
        "email": email, "name": "Joku", "language": "fi", "is_active": "on", "offices": ["decision_maker"],
        "home_municipality": "",
        "affiliations-TOTAL_FORMS": 0, "affiliations-INITIAL_FORMS": 0,
    }  # fmt: skip


def presented(world: World) -> str:
    """When the own case's proposal was presented, as the decision-maker's page carries it."""
    waiting = world.own.proposals.filter(state="presented")
    moments = world.once("presented", lambda: list(waiting.values_list("presented_at", flat=True)))
    return moments[0].isoformat() if moments else ""
