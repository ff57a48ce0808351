"""The permission table, written by hand: which role may do what. What is not listed is refused."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is towards a thing. Several may hold at once."""

    AN = "anonymous"
    LG = "logged in"
    ED = "editor of the lead"
    SI = "signatory of the lead"
    PE = "editor of a partner"
    PS = "signatory of a partner"
    IE = "editor of an organisation that was asked"
    IS = "signatory of an organisation that was asked"
    ST = "staff of an organisation"
    OE = "editor of the organisation itself"
    OS = "signatory of the organisation itself"
    RV = "reviewer"
    PO = "presenting officer"
    DM = "decision-maker"
    AD = "administrator"
    AU = "auditor"
    SU = "superuser"


class Act(StrEnum):
    """What somebody wants to do; the names follow the table of who may do what."""

    READ_PUBLIC = "read public pages"
    LOG_IN = "log in and out"
    CLAIM_ORGANISATION = "claim an organisation by its link"
    ACCEPT_INVITATION = "accept an invitation by its link"
    OWN_PROFILE = "change the own profile"
    CHOOSE_ORGANISATION = "choose for which organisation one acts"
    READ_ORGANISATION = "see the people of the own organisation"
    MANAGE_PEOPLE_OF_ORGANISATION = "invite and remove people of an organisation"
    CONSENT_TO_E_NOTICE = "consent to electronic notice"
    MANAGE_ORGANISATIONS = "enter organisations' details, people and links"
    SEE_OWN_START = "see the own start page"
    START_APPLICATION = "start an application"
    DISCARD_DRAFT = "discard a draft"
    READ_APPLICATION = "read an application"
    READ_HISTORY = "read the history of an application's sections"
    EDIT_COMMON = "edit common sections"
    EDIT_SECTION = "write a section: all of them, or those given to one's organisation"
    EDIT_BUDGET = "edit the budget"
    DRAFT_REQUEST = "list partners and draft their requests"
    SEND_REQUEST = "send and withdraw partnership requests"
    ANSWER_REQUEST = "accept or decline a partnership request"
    LEAVE = "leave the consortium"
    EDIT_MEETING = "tell when a member's own body meets"
    MAKE_PACKAGE = "make and edit the board package of a member"
    DRAFT_MEMBER_DECISION = "draft the record of the own decision"
    CONFIRM_MEMBER_DECISION = "confirm the record of the own decision"
    RECORD_FOR_MEMBER = "record a member's decision for it"
    DISPUTE_RECORD = "confirm or dispute a record made by the lead"
    READ_ATTACHMENT = "read an attachment"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    READ_RECEIPT = "read receipts and submitted versions"
    LEAVE_ELEMENTS = "leave some elements of the consortium"
    DRAFT_SUPPLEMENT = "read a request for a supplement and draft its answer"
    SEND_SUPPLEMENT = "send the answer to a request for a supplement"
    EXCHANGE_MESSAGES = "read and write messages on a case"
    REQUEST_SUPPLEMENT = "request a supplement, cancel the request, go on without it"
    ENTER_DESK = "enter the officials' admin"
    LIST_CASES = "list submitted cases"
    READ_CASE = "read a submitted case"
    STEP_ASIDE = "declare oneself disqualified for a case"
    WRITE_NOTE = "write an internal note on a case"
    SAVE_VIEW = "keep a view of the list of cases"
    REGISTER_APPLICATION = "enter an application that came on paper or by mail"
    RULE_ON_ARRIVAL = "rule whether a late application is examined"
    TAKE_UP = "take up a case"
    ASSIGN = "hand a case on to another presenting officer"
    SCREEN = "screen a case and rule on its special grounds"
    SCORE = "score and comment on a case"
    READ_REVIEWS = "read the reviews and statements of a case"
    ASK_EXPERT = "ask an outside expert for a statement"
    GIVE_STATEMENT = "give a statement by its link"
    MAKE_SCENARIO = "make scenarios of a call's money"
    READ_SCENARIO = "read scenarios, memos and handlings of a call"
    MAKE_MEMO = "make a presentation memo"
    RECORD_HANDLING = "record an earlier handling, announce results"
    PROPOSE = "propose"
    SEE_DRAFT_LETTER = "see the draft letter"
    SEND_BACK = "send back"
    DECIDE = "decide and sign"
    RE_EXAMINE = "take a decided case up again, hear its parties, prepare a claim"
    RULE_ON_CONDITION = "propose that a condition is fulfilled or has lapsed"
    ANSWER_HEARING = "answer a hearing"
    RENOUNCE = "give an award up"
    REGISTER_SERVICE = "enter the day on which a decision was served"
    REGISTER_CLAIM = "register a rectification claim"
    SET_APPROPRIATION = "set or change an appropriation"
    READ_LETTER = "read a letter"
    EXPORT_LETTERS = "export letters"
    READ_CALLS = "read calls in preparation"
    DRAFT_CALL = "draft a call, keep its page, move its deadline"
    PUBLISH_CALL = "publish a call"
    REVIEW_ACCESS = "read the list of officials' access"
    READ_OUTBOX = "see and requeue outbox rows"
    READ_LEDGER = "read the ledger"
    MANAGE_PEOPLE = "manage officials and their roles"
    READ_PRACTICE_MAIL = "read the practice mail"


