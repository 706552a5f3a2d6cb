"""Within how many days a milestone is invoiced: as agreed with the customer, or as we do."""

from odoo import api, models
from odoo.tools import SQL


class ArMilestoneBilling(models.Model):
    _inherit = "ar.milestone.billing"

    @api.model
    def _sql_agreed_days(self, day):
        """The days within which we invoice, of the contract in force on a day; none where no
        contract says any.

        It is one in a query that knows the tables ``company`` and ``partner``, the invoice address.
        In force is what ``_is_in_force`` of the contract says: a contract with a company counts for
        its branches; the nearest company and the latest start come first.

        :param day: SQL, a date
        """
        return SQL(
            """
            SELECT COALESCE(terms.invoice_days, contract.invoice_days)
              FROM ar_credit_contract contract
              JOIN res_company signed ON signed.id = contract.company_id
              LEFT JOIN LATERAL (%(terms)s) AS terms ON TRUE
              LEFT JOIN LATERAL (%(last)s) AS last ON TRUE
             WHERE contract.partner_id = partner.commercial_partner_id
               AND company.parent_path LIKE signed.parent_path || '%%'
               AND contract.state IN ('approved', 'ended', 'replaced')
               AND contract.date_from <= %(day)s
               AND (contract.ending_date IS NULL OR contract.ending_date >= %(day)s)
               AND (contract.end_date IS NULL OR contract.end_date >= %(day)s
                    OR (contract.ending_date IS NULL
                        AND COALESCE(last.extension_months, contract.extension_months) > 0))
               AND COALESCE(terms.invoice_days, contract.invoice_days) > 0
             ORDER BY LENGTH(signed.parent_path) DESC, contract.date_from DESC, contract.id DESC
             LIMIT 1
            """,
            day=day,
            terms=self._sql_version(SQL("amendment.date <= %s", day)),
            last=self._sql_version(SQL("TRUE")),
        )

    @api.model
    def _sql_version(self, which):
        """The last of the approved amendments of a contract that are as ``which`` says."""
        return SQL(
            """
            SELECT amendment.invoice_days, amendment.extension_months
              FROM ar_credit_contract_amendment amendment
             WHERE amendment.contract_id = contract.id AND amendment.state = 'approved' AND %s
             ORDER BY amendment.date DESC, amendment.id DESC
             LIMIT 1
            """,
            which,
        )

    @api.model
    def _read_days(self, milestones, day):
        """{milestone id: within how many days it is invoiced if it is ready on a day}."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT stone.id, COALESCE((%s), company.ar_milestone_days)
                  FROM project_milestone stone
                  JOIN sale_order_line line ON line.id = stone.sale_line_id
                  JOIN sale_order so ON so.id = line.order_id
                  JOIN res_company company ON company.id = so.company_id
                  JOIN res_partner partner ON partner.id = so.partner_invoice_id
                 WHERE stone.id = ANY(%s)
                """,
                self._sql_agreed_days(SQL("%s::date", day)),
                list(milestones.ids),
            )
        )
        return dict(rows)
