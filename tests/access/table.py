"""Who may do what, written by hand from the requirements, route by route; nothing here is read from the code.

A row is: route, method, the state from which it can be done, and who may. Codes of people:
AN nobody logged in · ED SI editor, signatory of the lead · PE PS the same of a partner · IE IS the same of an
organisation that was asked and has not answered · DE signatory of one that declined · LE of one that has left ·
ST of one that was never asked · RV reviewer · PO the case's presenting officer · PX another presenting officer ·
DM decision-maker · DQ a decision-maker disqualified for the case · AD administrator · AU auditor · SU superuser.
ALL is everybody, IN is everybody who is logged in, OFF the officials, STAFF whoever acts for an organisation.
"""

from dataclasses import dataclass

from tests.access.after_decision import AFTER_DECISION, CASE_PAGES

GROUPS = {
    "ALL": "AN ED SI PE PS IE IS DE LE ST RV PO PX DM DQ AD AU SU",
    "LOGGED": "ED SI PE PS IE IS DE LE ST RV PO PX DM DQ AD AU SU",
    "STAFF": "ED SI PE PS IE IS DE LE ST",
    "OWN": "ED SI PE PS",
    "SEES": "ED SI PE PS IE IS",
    "OFF": "RV PO PX DM DQ AD AU",
    "READS": "RV PO PX DM AD AU",
}
STATES = ("draft", "submitted", "proposed", "decided")

