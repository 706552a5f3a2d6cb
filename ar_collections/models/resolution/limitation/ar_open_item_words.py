"""Why a claim ends when it ends, in the reader's language."""

from odoo import models
from odoo.tools import format_date

from ....tools.resolution.limitation import (
    CAPPED,
    LAPSED,
    LATER,
    NOT_HERE,
    POSTPONED,
    ROLLED,
    STOPPED,
    UNPROVED,
)


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    def _get_cause_words(self, claim):
        """What the last day comes from, a few words."""
        if not claim.limit:
            return self._say_unknown_law(claim)
        limit = claim.limit
        if limit.cause:
            first = self.env["ar.limitation.event"]._describe(limit.cause)
        else:
            first = self._get_start_words(claim)
        words = self._get_code_words()
        return "; ".join([first, *(words[code] for code in limit.codes)])

    def _say_unknown_law(self, claim):
        if not claim.country_id:
            return self.env._("Unknown law: neither the customer nor the company has a country.")
        return self.env._(
            "Unknown law: there is no rule for %s.",
            self.env["res.country"].browse(claim.country_id).name,
        )

    def _get_start_words(self, claim):
        rule = self.env["ar.limitation.rule"].sudo().browse(claim.rule_id)
        values = {"years": rule.years, "day": format_date(self.env, claim.limit.start)}
        if rule.start == "year_end":
            return self.env._("%(years)s years from the end of the year, %(day)s", **values)
        if rule.start == "last_instalment":
            return self.env._("%(years)s years from the last instalment, %(day)s", **values)
        if rule.start == "delivery" and claim.limit.start != claim.row["date_due"]:
            return self.env._("%(years)s years from delivery, %(day)s", **values)
        return self.env._("%(years)s years from the due date, %(day)s", **values)

    def _get_code_words(self):
        return {
            ROLLED: self.env._("ends with the year"),
            CAPPED: self.env._("no later by law"),
            STOPPED: self.env._("the clock stood still"),
            POSTPONED: self.env._("postponed by a demand, once"),
        }

    def _explain_claim(self, claim):
        """All about the last day of a claim: a list of sentences, what did not count included."""
        country = self.env["res.country"].browse(claim.country_id).name
        sources = {
            "contract": self.env._("Law of %s: the contract says so.", country),
            "customer": self.env._("Law of %s: the customer's country.", country),
            "company": self.env._("Law of %s: our country, the customer has none.", country),
        }
        said = [sources[claim.law_from]] if claim.country_id else []
        if not claim.limit:
            return [*said, self._say_unknown_law(claim)]
        said.append(
            self.env._(
                "Until %(day)s: %(cause)s.",
                day=format_date(self.env, claim.limit.date),
                cause=self._get_cause_words(claim),
            )
        )
        if claim.unchecked:
            said.append(
                self.env._(
                    "Unchecked: the rule is general knowledge in part. Compare it with the law and "
                    "confirm it."
                )
            )
        why = self._get_ignored_words()
        events = self.env["ar.limitation.event"]
        for event, code in claim.limit.ignored:
            words = events._describe(event)
            said.append(self.env._("Not counted: %(event)s. %(why)s", event=words, why=why[code]))
        return said

    def _get_ignored_words(self):
        return {
            UNPROVED: self.env._("It would count if we could prove it."),
            LAPSED: self.env._("It came after the last day."),
            NOT_HERE: self.env._("It does not count in this law."),
            LATER: self.env._("It lies in the future."),
        }
