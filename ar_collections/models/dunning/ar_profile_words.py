"""What a customer is told next, and when, in words for the collector."""

from odoo import models
from odoo.tools import format_amount, format_date

from ...tools.dunning import dunning


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _say_what_is_next(self, company, most_items, only=()):
        """Sentences on what is said next to these customers, item by item.

        :param most_items: of each customer
        :param only: ids of the items that are told; empty: all
        :return: list of (customer's name, [sentences])
        """
        planner = self.env["ar.dunning.planner"]
        today = company._ar_today()
        facts = planner._read_facts(company, today, self.partner_id.ids)
        told = []
        debtors = planner._debtors(company, self.partner_id.ids, facts)
        for partner_id, profile, policy, rows in debtors:
            debtor = planner._debtor(company, today, profile, rows, facts, by_hand=True)
            rules = profile._with_grace(facts["policies"].get(policy.id))
            decisions = {d.item_id: d for d in dunning.decide(rules, debtor, today)}
            items = [item for item in debtor.items if not only or item.id in only]
            sentences = [
                profile._say_next_of(policy, rules, item, decisions.get(item.id), rows, today)
                for item in items[:most_items]
            ]
            left = len(items) - most_items
            if left > 0:
                sentences.append(self.env._("And %s more items.", left))
            name = self.env["res.partner"].browse(partner_id).display_name
            told.append((name, sentences or [self.env._("Nothing is open that could be asked.")]))
        known = {name for name, _sentences in told}
        told += [
            (name, [self.env._("Nothing is open.")])
            for name in self.partner_id.mapped("display_name")
            if name not in known
        ]
        return told

    def _say_next_of(self, policy, rules, item, decision, rows, today):
        """One sentence: how late an item is, and what follows when, or what holds it back."""
        row = rows[item.id]
        currency = self.env["res.currency"].browse(row["currency_id"])
        late = (today - item.due).days
        words = {
            "item": row["name"] or row["ref"] or "",
            "amount": format_amount(self.env, item.asked, currency),
            "late": self.env["ar.dunning.run.line"]._get_late_words(late),
        }
        stops = decision and decision.action == dunning.SKIP and decision.reason != "interval"
        if stops:
            labels = dict(self.env["ar.dunning.run.line"]._selection_reason())
            why = labels.get(decision.reason, "")
            if decision.detail and not isinstance(decision.detail, float):
                why = f"{why}: {decision.detail}"
            return self.env._("%(item)s (%(amount)s), %(late)s: %(why)s.", why=why, **words)
        number, day = dunning.next_step(rules, item, today) if rules else (0, None)
        if not number:
            return self.env._("%(item)s (%(amount)s), %(late)s: no level follows.", **words)
        return self.env._(
            "%(item)s (%(amount)s), %(late)s: next is %(level)s, on %(day)s.",
            level=policy._sorted_levels()[number - 1].display_name,
            day=format_date(self.env, day),
            **words,
        )