TABLE = """
health-live                    GET   draft      ALL
health-ready                   GET   draft      ALL
pilots:front                   GET   draft      ALL
pilots:call                    GET   draft      ALL
pilots:calculator              GET   draft      ALL
pilots:accessibility           GET   draft      ALL
practice-mail                  GET   draft      ALL
practice-mail-message          GET   draft      ALL
decisions:verify               GET   decided    ALL
decisions:statement            GET   draft      ALL
decisions:statement            POST  draft      ALL
accounts:login                 GET   draft      ALL
accounts:login                 POST  draft      ALL
accounts:logout                POST  draft      ALL
accounts:mandate               GET   draft      ALL
accounts:mandate-back          GET   draft      ALL
accounts:claim                 GET   draft      ALL
accounts:claim                 POST  draft      ALL
accounts:claim-link            GET   draft      ALL
accounts:claim-link            POST  draft      ALL
accounts:invitation            GET   draft      ALL
accounts:invitation            POST  draft      ALL
accounts:acting                GET   draft      LOGGED
accounts:acting                POST  draft      LOGGED
accounts:profile               GET   draft      LOGGED
accounts:profile               POST  draft      LOGGED
accounts:password              GET   draft      LOGGED
accounts:password              POST  draft      LOGGED
accounts:organisation          GET   draft      ED SI
accounts:invite                POST  draft      SI
accounts:invite-again          POST  draft      SI
accounts:invite-withdraw       POST  draft      SI
accounts:remove-person         GET   draft      SI
accounts:remove-person         POST  draft      SI
accounts:consent               POST  draft      SI
applications:start             GET   draft      LOGGED
applications:new               GET   draft      STAFF
applications:new               POST  draft      STAFF
applications:carry             GET   draft      STAFF
applications:carry             POST  draft      STAFF
applications:carried           GET   draft      SEES
applications:carried           POST  draft      ED SI
applications:overview          GET   draft      SEES
applications:plan              GET   draft      SEES
applications:plan              POST  draft      ED SI
applications:elements          GET   draft      SEES
applications:elements          POST  draft      ED SI
applications:element           GET   draft      SEES
applications:element           POST  draft      ED SI
applications:budget            GET   draft      SEES
applications:budget            POST  draft      OWN
applications:shares            GET   draft      SEES
applications:shares            POST  draft      OWN
applications:give-section      POST  draft      ED SI
applications:grounds           GET   draft      SEES
applications:grounds           POST  draft      ED SI
applications:presence          POST  draft      ED SI
applications:history           GET   draft      OWN
applications:section-history   GET   draft      OWN
applications:section-history   POST  draft      ED SI
applications:submit            GET   draft      SEES
applications:submit            POST  draft      SI
applications:receipt           GET   submitted  OWN
applications:receipt-pdf       GET   submitted  OWN
applications:version           GET   submitted  OWN
applications:events            GET   draft      SEES
applications:messages          GET   draft      OWN
applications:messages          POST  draft      OWN
applications:supplement        GET   draft      OWN
applications:supplement        POST  draft      OWN
applications:send-supplement   POST  draft      SI
applications:leave-elements    GET   draft      PS
applications:leave-elements    POST  draft      PS
applications:withdraw          GET   draft      SI
applications:withdraw          POST  draft      SI
applications:discard           GET   draft      SI
applications:discard           POST  draft      SI
applications:members           GET   draft      SEES
applications:members           POST  draft      ED SI
applications:meter             GET   draft      SEES
applications:send-requests     POST  draft      SI
applications:draft-requests    POST  draft      ED SI
applications:ask               GET   draft      SI
applications:ask               POST  draft      SI
applications:remind            POST  draft      SI
applications:meeting           GET   draft      SEES
applications:meeting           POST  draft      SEES
applications:withdraw-request  GET   draft      SI
applications:withdraw-request  POST  draft      SI
applications:release           GET   draft      SI
applications:release           POST  draft      SI
applications:leave             GET   draft      PS
applications:leave             POST  draft      PS
applications:member-elements   GET   draft      ED SI
applications:member-elements   POST  draft      ED SI
applications:request           GET   draft      PE PS IE IS
applications:request           POST  draft      IS
applications:package           GET   draft      SEES
applications:package           POST  draft      SEES
applications:package-text      GET   draft      SEES
applications:package-text      POST  draft      SEES
applications:package-pdf       GET   draft      SEES
applications:package-docx      GET   draft      SEES
applications:plan-pdf          GET   draft      SEES
applications:plan-version-pdf  GET   draft      SEES
applications:plan-differences  GET   draft      SEES
applications:withdraw-record   POST  draft      SI
applications:decision          GET   draft      OWN
applications:decision          POST  draft      OWN
applications:confirm-decision  POST  draft      SI PS
applications:answer-record     POST  draft      PS
applications:reconfirm         POST  draft      SI PS
applications:acknowledge       POST  draft      SI
applications:attachments       GET   draft      SEES
applications:attachments       POST  draft      ED SI
applications:attachment        GET   draft      SEES
applications:describe-attachment GET draft      ED SI
applications:describe-attachment POST draft     ED SI
applications:delete-attachment GET   draft      ED SI
applications:delete-attachment POST  draft      ED SI
decisions:letter               GET   decided    OWN
decisions:letter-pdf           GET   decided    OWN
admin:login                    GET   draft      ALL
admin:index                    GET   draft      OFF SU
admin:cases                    GET   draft      OFF
admin:case-views               GET   draft      OFF
admin:case-views               POST  draft      OFF
admin:case-view-remove         POST  draft      OFF
admin:case                     GET   submitted  READS
admin:case-version             GET   submitted  READS
admin:case-differences         GET   submitted  READS
admin:case-notes               POST  submitted  RV PO PX DM AD
admin:case-attachment          GET   submitted  READS
admin:draft-letter             GET   proposed   PO DM
admin:take-up                  POST  submitted  PO PX
admin:proposal                 POST  proposed   PO
admin:messages                 GET   submitted  RV PO PX
admin:messages                 POST  submitted  RV PO PX
admin:supplement               GET   proposed   PO
admin:supplement               POST  proposed   PO
admin:supplement-end           POST  proposed   PO
admin:review                   GET   submitted  READS
admin:review                   POST  submitted  RV PO PX
admin:review-without           POST  proposed   PO
admin:statements               GET   submitted  READS
admin:statements               POST  proposed   PO
admin:statement-withdraw       POST  proposed   PO
admin:statement-again          POST  proposed   PO
admin:step-aside               GET   submitted  RV PO PX DM
admin:step-aside               POST  submitted  RV PO PX DM
admin:consider                 POST  submitted  RV PO PX DM
admin:assign                   GET   submitted  PO PX
admin:assign                   POST  submitted  PO PX
admin:screening                GET   submitted  READS
admin:screening                POST  proposed   PO
admin:grounds-ruling           GET   submitted  READS
admin:grounds-ruling           POST  proposed   PO
admin:arrival                  GET   submitted  READS
admin:arrival                  POST  proposed   PO
admin:send-back                GET   submitted  DM
admin:send-back                POST  submitted  DM
admin:decide                   GET   submitted  DM
admin:decide                   POST  submitted  DM
admin:arrivals                 GET   draft      AD
admin:register                 GET   draft      AD
admin:register                 POST  draft      AD
admin:outage-new               GET   draft      AD
admin:outage-new               POST  draft      AD
admin:outage                   GET   draft      AD
admin:outage                   POST  draft      AD
admin:rounds                   GET   draft      OFF
admin:round                    GET   draft      OFF
admin:calls                    GET   draft      OFF
admin:call                     GET   draft      OFF
admin:call-copy                GET   draft      AD
admin:call-copy                POST  draft      AD
admin:call-details             GET   draft      OFF
admin:call-details             POST  draft      AD
admin:call-list                GET   draft      OFF
admin:call-list                POST  draft      AD
admin:call-preview             GET   draft      OFF
admin:call-publish             GET   draft      DM DQ
admin:call-publish             POST  draft      DM DQ
admin:call-take-back           POST  draft      AD
admin:call-postpone            GET   draft      AD
admin:call-postpone            POST  draft      AD
admin:rules                    GET   draft      OFF
admin:rule-new                 GET   draft      AD
admin:rule-new                 POST  draft      AD
admin:rule                     GET   draft      OFF
admin:rule                     POST  draft      AD
admin:round-decide             GET   draft      DM DQ
admin:round-decide             POST  draft      DM DQ
admin:memos                    GET   draft      OFF
admin:memos                    POST  draft      PO PX
admin:memo-pdf                 GET   submitted  READS
admin:memo-docx                GET   submitted  READS
admin:handlings                GET   draft      OFF
admin:handlings                POST  draft      PO PX AD
admin:handling                 GET   draft      PO PX AD
admin:handling                 POST  draft      PO PX AD
admin:announcements            GET   draft      OFF
admin:announcements            POST  draft      PO PX AD
admin:announcement             GET   draft      PO PX AD
admin:announcement             POST  draft      PO PX AD
admin:scenarios                GET   draft      RV PO PX DM DQ AD AU
admin:scenarios                POST  draft      PO PX DM DQ
admin:scenarios-compare        GET   draft      RV PO PX DM DQ AD AU
admin:scenarios-scores         POST  draft      PO PX
admin:scenario                 GET   draft      RV PO PX DM DQ AD AU
admin:scenario                 POST  draft      PO PX DM DQ
admin:scenario-name            POST  draft      PO PX DM DQ
admin:scenario-base            POST  draft      PO PX DM DQ
admin:scenario-delete          GET   draft      PO PX DM DQ
admin:scenario-delete          POST  draft      PO PX DM DQ
admin:money                    GET   draft      OFF
admin:money-change             GET   draft      DM DQ
admin:money-change             POST  draft      DM DQ
admin:money-confirm            POST  draft      DM DQ
admin:letters                  GET   draft      PO PX DM DQ AD AU
admin:letters-export           POST  draft      PO PX AD
admin:letter                   GET   decided    PO PX DM AD AU
admin:organisations            GET   draft      AD
admin:organisation             GET   draft      AD
admin:organisation             POST  draft      AD
admin:organisation-person      POST  draft      AD
admin:organisation-remove      GET   draft      AD
admin:organisation-remove      POST  draft      AD
admin:organisation-link        POST  draft      AD
admin:access                   GET   draft      AD AU SU
admin:access-list              GET   draft      AU SU
admin:access-begin             POST  draft      AU SU
admin:access-mark              POST  draft      AU SU
admin:access-export            POST  draft      AU SU
admin:outbox                   GET   draft      AD
admin:requeue                  POST  draft      AD
admin:ledger                   GET   draft      AU SU
admin:people                   GET   draft      SU
admin:person-new               GET   draft      SU
admin:person-new               POST  draft      SU
admin:person                   GET   draft      SU
admin:person                   POST  draft      SU
admin:person-password          GET   draft      SU
admin:person-password          POST  draft      SU
"""

