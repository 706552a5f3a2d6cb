"""What was lost, whoever booked it: by a write-off, a plain entry, or as a payment's difference."""

from odoo import api, models
from odoo.tools import SQL

from .ar_writeoff import BOOKED


class ArWriteoff(models.Model):
    """A loss is what settles a receivable against an account of losses of the company
    (``_ar_get_loss_accounts``). Write-offs say themselves how much of them is tax; of other
    entries the tax is what stands on tax lines, and the loss what stands on those accounts.

    All amounts are in the company's currency.
    """

    _inherit = "ar.writeoff"

    @api.model
    def _sql_losses(self, company_ids, day=None):
        """SELECT line_id, move_id, partner_id, company_id, date, due (of the item), since,
        entry_id, entry_date, writeoff_id (NULL: booked otherwise), gross, lost.

        ``lost`` is without tax that was never due or that can be reclaimed, and of write-offs
        without what came in after all.

        :param day: what was booked until its end; None for all
        """
        parts = [self._sql_losses_written_off(company_ids, day)]
        if entries := self._sql_loss_entries(company_ids):
            parts.append(self._sql_losses_booked(company_ids, entries, day))
        return SQL(" UNION ALL ").join(parts)

    def _sql_losses_written_off(self, company_ids, day):
        for model in ("ar.writeoff", "ar.writeoff.recovery", "ar.writeoff.tax"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT line.id AS line_id, line.move_id, off.partner_id, off.company_id, line.date,
                   COALESCE(line.date_maturity, line.date) AS due,
                   GREATEST(entry.date, line.date) AS since, entry.id AS entry_id,
                   entry.date AS entry_date, off.id AS writeoff_id,
                   off.amount_company AS gross,
                   GREATEST(off.amount_company - COALESCE(
                       CASE WHEN off.tax_relief != 'none' THEN off.tax_company
                            ELSE tax.never_due END, 0) - COALESCE(back.amount, 0), 0) AS lost
              FROM ar_writeoff off
              JOIN account_move_line line ON line.id = off.move_line_id
              JOIN account_move entry ON entry.id = off.entry_id
              %(parts)s
             WHERE off.company_id IN %(companies)s AND off.state IN %(booked)s AND %(known)s
            """,
            parts=self._sql_loss_parts(day),
            companies=tuple(company_ids),
            booked=BOOKED,
            known=SQL("entry.date <= %s", day) if day else SQL("TRUE"),
            to_flush=self._get_loss_fields(),
        )

    def _sql_loss_parts(self, day):
        """Joins of ``off``: what of its tax was never due, and what came in after it."""
        return SQL(
            """LEFT JOIN LATERAL (
                   SELECT SUM(one.amount) AS never_due FROM ar_writeoff_tax one
                    WHERE one.writeoff_id = off.id AND one.unexigible) AS tax ON TRUE
               LEFT JOIN LATERAL (
                   SELECT SUM(one.amount_company - COALESCE(one.tax_company, 0)) AS amount
                     FROM ar_writeoff_recovery one
                    WHERE one.writeoff_id = off.id AND %s) AS back ON TRUE""",
            SQL("one.date <= %s", day) if day else SQL("TRUE"),
        )

    def _sql_losses_booked(self, company_ids, entries, day):
        """The same of entries that are no write-offs, by what they are matched with. An entry that
        takes a loss back is no debt."""
        return SQL(
            """
            SELECT debit.id, debit.move_id, partner.commercial_partner_id, debit.company_id,
                   debit.date, COALESCE(debit.date_maturity, debit.date), partial.max_date,
                   loss.entry_id, credit.date, NULL::int,
                   partial.amount * loss.gross, partial.amount * loss.net
              FROM (%(entries)s) AS loss
              JOIN account_move_line credit ON credit.move_id = loss.entry_id
              JOIN account_partial_reconcile partial ON partial.credit_move_id = credit.id
              JOIN account_move_line debit ON debit.id = partial.debit_move_id
              JOIN account_account account ON account.id = debit.account_id
              LEFT JOIN res_partner partner ON partner.id = debit.partner_id
             WHERE debit.company_id IN %(companies)s AND debit.parent_state = 'posted' AND %(trade)s
               AND %(known)s
               AND NOT EXISTS (SELECT 1 FROM account_move_line own
                                WHERE own.move_id = debit.move_id AND %(own)s)
            """,
            entries=entries,
            companies=tuple(company_ids),
            trade=self.env["ar.open.item"]._sql_is_trade(),
            known=SQL("partial.max_date <= %s", day) if day else SQL("TRUE"),
            own=self._sql_on_loss_account(company_ids, SQL("own")),
            to_flush=self._get_loss_fields(),
        )

    @api.model
    def _sql_loss_entries(self, company_ids, journals=None):
        """SELECT entry_id, gross, net of posted entries other than those of write-offs: which
        share of what they settle of receivables is a loss, with and without its tax.

        :param journals: types of journals; None for all
        :return: None where no account of losses is chosen
        """
        on_account = self._sql_on_loss_account(company_ids, SQL("line"))
        if not on_account:
            return None
        return SQL(
            """
            SELECT side.move_id AS entry_id, LEAST(side.gross / side.settled, 1) AS gross,
                   LEAST(side.net / side.settled, 1) AS net
              FROM (SELECT line.move_id, SUM(line.balance) FILTER (WHERE %(on_account)s) AS net,
                           SUM(line.balance) FILTER (
                               WHERE %(on_account)s OR line.tax_repartition_line_id IS NOT NULL
                           ) AS gross,
                           -SUM(line.balance) FILTER (WHERE line.balance < 0 AND %(trade)s)
                               AS settled
                      FROM account_move_line line
                      JOIN account_account account ON account.id = line.account_id
                      JOIN account_journal journal ON journal.id = line.journal_id
                     WHERE line.move_id IN (SELECT line.move_id FROM account_move_line line
                                             WHERE line.parent_state = 'posted' AND %(on_account)s)
                       AND %(within)s
                     GROUP BY line.move_id) AS side
             WHERE side.net > 0 AND side.settled > 0
               AND side.move_id NOT IN (SELECT entry_id FROM ar_writeoff
                                         WHERE entry_id IS NOT NULL
                                         UNION ALL
                                        SELECT claim_entry_id FROM ar_writeoff
                                         WHERE claim_entry_id IS NOT NULL
                                         UNION ALL
                                        SELECT move_id FROM ar_writeoff_recovery
                                         WHERE move_id IS NOT NULL)
            """,
            on_account=on_account,
            trade=self.env["ar.open.item"]._sql_is_trade(),
            within=SQL("journal.type IN %s", tuple(journals)) if journals else SQL("TRUE"),
            to_flush=self._get_loss_fields(),
        )

    def _sql_on_loss_account(self, company_ids, line):
        """Whether a journal item stands on an account of losses of its company; None where no
        account is chosen."""
        companies = self.env["res.company"].sudo().browse(company_ids)
        pairs = [
            SQL(
                "(%(line)s.company_id = %(company)s AND %(line)s.account_id IN %(accounts)s)",
                line=line,
                company=company.id,
                accounts=tuple(accounts.ids),
            )
            for company in companies
            if (accounts := company._ar_get_loss_accounts())
        ]
        return SQL("(%s)", SQL(" OR ").join(pairs)) if pairs else None

    def _get_loss_fields(self):
        """The fields that must be in the database before losses are read."""
        names = {
            "ar.writeoff": ("entry_id", "claim_entry_id", "state", "amount_company"),
            "ar.writeoff.recovery": ("move_id", "amount_company", "tax_company", "date"),
            "account.move.line": ("tax_repartition_line_id", "journal_id"),
            "account.journal": ("type",),
        }
        return [
            *self.env["ar.open.item"]._get_fields_read(),
            *(self.env[model]._fields[name] for model, own in names.items() for name in own),
        ]

    def _sql_loss_lines(self, company_ids):
        """SELECT id of the journal items that losses stand on, with their tax: their balances add
        up to ``gross`` of what is matched."""
        written_off = SQL(
            """
            SELECT line.id
              FROM ar_writeoff off
              JOIN account_move_line item ON item.id = off.move_line_id
              JOIN account_move_line line ON line.move_id = off.entry_id
             WHERE off.company_id IN %s AND off.state IN %s AND line.account_id != item.account_id
            """,
            tuple(company_ids),
            BOOKED,
            to_flush=self._get_loss_fields(),
        )
        entries = self._sql_loss_entries(company_ids)
        if not entries:
            return written_off
        return SQL(
            """
            %(written_off)s
             UNION ALL
            SELECT line.id
              FROM account_move_line line
             WHERE line.move_id IN (SELECT loss.entry_id FROM (%(losses)s) AS loss
                                     WHERE loss.writeoff_id IS NULL)
               AND (line.tax_repartition_line_id IS NOT NULL OR %(on_account)s)
            """,
            written_off=written_off,
            losses=self._sql_losses(company_ids),
            on_account=self._sql_on_loss_account(company_ids, SQL("line")),
        )
