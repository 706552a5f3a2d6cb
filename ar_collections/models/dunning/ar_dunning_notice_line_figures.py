"""Late interest on the lines of a notice. Whatever is wrong with it, the item is reminded."""

import logging
from datetime import timedelta

from odoo import api, models
from odoo.tools import format_date

from ...tools.dunning.interest import as_decimal, as_rows, make_segments
from .interest.ar_interest_rule import Debt

ONE_DAY = timedelta(days=1)


class ArDunningNoticeLine(models.Model):
    _inherit = "ar.dunning.notice.line"

    def _add_interest(self, read_cover=dict):
        """Late interest on the reminded items, where their level asks for it.

        Runs on the open amount for the days that it was open: payments, and credits that nobody
        has allocated, split the period; what is held bears none. A rate that is missing, and any
        other failure, cost the interest; the line says so, and missing rates are asked for.

        :param read_cover: gives {id of the journal item: [(day, amount that credits cover from it
            on)]}, in the item's currency (``tools.netting``); asked if an item bears interest
        """
        items = self.filtered(lambda line: line.kind == "item")
        late = items.filtered(lambda line: line.days_overdue > 0 and line.level_id.interest_rule_id)
        (items - late)._set_interest()
        bearing = late.filtered(lambda line: not line._note_obstacle())
        if not bearing:
            return
        settlements = self.env["ar.open.item"]._read_settlements(bearing.move_line_id.ids)
        cover = read_cover()
        for lines in bearing.grouped(
            lambda line: (line.level_id.interest_rule_id, line.date)
        ).values():
            self.env["ar.job.mixin"]._attempt(
                lines,
                lambda part: part._charge(settlements, cover),
                failed=lambda part, error: part._set_interest(no_interest="error"),
                level=logging.ERROR,
            )
        for company, lines in bearing.grouped("company_id").items():
            missing = {
                (line.missing_reference_id, line.missing_date)
                for line in lines
                if line.missing_reference_id
            }
            self.env["ar.interest.reference"]._ask_for_rates(missing, company)

    def _note_obstacle(self):
        """Whether the level's rule is not for this customer; the line says so."""
        self.ensure_one()
        notice = self.notice_id
        why = self.level_id.interest_rule_id._get_obstacle(notice.partner_id, notice.profile_id)
        if why:
            self._set_interest(no_interest=why)
        return bool(why)

    def _charge(self, settlements, cover):
        """Compute the interest of lines with one rule and one date."""
        rule, day = self.level_id.interest_rule_id, self[:1].date
        starts = self._read_starts(rule)
        contracts = self._read_contract_days() if rule.fixing == "contract" else {}
        debts = []
        for line in self:
            if not rule._holds_for(starts[line] + ONE_DAY):
                line._set_interest(no_interest="not_valid")
                continue
            segments = line._segments(settlements, cover, starts[line])
            debts.append(Debt(line, line.currency_id, segments, contracts.get(line)))
        for line, (charge, facts) in self._compute_charges(rule, debts, day).items():
            why = {**facts}
            if charge.missing:
                why.update(
                    no_interest="missing_rate",
                    missing_reference_id=rule.reference_id.id,
                    missing_date=charge.missing,
                )
            line._set_interest(charge.amount, as_rows(charge.lines), **why)

    @api.model
    def _compute_charges(self, rule, debts, day):
        """The interest on debts (``Debt``, with lines as keys) up to and including a day; the hook
        for who remembers what was charged before.

        :return: {line: (``Charge``, values that the line keeps with it)}
        """
        found = rule._interest_for_items(debts, day)
        return {line: (charge, {}) for line, charge in found.items()}

    def _set_interest(self, amount=0.0, rows=None, **why):
        """Write the interest of the lines, and why there is none; nothing where that stands."""
        values = {
            "amount_interest": amount,
            "interest_lines": rows or None,
            "no_interest": False,
            "missing_reference_id": False,
            "missing_date": False,
            **why,
        }
        for line in self:
            if any(line[name] for name in values) or any(values.values()):
                line.sudo().write(values)

    def _segments(self, settlements, cover, start):
        """How long which part of what is asked of the item was open, from the day after
        ``start``."""
        self.ensure_one()
        settled = settlements.get(self.move_line_id.id, [])
        # What is held bears no interest, and of what was paid the same share counts.
        share = as_decimal(1)
        if 0 < self.amount < self.amount_open:
            share = as_decimal(self.amount) / as_decimal(self.amount_open)
        paid = [(day, as_decimal(amount) * share) for day, amount in settled]
        original = as_decimal(self.amount_open) * share + sum(amount for _day, amount in paid)
        covered = cover.get(self.move_line_id.id, [])
        return make_segments(original, start, [*paid, *covered], self.date)

    def _read_starts(self, rule):
        """{line: its last day without interest under the rule}."""
        # Whoever reads a notice may not read all that is on the invoice.
        return {
            line: rule._get_last_free_day(
                line.date_due, line.invoice_date or line.date_due, line.move_id.sudo()
            )
            for line in self
        }

    def _read_contract_days(self):
        """{line: when the contract that its invoice belongs to was made}."""
        rules = self.env["ar.interest.rule"]
        return rules._read_contract_days(
            [(line, line.notice_id.profile_id, line.invoice_date or line.date_due) for line in self]
        )

    def _say_no_interest(self):
        """Why the line has no interest, and the way out; in the language of the context."""
        self.ensure_one()
        rule, customer = self.level_id.interest_rule_id, self.notice_id.partner_id.display_name
        if self.no_interest == "missing_rate":
            return self.env._(
                "No interest: the rate of “%(reference)s” on %(date)s is not entered. Add it under "
                "Collections > Configuration > Reference Rates.",
                reference=self.missing_reference_id.display_name or "",
                date=format_date(self.env, self.missing_date),
            )
        if self.no_interest == "creditor":
            return self.env._(
                "No interest: the rule “%(rule)s” is not for a company of the size that the "
                "settings of %(company)s tell. Set it there, or choose another rule for the level.",
                rule=rule.display_name,
                company=self.company_id.name,
            )
        if self.no_interest == "debtor":
            return self.env._(
                "No interest: the rule “%(rule)s” is not for a customer of the size that the "
                "account of %(customer)s tells. Set it there, or choose another rule for "
                "the level.",
                rule=rule.display_name,
                customer=customer,
            )
        if self.no_interest == "customer":
            return self.env._(
                "No interest: the rule “%(rule)s” is not for a customer like %(customer)s.",
                rule=rule.display_name,
                customer=customer,
            )
        if self.no_interest == "not_valid":
            return self.env._(
                "No interest: the rule “%s” is for debts that fell late on other days.",
                rule.display_name,
            )
        return self.env._(
            "No interest: under the rule “%s” it could not be computed. The log of the server "
            "says why.",
            rule.display_name,
        )