# Things that do not exist in a state: whoever would be let through finds nothing there.
ABSENT = {
    *((f"accounts:{name}", state) for name in ("mandate", "mandate-back") for state in STATES),
    # An expert's link opens the case while it is under review, which none of these states is.
    *(("decisions:statement", state) for state in STATES),
    ("decisions:verify", "draft"), ("decisions:verify", "submitted"), ("decisions:verify", "proposed"),
    ("applications:receipt", "draft"), ("applications:version", "draft"), ("applications:receipt-pdf", "draft"),
    *((f"decisions:{name}", state) for name in ("letter", "letter-pdf", "renounce") for state in STATES[:-1]),
    *(("decisions:hearing", state) for state in STATES),
    *((f"admin:claim-{name}", state) for name in ("prepare", "late") for state in STATES),
    *((f"admin:register-{name}", state) for name in ("service", "claim") for state in STATES[:-1]),
    *(("admin:arrival", state) for state in STATES),
    ("admin:draft-letter", "submitted"), ("admin:draft-letter", "decided"),
    ("admin:memo-pdf", "draft"), ("admin:memo-docx", "draft"),
    ("admin:letter", "draft"), ("admin:letter", "submitted"), ("admin:letter", "proposed"),
}  # fmt: skip
# Whose role is looked at before the thing itself.
ROLE_FIRST = {"decisions:letter", "decisions:letter-pdf", "decisions:hearing", "decisions:renounce"}
# The lead has no request of its own to read, and whoever has no such request finds no page of one.
NO_PAGE = {("applications:request", "GET"): {"ED", "SI"}}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    route: str
    method: str
    since: str
    who: frozenset[str]

    @property
    def of_a_case(self) -> bool:
        """Whether the desk's page is about one application."""
        return self.route in CASE_ROUTES | CASE_PAGES