EVERYBODY = frozenset(Role)
LEAD = frozenset({Role.ED, Role.SI})
PARTNER = frozenset({Role.PE, Role.PS})
ASKED = frozenset({Role.IE, Role.IS})
OFFICIALS = frozenset({Role.RV, Role.PO, Role.DM, Role.AD, Role.AU})

ALLOWED: dict[Act, frozenset[Role]] = {
    Act.READ_PUBLIC: EVERYBODY,
    Act.LOG_IN: EVERYBODY,
    Act.CLAIM_ORGANISATION: EVERYBODY,
    Act.ACCEPT_INVITATION: EVERYBODY,
    Act.OWN_PROFILE: frozenset({Role.LG}),
    Act.CHOOSE_ORGANISATION: frozenset({Role.LG}),
    Act.READ_ORGANISATION: frozenset({Role.OE, Role.OS}),
    Act.MANAGE_PEOPLE_OF_ORGANISATION: frozenset({Role.OS, Role.AD}),
    Act.CONSENT_TO_E_NOTICE: frozenset({Role.OS}),
    Act.MANAGE_ORGANISATIONS: frozenset({Role.AD}),
    Act.READ_PRACTICE_MAIL: EVERYBODY,
    Act.SEE_OWN_START: frozenset({Role.LG}),
    Act.START_APPLICATION: frozenset({Role.ST}),
    Act.DISCARD_DRAFT: frozenset({Role.SI}),
    Act.READ_APPLICATION: LEAD | PARTNER | ASKED,
    Act.READ_HISTORY: LEAD | PARTNER,
    Act.EDIT_COMMON: LEAD,
    Act.EDIT_SECTION: LEAD | PARTNER,  # a partner the sections that were given to it
    Act.EDIT_BUDGET: LEAD | PARTNER,  # a partner the lines of its own organisation
    Act.DRAFT_REQUEST: LEAD,
    Act.SEND_REQUEST: frozenset({Role.SI}),
    Act.ANSWER_REQUEST: frozenset({Role.IS}),
    Act.LEAVE: frozenset({Role.PS}),
    Act.EDIT_MEETING: LEAD | PARTNER | ASKED,  # a partner and who was asked only the own body's
    Act.MAKE_PACKAGE: LEAD | PARTNER | ASKED,  # a partner and who was asked that of the own organisation
    Act.DRAFT_MEMBER_DECISION: LEAD | PARTNER,
    Act.CONFIRM_MEMBER_DECISION: frozenset({Role.SI, Role.PS}),
    Act.RECORD_FOR_MEMBER: frozenset({Role.SI}),
    Act.DISPUTE_RECORD: frozenset({Role.PS}),
    Act.READ_ATTACHMENT: LEAD | PARTNER | ASKED | OFFICIALS,
    Act.SUBMIT: frozenset({Role.SI}),
    Act.WITHDRAW: frozenset({Role.SI}),
    Act.READ_RECEIPT: LEAD | PARTNER | OFFICIALS,
    Act.LEAVE_ELEMENTS: frozenset({Role.PS}),
    Act.DRAFT_SUPPLEMENT: LEAD | PARTNER,
    Act.SEND_SUPPLEMENT: frozenset({Role.SI}),
    Act.EXCHANGE_MESSAGES: LEAD | PARTNER | {Role.PO, Role.RV},
    Act.REQUEST_SUPPLEMENT: frozenset({Role.PO}),
    Act.ENTER_DESK: OFFICIALS | {Role.SU},
    Act.LIST_CASES: OFFICIALS,
    Act.READ_CASE: OFFICIALS,
    Act.STEP_ASIDE: frozenset({Role.RV, Role.PO, Role.DM}),
    Act.WRITE_NOTE: frozenset({Role.RV, Role.PO, Role.DM, Role.AD}),
    Act.SAVE_VIEW: OFFICIALS,
    Act.REGISTER_APPLICATION: frozenset({Role.AD}),
    Act.RULE_ON_ARRIVAL: frozenset({Role.PO}),
    Act.TAKE_UP: frozenset({Role.PO}),
    Act.ASSIGN: frozenset({Role.PO}),
    Act.SCREEN: frozenset({Role.PO}),  # of the case
    Act.SCORE: frozenset({Role.RV, Role.PO}),  # one's own row
    Act.READ_REVIEWS: OFFICIALS,  # a reviewer the others' only after the own is given
    Act.ASK_EXPERT: frozenset({Role.PO}),  # of the case
    Act.GIVE_STATEMENT: EVERYBODY,  # by the link of that statement
    Act.MAKE_SCENARIO: frozenset({Role.PO, Role.DM}),
    Act.READ_SCENARIO: frozenset({Role.RV, Role.PO, Role.DM, Role.AD, Role.AU}),
    Act.MAKE_MEMO: frozenset({Role.PO}),
    Act.RECORD_HANDLING: frozenset({Role.PO, Role.AD}),
    Act.PROPOSE: frozenset({Role.PO}),
    Act.SEE_DRAFT_LETTER: frozenset({Role.PO, Role.DM}),
    Act.SEND_BACK: frozenset({Role.DM}),
    Act.DECIDE: frozenset({Role.DM}),
    Act.RE_EXAMINE: frozenset({Role.PO}),  # of the case
    Act.RULE_ON_CONDITION: frozenset({Role.PO}),  # of the case
    Act.ANSWER_HEARING: frozenset({Role.SI, Role.PS}),  # of the organisation that is heard
    Act.RENOUNCE: frozenset({Role.SI}),
    Act.REGISTER_SERVICE: frozenset({Role.AD}),
    Act.REGISTER_CLAIM: frozenset({Role.AD}),
    Act.SET_APPROPRIATION: frozenset({Role.DM}),
    Act.READ_LETTER: LEAD | PARTNER | {Role.PO, Role.DM, Role.AD, Role.AU},
    Act.EXPORT_LETTERS: frozenset({Role.AD, Role.PO}),  # a presenting officer those of the own cases
    Act.READ_CALLS: OFFICIALS,
    Act.DRAFT_CALL: frozenset({Role.AD}),
    Act.PUBLISH_CALL: frozenset({Role.DM}),
    Act.REVIEW_ACCESS: frozenset({Role.SU, Role.AU, Role.AD}),
    Act.READ_OUTBOX: frozenset({Role.AD}),
    Act.READ_LEDGER: frozenset({Role.AU, Role.SU}),
    Act.MANAGE_PEOPLE: frozenset({Role.SU}),
}


def allows(act: Act, roles: frozenset[Role]) -> bool:
    """Whether any of these roles may do it."""
    return not ALLOWED[act].isdisjoint(roles)
