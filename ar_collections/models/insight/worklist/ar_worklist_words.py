"""What a row of the worklist says: why, with the points, and what is next."""

from odoo import models
from odoo.tools import format_date, formatLang

from ....tools.insight import worklist


class ArWorklist(models.Model):
    _inherit = "ar.worklist"

    def _list_reasons(self, ranked):
        """[(sentence, its points)], the heaviest first; the amount at risk leads."""
        row, company = ranked.row, ranked.company
        reasons = [(self._say_pause(ranked.pause), 0)] if ranked.pause else []
        if row.customer.overdue:
            points = round(row.risk / company.ar_worklist_amount, 1)
            reasons.append((self._say_risk(ranked), points))
        rules = self.env["ar.worklist.rule"]
        reasons += [(self._say_bump(bump), bump.points) for bump in ranked.bumps or ()]
        reasons += [
            (getattr(rules, f"_say_{rule.kind}")(fact, company), rule.points)
            for rule, fact in row.hits
        ]
        return reasons

    def _add_points(self, sentence, points):
        if not points:
            return sentence
        number = formatLang(self.env, abs(points), digits=1 if points % 1 else 0)
        return f"{sentence} ({'+' if points > 0 else '−'}{number})"

    def _say_risk(self, ranked):
        customer, company = ranked.row.customer, ranked.company
        share = round(customer.probability * 100)
        if customer.held >= customer.overdue:
            return self.env._("All that is overdue is on hold.")
        if customer.held:
            return self.env._(
                "%(held)s on hold; the rest %(share)s %% likely not to be paid soon.",
                held=company.currency_id.format(customer.held),
                share=share,
            )
        return self.env._("%s %% likely not to be paid soon.", share)

    def _say_pause(self, pause):
        if pause.kind == "done":
            return self.env._("Done for today by %s.", pause.create_uid.name)
        day = format_date(self.env, pause.date_to)
        if pause.reason:
            return self.env._("Put off until %(day)s: %(reason)s", day=day, reason=pause.reason)
        return self.env._("Put off until %(day)s by %(user)s.", day=day, user=pause.create_uid.name)

    def _say_bump(self, bump):
        return self.env._(
            "%(user)s, until %(day)s: %(reason)s",
            user=bump.create_uid.name,
            day=format_date(self.env, bump.date_to),
            reason=bump.reason,
        )

    def _get_step_words(self, ranked):
        """What is next, a few words without the day."""
        step = ranked.row.step
        if step.kind == worklist.CALL:
            return self.env._("Call")
        fact = ranked.facts[step.kind][ranked.row.customer.id]
        rules = self.env["ar.worklist.rule"]
        return getattr(rules, f"_next_{step.kind}")(fact, step)