CASE_ROUTES = {
    "admin:case", "admin:case-version", "admin:case-differences", "admin:case-notes", "admin:case-attachment",
    "admin:draft-letter", "admin:take-up",
    "admin:proposal", "admin:step-aside", "admin:send-back", "admin:decide", "admin:letter",
    "admin:messages", "admin:supplement", "admin:supplement-end", "admin:review", "admin:review-without",
    "admin:consider", "admin:assign",
    "admin:screening", "admin:grounds-ruling", "admin:arrival",
    "admin:statements", "admin:statement-withdraw", "admin:statement-again",
}  # fmt: skip
# Pages of an organisation; in the world they are those of the lead's own.
OF_ORGANISATION = {
    "accounts:organisation", "accounts:invite", "accounts:invite-again", "accounts:invite-withdraw",
    "accounts:remove-person", "accounts:consent",
}  # fmt: skip
LOGIN, FORBIDDEN, NOTHING, LET_IN = "log in first", "403", "404", "let in"


def people_of(words: str) -> frozenset[str]:
    return frozenset(code for word in words.split() for code in GROUPS.get(word, word).split())


def rows() -> list[Row]:
    found = []
    for line in (TABLE.strip() + AFTER_DECISION).splitlines():
        route, method, since, who = line.split(maxsplit=3)
        found.append(Row(route, method, since, people_of(who)))
    return found


def expected(row: Row, who: str, state: str, *, own: bool = True) -> str:
    """What the person must meet. `own` is False for an application of another consortium of the same county."""
    if who == "AN" and "AN" not in row.who:
        return LOGIN
    if row.route.startswith("admin:") and row.route != "admin:login":
        return at_the_desk(row, who, state)
    if row.route in OF_ORGANISATION:
        if not own or who not in people_of("ED SI"):
            return NOTHING
        return LET_IN if who in row.who else FORBIDDEN
    personal = row.route.startswith("accounts:") or row.route in {
        "applications:start",
        "applications:new",
        "applications:carry",
    }
    if personal or "AN" in row.who:
        allowed = NOTHING if (row.route, state) in ABSENT else LET_IN
        return allowed if who in row.who else FORBIDDEN
    return in_the_consortium(row, who, state, own=own)


def in_the_consortium(row: Row, who: str, state: str, *, own: bool) -> str:
    """The applicants' pages: invisible to everybody else, officials included."""
    if not own or who not in people_of("SEES"):
        return NOTHING
    if (row.route, state) in ABSENT and (who in row.who or row.route not in ROLE_FIRST):
        return NOTHING
    if who in NO_PAGE.get((row.route, row.method), ()):
        return NOTHING
    if who in row.who and STATES.index(state) >= STATES.index(row.since):
        return LET_IN
    return FORBIDDEN


def at_the_desk(row: Row, who: str, state: str) -> str:
    """The officials' pages: a shut door for everybody else, and no case before it has been sent."""
    if who not in people_of("OFF SU"):
        return FORBIDDEN
    if who == "PO" and state == "submitted":
        who = "PX"  # nobody has taken the case up yet
    if row.of_a_case:
        if state == "draft" or who == "SU" or (row.route == "admin:letter" and (row.route, state) in ABSENT):
            return NOTHING
        if who == "DQ":
            return FORBIDDEN
    if who not in row.who or STATES.index(state) < STATES.index(row.since):
        # Nobody is disqualified for a draft, and what it does not have is not there for DQ either.
        may_look = who in row.who or (who == "DQ" and state == "draft" and row.who == people_of("READS"))
        absent_first = (row.route, state) in ABSENT and may_look
        return NOTHING if absent_first else FORBIDDEN
    return NOTHING if (row.route, state) in ABSENT else LET_IN
