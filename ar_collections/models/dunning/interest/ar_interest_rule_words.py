"""What an interest rule says: its faults, how interest comes about, why there is none.

All of it is in the language of the context.
"""

from odoo import api, models
from odoo.tools import format_date, formatLang


class ArInterestRule(models.Model):
    _inherit = "ar.interest.rule"

    # -- what is wrong with a rule -----------------------------------------------------

    def _rule_fault(self):
        """What is wrong with the rate, as a sentence; empty if nothing is."""
        self.ensure_one()
        if self.basis == "agreed" and (fault := self._agreed_rate_fault()):
            return fault
        if self._uses_reference() and (fault := self._reference_fault()):
            return fault
        return self._scope_fault() or self._start_fault()

    def _agreed_rate_fault(self):
        name = self.display_name
        if self.agreed_rate <= 0:
            return self.env._(
                "The agreed rate of the interest rule “%(rule)s” must be above zero.", rule=name
            )
        if self.rate_unit == "day" and self.compounding == "month":
            return self.env._(
                "The interest rule “%(rule)s” has a rate per day, which cannot be "
                "compounded monthly. Choose simple interest, or enter the rate per month or year.",
                rule=name,
            )
        return ""

    def _reference_fault(self):
        name = self.display_name
        if not self.reference_id:
            return self.env._(
                "The interest rule “%(rule)s” needs a reference; choose one.", rule=name
            )
        if self.multiple <= 0:
            return self.env._(
                "The interest rule “%(rule)s” must charge the reference rate more than 0 times; "
                "enter 1 for the rate itself.",
                rule=name,
            )
        if self.margin < 0:
            return self.env._(
                "The margin of the interest rule “%(rule)s” cannot be negative; enter 0 for none.",
                rule=name,
            )
        if self.fixing == "payment" and self.compounding != "none":
            return self.env._(
                "The interest rule “%(rule)s” takes the rate of the day of payment, which cannot "
                "be compounded. Choose simple interest.",
                rule=name,
            )
        return ""

    def _scope_fault(self):
        name = self.display_name
        if self.business_only and self.consumer_only:
            return self.env._(
                "The interest rule “%(rule)s” is for business customers only and for private "
                "customers only, so for nobody. Untick one of them.",
                rule=name,
            )
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            return self.env._(
                "The interest rule “%(rule)s” ends before it begins. Enter a later last day.",
                rule=name,
            )
        return ""

    def _start_fault(self):
        if self.start_days < 0 or self.start_max_days < 0:
            return self.env._(
                "The days after which the interest rule “%(rule)s” begins cannot be negative; "
                "enter 0 for none.",
                rule=self.display_name,
            )
        return ""

    # -- interest ----------------------------------------------------------------------

    @api.model
    def _format_explanation(self, lines, currency):
        """The explanation as text in the language of the context, a sentence for each line."""
        units = dict(self._fields["rate_unit"]._description_selection(self.env))
        return [
            self.env._(
                "%(date_from)s to %(date_to)s: %(days)s days on %(principal)s "
                "at %(rate)s %% %(unit)s = %(amount)s",
                date_from=format_date(self.env, line.date_from),
                date_to=format_date(self.env, line.date_to),
                days=line.days,
                principal=formatLang(self.env, float(line.principal), currency_obj=currency),
                rate=self._format_rate(line.rate),
                unit=units[line.unit],
                amount=formatLang(self.env, float(line.amount), currency_obj=currency),
            )
            for line in lines
        ]

    @api.model
    def _format_rate(self, rate):
        """A percentage with the digits that it has, two at least."""
        digits = max(2, -rate.normalize().as_tuple().exponent)
        return formatLang(self.env, float(rate), digits=digits)

    def _say_missing_rate(self, day):
        """Why nothing is charged, and the way out."""
        return self.env._(
            "The interest rule “%(rule)s” needs the rate of “%(reference)s” on %(date)s, "
            "which is not entered. Add it under "
            "Collections > Configuration > Reference Rates.",
            rule=self.display_name,
            reference=self.reference_id.display_name,
            date=format_date(self.env, day),
        )
