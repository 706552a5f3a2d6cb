"""What the general ledger says of losses and of the allowance, beside what the provision says."""

from odoo import models
from odoo.tools import SQL

from ....tools.insight.ecl import cohort_days

# Where journal items on the accounts of losses come from.
WRITTEN_OFF, RECOVERED, PROVISION, BOOKED, OTHER = (
    "written_off",
    "recovered",
    "provision",
    "booked",
    "other",
)


class ArEcl(models.Model):
    """Both sides are read apart: here the write-offs as records and what entries are matched with,
    there the balances of accounts."""

    _inherit = "ar.ecl"

    def _read_losses(self):
        """The values of ``loss_…``: from the first month of billing until the day."""
        first, _last = cohort_days(self.date, self.cohort_months, self.followed_months)
        ledger = dict.fromkeys((WRITTEN_OFF, RECOVERED, PROVISION, BOOKED, OTHER), 0.0)
        if lines := self._sql_loss_ledger(first):
            query = SQL("SELECT kind, SUM(balance)::float8 FROM (%s) AS own GROUP BY 1", lines)
            ledger.update(self.env.execute_query(query))
        ledger.pop(PROVISION)
        return {
            "loss_from": first,
            "loss_writeoffs": self._read_written_off_since(first),
            "loss_entries": self._read_booked_otherwise(first),
            "loss_recovered": -ledger[RECOVERED],
            "loss_ledger": sum(ledger.values()),
        }

    def _read_written_off_since(self, first):
        """What write-offs put on the accounts of losses, as they say themselves; what was reversed
        is taken off on its day, and so is tax when it is claimed."""
        [[amount]] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(
                           (off.amount_company - COALESCE(tax.never_due, 0)
                            - CASE WHEN off.tax_account_id IS NULL THEN 0
                                   ELSE COALESCE(tax.due, 0) END)
                           * (CASE WHEN entry.date BETWEEN %(first)s AND %(day)s THEN 1 ELSE 0 END
                              - CASE WHEN off.reversed_on BETWEEN %(first)s AND %(day)s
                                     THEN 1 ELSE 0 END)
                       ), 0)::float8 - (%(claimed)s)
                  FROM ar_writeoff off
                  JOIN account_move entry ON entry.id = off.entry_id
                  LEFT JOIN LATERAL (
                       SELECT SUM(one.amount) FILTER (WHERE one.unexigible) AS never_due,
                              SUM(one.amount) FILTER (WHERE NOT one.unexigible) AS due
                         FROM ar_writeoff_tax one WHERE one.writeoff_id = off.id) AS tax ON TRUE
                 WHERE off.company_id = %(company)s
                   AND off.state IN ('booked', 'recovered', 'reversed')
                """,
                claimed=self._sql_claimed(first),
                first=first,
                day=self.date,
                company=self.company_id.id,
            )
        )
        return amount

    def _sql_claimed(self, first):
        """SELECT of the tax that was claimed of write-offs, where it stood with the loss itself."""
        return SQL(
            """
            SELECT COALESCE(SUM(line.balance), 0)::float8
              FROM ar_writeoff off
              JOIN account_move claim ON claim.id = off.claim_entry_id
                                      OR claim.reversed_entry_id = off.claim_entry_id
              JOIN account_move_line line ON line.move_id = claim.id
             WHERE off.company_id = %s AND off.tax_account_id IS NULL
               AND off.claim_entry_id IS NOT NULL AND line.parent_state = 'posted'
               AND line.tax_repartition_line_id IS NOT NULL AND line.date BETWEEN %s AND %s
            """,
            self.company_id.id,
            first,
            self.date,
        )

    def _read_booked_otherwise(self, first):
        """What other entries of these days settled of receivables against those accounts."""
        losses = self.env["ar.writeoff"]._sql_losses(self.company_id.ids, self.date)
        [[amount]] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(loss.lost), 0)::float8
                  FROM (%s) AS loss
                 WHERE loss.writeoff_id IS NULL AND loss.entry_date BETWEEN %s AND %s
                """,
                losses,
                first,
                self.date,
            )
        )
        return amount

    def _sql_loss_ledger(self, first):
        """SELECT id, kind, balance of the journal items on the accounts of losses; None where no
        account is chosen. On the account of the allowance only those of losses are meant."""
        company, moves = self.company_id.sudo(), self.env["account.move"]
        chosen = company.ar_bad_debt_account_ids or company.ar_writeoff_account_id
        if not (accounts := company._ar_get_loss_accounts()):
            return None
        return SQL(
            """
            SELECT own.*
              FROM (SELECT line.id, line.balance, line.account_id, CASE
                           WHEN line.origin IN (SELECT entry_id FROM ar_ecl
                                                 WHERE entry_id IS NOT NULL)
                           THEN %(provision)s
                           WHEN line.origin IN (SELECT entry_id FROM ar_writeoff
                                                 WHERE entry_id IS NOT NULL
                                                 UNION ALL
                                                SELECT claim_entry_id FROM ar_writeoff
                                                 WHERE claim_entry_id IS NOT NULL)
                           THEN %(written_off)s
                           WHEN line.origin IN (SELECT move_id FROM ar_writeoff_recovery
                                                 WHERE move_id IS NOT NULL)
                           THEN %(recovered)s
                           WHEN line.move_id IN (SELECT loss.entry_id FROM (%(losses)s) AS loss)
                           THEN %(booked)s
                           ELSE %(other)s END AS kind
                      FROM (SELECT line.*, COALESCE(move.reversed_entry_id, move.id) AS origin
                              FROM account_move_line line
                              JOIN account_move move ON move.id = line.move_id
                             WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
                               AND line.account_id IN %(accounts)s
                               AND line.date BETWEEN %(first)s AND %(day)s) AS line) AS own
             WHERE own.account_id = ANY(%(chosen)s) OR own.kind = %(booked)s
            """,
            provision=PROVISION,
            written_off=WRITTEN_OFF,
            recovered=RECOVERED,
            booked=BOOKED,
            other=OTHER,
            losses=self.env["ar.writeoff"]._sql_losses(company.ids, self.date),
            company=company.id,
            accounts=tuple(accounts.ids),
            chosen=chosen.ids,
            first=first,
            day=self.date,
            to_flush=[self._fields["entry_id"], moves._fields["reversed_entry_id"]],
        )

    # -- the allowance -----------------------------------------------------------------

    def _read_booked_balance(self):
        """What the account of the allowance shows on the day without the entry of this provision,
        positive for what is set aside; without an account, what was booked last."""
        account = self.company_id.sudo().ar_ecl_allowance_account_id
        if not account:
            mine = [("company_id", "=", self.company_id.id), ("state", "=", "booked")]
            earlier = [("date", "<=", self.date), ("id", "!=", self.id)]
            return self.search(mine + earlier, limit=1).allowance
        [[balance]] = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(self._get_allowance_domain(account), [], ["balance:sum"])
        )
        return -balance if balance else 0.0

    def _get_allowance_domain(self, account):
        """Domain of the journal items that ``_read_booked_balance`` adds up."""
        return [
            ("company_id", "=", self.company_id.id),
            ("account_id", "=", account.id),
            ("parent_state", "=", "posted"),
            ("date", "<=", self.date),
            ("move_id", "!=", self.entry_id.id),
        ]
