"""On which day the customer was first told of an invoice."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...base import guarded

COMPARED = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}


class AccountMove(models.Model):
    _inherit = "account.move"

    ar_sent_on = guarded.Date(
        string="First Sent On",
        compute="_compute_ar_sent_on",
        search="_search_ar_sent_on",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
        help="Day of the first message about it to its customer.",
    )

    # What kind of document most open items are of, without a look at the documents. The condition
    # stands literally in the reader's SQL.
    _ar_unpaid_idx = models.Index(
        """(id) INCLUDE (move_type)
           WHERE move_type IN ('out_invoice', 'out_receipt', 'out_refund')
             AND payment_state IN ('not_paid', 'partial')"""
    )

    def _compute_ar_sent_on(self):
        sent = self._ar_sql_sent(SQL("message.res_id = ANY(%s)", self.ids))
        days = dict(self.env.execute_query(sent))
        for move in self:
            move.ar_sent_on = days.get(move.id, False)

    def _search_ar_sent_on(self, operator, value):
        if operator != "in" and operator not in COMPARED:
            return NotImplemented

        def to_sql(model, alias, query):
            own = SQL("message.res_id = %s", SQL.identifier(alias, "id"))
            day = SQL("(SELECT sent.day FROM (%s) AS sent)", self._ar_sql_sent(own))
            if operator != "in":
                return SQL("%s %s %s::date", day, COMPARED[operator], value)
            found = SQL("%s = ANY(%s::date[])", day, [one for one in value if one])
            return SQL("(%s OR %s IS NULL)", found, day) if False in value else found

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _ar_sql_sent(self, where):
        """SELECT id, day: when the customers of invoices were first told of them, on the days of
        their companies.

        :param where: SQL of which ones, in terms of ``message`` (res_id)
        """
        self.flush_model(["commercial_partner_id", "company_id"])
        self.env["mail.message"].flush_model(["date", "model", "partner_ids", "res_id"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        zones = SQL(", ").join(
            SQL("(%s, %s)", company.id, str(company._ar_zone()))
            for company in self.env["res.company"].sudo().with_context(active_test=False).search([])
        )
        return SQL(
            """
            SELECT message.res_id AS id,
                   MIN(message.date AT TIME ZONE 'UTC' AT TIME ZONE own.zone)::date AS day
              FROM mail_message message
              JOIN account_move move ON move.id = message.res_id
              JOIN (VALUES %s) AS own (company_id, zone) ON own.company_id = move.company_id
              JOIN mail_message_res_partner_rel told ON told.mail_message_id = message.id
              JOIN res_partner partner ON partner.id = told.res_partner_id
             WHERE message.model = 'account.move' AND %s
               AND partner.commercial_partner_id = move.commercial_partner_id
             GROUP BY message.res_id
            """,
            zones,
            where,
        )
