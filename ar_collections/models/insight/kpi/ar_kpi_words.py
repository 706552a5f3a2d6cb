"""Key figures in words: each formula with its figures, periods, buckets."""

from odoo import models
from odoo.tools import format_amount, format_date, formatLang

from ....tools.insight.facts import ROLL_BUCKETS
from ....tools.insight.kpi import ROLL_DAYS
from .ar_kpi_steps import YIELD_DAYS

# Figures whose numerator and denominator are no amounts.
NUMBERS = ("promise_kept", "dispute_cycle", "to_invoice", "to_send")


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    def _format_value(self, value, unit):
        """A figure as people read it; a dash where nothing can be told."""
        if value is None:
            return "–"
        number = formatLang(self.env, value, digits=1 if unit == "days" else 2)
        words = {
            "days": self.env._("%s days", number),
            "percent": self.env._("%s %%", number),
            "times": self.env._("%s ×", number),
        }
        return words.get(unit, number)

    def _get_figure_words(self, currency, code, figure):
        """What the figure was made of: numerator × factor / denominator."""
        parts = [figure["numerator"], figure["denominator"]]
        if code in NUMBERS:
            top, bottom = (formatLang(self.env, part or 0, digits=0) for part in parts)
        else:
            top, bottom = (format_amount(self.env, part or 0.0, currency) for part in parts)
        if code == "delay":
            # Amounts times days are no amount.
            top = formatLang(self.env, figure["numerator"], digits=0)
        if code == "countback":
            return self.env._("%(owed)s owed; %(sold)s sold in two years", owed=top, sold=bottom)
        factor = figure["factor"]
        if not factor or factor == 1:
            return f"{top} / {bottom}"
        return f"{top} × {formatLang(self.env, factor, digits=0)} / {bottom}"

    def _get_period_words(self, period):
        first, last = (format_date(self.env, day) for day in period)
        return self.env._("%(first)s to %(last)s", first=first, last=last)

    def _get_roll_words(self, number):
        """From which bucket to which: "1–30 → 31–60"."""
        if not number:
            return self.env._("Not due → %s", f"1–{ROLL_DAYS}")
        start = (number - 1) * ROLL_DAYS
        here = f"{start + 1}–{start + ROLL_DAYS}"
        after = f"{start + ROLL_DAYS + 1}–{start + 2 * ROLL_DAYS}"
        return f"{here} → {after}" if number < ROLL_BUCKETS else here

    def _get_table_formulas(self):
        """What the figures of the small tables are: {figure: a sentence}."""
        return {
            "notices": self.env._("Notices of the period with items at this level that were sent."),
            "asked": self.env._("What they asked for, without fees and interest."),
            "paid": self.env._(
                "Money that settled these items within %s days after the notice, up to what was "
                "asked.",
                YIELD_DAYS,
            ),
            "rate": self.env._("Paid × 100 / asked."),
            "cost": self.env._(
                "Notices × cost of a notice of this level; where it says none, what the ways cost "
                "by which they went."
            ),
            "per_cost": self.env._("Paid / cost."),
            "reminders": self.env._("What the notices sent in the period cost."),
            "cases": self.env._(
                "What was booked for cases in the period: lawyers, agencies, courts."
            ),
            "collected": self.env._("Money that settled debts in the period."),
            "per_100": self.env._("(Reminders + cases) × 100 / collected."),
            "count": self.env._("Items whose highest reminder was of this level, overdue today."),
            "amount": self.env._("What is open of these items today."),
            "earlier": self.env._(
                "What stood in the first bucket 30 days before the end; not due: what was due "
                "within the 30 days after that."
            ),
            "later": self.env._("What of these items is still open at the end."),
            "rolled": self.env._("Left at the end × 100 / what stood there 30 days before."),
        }

    def _get_yield_days(self):
        return YIELD_DAYS

    def _get_title(self, request):
        return self.env._("Collection Report %s", self._get_period_words(request.periods[0]))
