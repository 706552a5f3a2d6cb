"""The checks of the books themselves, each set-based."""

from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .ar_check import CheckKind, Finding

BANK_LINES = "ar_collections.account_bank_statement_line_view_list_check"


class ArCheck(models.Model):
    _inherit = "ar.check"

    @api.model
    def _get_checks(self):
        # EXTENDS 'statement'
        return {
            **super()._get_checks(),
            "ledger": CheckKind(
                self.env._("Open items against the general ledger"),
                self.env._(
                    "What all customers owe, less exchange entries to come, is the balance of the "
                    "trade receivable accounts. The records are items whose residual does not "
                    "follow from their matching; the amount is the difference."
                ),
            ),
            "no_customer": CheckKind(
                self.env._("Receivables without a customer"),
                self.env._(
                    "Open items of receivable accounts that belong to nobody: the general ledger "
                    "has them, no customer's account does. Enter the customer on the entry."
                ),
            ),
            "terms": CheckKind(
                self.env._("Invoices off the agreed terms"),
                self.env._(
                    "Invoices of the last days (age) with other payment terms than agreed with "
                    "the customer, or with another due date than these terms give. Customers with "
                    "whom no terms are agreed are left out. Correct the invoice, or the agreement."
                ),
                days=30,
            ),
            "bank_account": CheckKind(
                self.env._("Invoices with a wrong bank account"),
                self.env._(
                    "Open invoices that ask to pay to an account which is not the company's, not "
                    "trusted, or archived. Correct it and send the invoice again."
                ),
            ),
            **self._get_money_checks(),
        }

    def _get_money_checks(self):
        return {
            "unallocated": CheckKind(
                self.env._("Unallocated payments"),
                self.env._(
                    "Payments and other credits, credit notes apart, older than the age and not "
                    "matched with an invoice. Match them, or pay them back."
                ),
                days=30,
            ),
            "matchable": CheckKind(
                self.env._("Customers with items to match"),
                self.env._(
                    "Customers who owe and are owed in the same currency on the same account, "
                    "both for longer than the age. The amount is what could be matched."
                ),
                days=7,
            ),
            "bank_line": CheckKind(
                self.env._("Bank lines to reconcile"),
                self.env._(
                    "Lines of bank statements, older than the age, that are not reconciled. A "
                    "customer may have paid what he is about to be reminded of. The amount counts "
                    "money in and money out alike."
                ),
                days=3,
            ),
        }

    def _get_last_day(self):
        """What is dated after this day is too young for the check."""
        return self.company_id._ar_today() - timedelta(days=self.days)

    def _count_items(self, domain):
        """(domain, number, sum of the residuals) of open items of the company."""
        domain = Domain("company_id", "=", self.company_id.id) & domain
        groups = self.env["ar.open.item"]._read_group(domain, [], ["__count", "residual:sum"])
        [(count, residual)] = groups
        return domain, count, residual or 0.0

    # -- ledger ------------------------------------------------------------------------

    def _find_ledger(self):
        """The tie-out of today."""
        company, reader = self.company_id, self.env["ar.open.item"]
        today = company._ar_today()
        scope = reader._prepare_scope(company.ids, as_of=today)
        totals = reader._read_totals(company.ids, as_of=today)
        explained = reader._read_ledger(scope).get(company.id, {})
        items = reader._read_unexplained(scope)
        difference = sum(row["open"] for row in totals.values()) - sum(explained.values())
        domain = Domain("id", "in", [item["id"] for item in items])
        return Finding("account.move.line", domain, len(items), difference)

    def _find_no_customer(self):
        return Finding("ar.open.item", *self._count_items(Domain("partner_id", "=", False)))

    def _find_unallocated(self):
        domain = Domain("residual", "<", 0) & Domain("move_type", "!=", "out_refund")
        domain &= Domain("date", "<=", self._get_last_day())
        domain, count, residual = self._count_items(domain)
        return Finding("ar.open.item", domain, count, -residual)

    def _find_matchable(self):
        """Two sums per customer, currency and account: what is owed, what is credited."""
        old = Domain("company_id", "=", self.company_id.id) & Domain("partner_id", "!=", False)
        old &= Domain("date", "<=", self._get_last_day())
        owed, credited = (
            {
                (partner, currency, account): abs(residual)
                for partner, currency, account, residual in self.env["ar.open.item"]._read_group(
                    old & Domain("residual_currency", operator, 0),
                    ["partner_id", "currency_id", "account_id"],
                    ["residual:sum"],
                )
            }
            for operator in (">", "<")
        )
        both = owed.keys() & credited.keys()
        profiles = Domain("company_id", "=", self.company_id.id)
        profiles &= Domain("partner_id", "in", sorted({partner.id for partner, *_rest in both}))
        count = self.env["ar.profile"].with_context(active_test=False).search_count(profiles)
        amount = sum(min(owed[key], credited[key]) for key in both)
        return Finding("ar.profile", profiles, count, amount)

    # -- invoices ----------------------------------------------------------------------

    def _find_terms(self):
        """Invoices by customer, day and terms: a query, and a look at each of the groups."""
        ids, amount = [], 0.0
        groups = self._read_invoice_terms()
        agreed = self._read_agreed_terms({(row[0], row[1]) for row in groups})
        terms = self.env["account.payment.term"]
        due = {}
        for partner_id, day, term_id, date_due, move_ids, total in groups:
            agreed_id = agreed.get((partner_id, day))
            if not agreed_id:
                continue
            if (agreed_id, day) not in due:
                lines = terms.browse(agreed_id).line_ids
                due[agreed_id, day] = max((line._get_due_date(day) for line in lines), default=day)
            if term_id != agreed_id or date_due != due[agreed_id, day]:
                ids += move_ids
                amount += total
        domain = Domain("id", "in", ids)
        return Finding("account.move", domain, len(ids), amount, "account.view_out_invoice_tree")

    def _read_invoice_terms(self):
        """(customer, day, term, due date, ids, total in company currency) of the invoices."""
        names = (
            "commercial_partner_id invoice_date invoice_payment_term_id invoice_date_due move_type "
            "state company_id amount_total_signed"
        )
        moves = self.env["account.move"]
        return self.env.execute_query(
            SQL(
                """
                SELECT commercial_partner_id, invoice_date, invoice_payment_term_id,
                       invoice_date_due, ARRAY_AGG(id), SUM(amount_total_signed)::float
                  FROM account_move
                 WHERE move_type = 'out_invoice' AND state = 'posted' AND company_id = %s
                   AND invoice_date > %s
                 GROUP BY 1, 2, 3, 4
                """,
                self.company_id.id,
                self._get_last_day(),
                to_flush=[moves._fields[name] for name in names.split()],
            )
        )

    def _read_agreed_terms(self, pairs):
        """The payment terms that were agreed with customers on days, for thousands at once.

        :param pairs: {(customer id, day)}
        :return: {(customer id, day): id of the payment terms}, without those with none
        """
        days = {}
        for partner_id, day in pairs:
            days.setdefault(day, set()).add(partner_id)
        profiles = self.env["ar.profile"].with_context(active_test=False)
        profiles = profiles.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("partner_id", "in", sorted(set().union(*days.values()) - {None}))
        )
        of_partner = {profile.partner_id.id: profile.id for profile in profiles}
        terms = {}
        for day, partner_ids in days.items():
            own = profiles.browse(sorted({of_partner[p] for p in partner_ids if p in of_partner}))
            for profile, agreed in own._read_agreed_terms(day).items():
                terms[profile.partner_id.id, day] = agreed["payment_term"].id
        return {pair: term_id for pair, term_id in terms.items() if term_id}

    def _find_bank_account(self):
        moves = self.env["account.move"]
        names = "move_type state company_id partner_bank_id payment_state amount_residual_signed"
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id, move.amount_residual_signed::float
                  FROM account_move move
                  JOIN res_partner_bank bank ON bank.id = move.partner_bank_id
                 WHERE move.move_type = 'out_invoice' AND move.state = 'posted'
                   AND move.company_id = %s
                   AND move.payment_state IN ('not_paid', 'partial')
                   AND NOT (bank.partner_id = %s AND bank.allow_out_payment IS TRUE
                            AND bank.active)
                """,
                self.company_id.id,
                self.company_id.partner_id.id,
                to_flush=[
                    *(moves._fields[name] for name in names.split()),
                    *(
                        self.env["res.partner.bank"]._fields[name]
                        for name in ("active", "allow_out_payment", "partner_id")
                    ),
                ],
            )
        )
        domain = Domain("id", "in", [id_ for id_, _amount in rows])
        amount = sum(amount for _id, amount in rows)
        return Finding("account.move", domain, len(rows), amount, "account.view_out_invoice_tree")

    # -- bank --------------------------------------------------------------------------

    def _find_bank_line(self):
        lines = self.env["account.bank.statement.line"]
        domain = lines._ar_get_unreconciled_domain(self.company_id, self._get_last_day())
        count, amount = lines._ar_sum_up(domain, self.company_id)
        return Finding(lines._name, domain, count, amount, BANK_LINES)
