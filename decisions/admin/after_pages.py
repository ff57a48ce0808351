"""The pages of a case that follow its decision."""

from decisions.admin import claims, conditions, re_examination, renounced

AFTER_DECISION = (conditions, re_examination, renounced, claims)
