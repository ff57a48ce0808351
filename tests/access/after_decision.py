"""Rows of the table for what follows a decision: conditions, re-examination, giving up, service, claims."""

AFTER_DECISION = """
decisions:hearing              GET   decided    SI PS
decisions:hearing              POST  decided    SI PS
decisions:renounce             GET   decided    SI
decisions:renounce             POST  decided    SI
admin:condition                GET   proposed   PO
admin:condition                POST  proposed   PO
admin:re-examination           GET   proposed   PO
admin:re-examination           POST  proposed   PO
admin:re-examination-hear      POST  proposed   PO
admin:re-examination-outcome   POST  proposed   PO
admin:renounced                GET   proposed   PO
admin:renounced                POST  proposed   PO
admin:case-register            GET   submitted  PO PX DM AD AU
admin:register-service         POST  decided    AD
admin:register-claim           POST  decided    AD
admin:claim-prepare            POST  decided    PO
admin:claim-late               POST  decided    PO
admin:round-conditions         GET   draft      OFF
admin:round-conditions         POST  draft      PO PX
admin:round-conditions-sign    POST  draft      DM DQ
"""
# Those of one application; the others are of a whole round, or of the parties.
CASE_PAGES = {
    line.split()[0]
    for line in AFTER_DECISION.strip().splitlines()
    if line.startswith("admin:") and not line.startswith("admin:round-")
}
