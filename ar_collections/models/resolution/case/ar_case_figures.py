"""What a case is about in money: read from the ledger for all cases at once."""

from datetime import date

from odoo import api, models
from odoo.fields import Domain

from ....tools.resolution import fees

# What came in on an item, and not what we let go or booked over.
RECEIVED = "payment"


class ArCase(models.Model):
    _inherit = "ar.case"

    @api.depends(
        "move_line_ids",
        "date_handed_over",
        "analytic_account_id",
        "court_id",
        "commission_percent",
        "commission_fixed",
        "commission_minimum",
        "agency_id",
        "party_ids.role",
        "party_ids.partner_id",
        "profile_id",
    )
    def _compute_figures(self):
        open_amounts = self._read_open_amounts()
        expenses, recoveries = self._read_expenses(), self._read_recoveries()
        for case in self:
            currency = case.currency_id or self.env.company.currency_id
            case.open_amount = currency.round(open_amounts.get(case, 0.0))
            case.costs = currency.round(sum(expenses[case].values()))
            case.recoveries = currency.round(recoveries.get(case, 0.0))
            case.commission = case._get_commission(case.recoveries)
            billed = case._sum_billed(expenses[case])
            case.commission_billed = currency.round(billed)
            # What the agency has billed is among the costs: it takes the place of what is expected.
            to_come = max(case.commission - max(billed, 0.0), 0.0)
            case.commission_to_come = currency.round(to_come)
            net = case.recoveries - case.commission_to_come - case.costs
            case.net_recovery = currency.round(net)
            case.court_fee = case._get_court_fee(case.open_amount)

    @api.depends("claim_amount", "claim_admitted", "claim_quota")
    def _compute_claim_expected(self):
        for case in self:
            claim = case.claim_admitted or case.claim_amount
            case.claim_expected = claim * case.claim_quota / 100

    def _read_open_amounts(self):
        """{case: what is still open of its items, in the company's currency}."""
        lines = self.move_line_ids
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=lines._origin.ids, include_future=True
        )
        left = {row["id"]: row["residual"] for row in rows}
        return {
            case: sum(left.get(id_, 0.0) for id_ in case.move_line_ids._origin.ids) for case in self
        }

    def _read_expenses(self):
        """{case: {partner, perhaps none: expenses with the case's analytic account}}, one query for
        each plan in use; in the company's currency, negative where a bill was refunded."""
        accounts = self.sudo().analytic_account_id
        lines = self.env["account.analytic.line"].sudo()
        found = {}
        for plan, own in accounts.grouped(lambda account: account.plan_id.root_id).items():
            column = plan._column_name()
            expense = Domain("general_account_id.account_type", "=like", "expense%")
            domain = Domain(column, "in", own.ids)
            domain &= expense | Domain("general_account_id", "=", False)
            groups = lines._read_group(domain, [column, "partner_id"], ["amount:sum"])
            for account, partner, amount in groups:
                found.setdefault(account.id, {})[partner] = -amount
        return {case: found.get(case.sudo().analytic_account_id.id, {}) for case in self}

    def _sum_billed(self, expenses):
        """What of ``expenses`` (by partner) comes from the agency of the case."""
        self.ensure_one()
        case = self.sudo()
        parties = case.party_ids.filtered(lambda party: party.role == "agency").partner_id
        agencies = (parties | case.agency_id.partner_id).commercial_partner_id
        return sum(
            amount
            for partner, amount in expenses.items()
            if partner.commercial_partner_id & agencies
        )

    def _read_recoveries(self, until=date.max):
        """{case: what came in since the hand-over and until a day}, in the company's currency."""
        return {
            case: sum(amount for day, amount in receipts if day <= until)
            for case, receipts in self._read_recovered().items()
        }

    def _read_recovered(self):
        """{case: [(day, amount)] of what came in since the hand-over}, in the company's currency.

        What came in in another currency counts at the rate of its item, as the ledger matches it.
        """
        handed = self.filtered("date_handed_over")
        lines = handed.sudo().move_line_ids
        receipts = self.env["ar.open.item"]._read_receipts(lines.ids)
        written_off = self.env["ar.writeoff"]._read_recovered(lines.ids)
        found = {}
        for case in handed:
            came_in = []
            for line in case.sudo().move_line_ids:
                rate = line.balance / line.amount_currency if line.amount_currency else 1.0
                came_in += [
                    (receipt.day, receipt.amount * rate)
                    for receipt in receipts.get(line.id, ())
                    if receipt.kind == RECEIVED
                ]
                came_in += written_off.get(line.id, ())
            found[case] = [pair for pair in came_in if pair[0] >= case.date_handed_over]
        return found

    def _get_commission(self, recovered):
        self.ensure_one()
        return fees.commission(
            recovered,
            self.commission_percent,
            self.commission_fixed,
            self.commission_minimum,
            (self.currency_id or self.env.company.currency_id).rounding,
        )

    def _get_court_fee(self, claim):
        self.ensure_one()
        if not self.court_id or claim <= 0:
            return 0.0
        company = self.company_id or self.env.company
        return self.court_id._get_fee(claim, company.currency_id, company, company._ar_today())
