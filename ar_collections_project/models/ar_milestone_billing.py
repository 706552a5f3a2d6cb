"""Milestones that could be invoiced and are not, read live."""

from odoo import api, fields, models
from odoo.tools import SQL


class ArMilestoneBilling(models.Model):
    """One row per milestone; its id is the milestone's. Nothing is stored.

    What is posted of an order line covers the milestones that were reached first, and what was
    paid down for an order and not deducted yet is deducted from them first. One whose tasks are
    all done, and that nobody has marked as reached, waits for that click.
    """

    _name = "ar.milestone.billing"
    _inherit = ["ar.job.mixin"]
    _description = "Milestone to Invoice"
    _auto = False
    _order = "ready_on, id"
    _depends = {
        "account.move": ["move_type", "state"],
        "account.move.line": [
            "amount_currency",
            "balance",
            "currency_id",
            "move_id",
            "product_uom_id",
            "quantity",
            "sale_line_ids",
        ],
        "ar.credit.contract": [
            "company_id",
            "date_from",
            "end_date",
            "ending_date",
            "extension_months",
            "invoice_days",
            "partner_id",
            "state",
        ],
        "ar.credit.contract.amendment": [
            "contract_id",
            "date",
            "extension_months",
            "invoice_days",
            "state",
        ],
        "project.milestone": [
            "ar_asked_on",
            "ar_customer_told_on",
            "ar_escalated_on",
            "is_reached",
            "name",
            "project_id",
            "quantity_percentage",
            "reached_date",
            "sale_line_id",
        ],
        "project.project": ["active", "user_id"],
        "project.task": ["active", "date_end", "milestone_id", "state"],
        "res.company": ["ar_milestone_days", "parent_path"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": [
            "company_id",
            "currency_id",
            "currency_rate",
            "partner_invoice_id",
            "state",
            "user_id",
        ],
        "sale.order.line": [
            "discount",
            "display_type",
            "is_downpayment",
            "order_id",
            "price_subtotal",
            "price_unit",
            "product_uom_id",
            "product_uom_qty",
        ],
        "uom.uom": ["factor"],
    }

    name = fields.Char(string="Milestone", readonly=True)
    kind = fields.Selection(
        [("reached", "To Invoice"), ("done", "To Mark as Reached")],
        string="What to Do",
        readonly=True,
        help="All tasks of a milestone are done, but nobody has marked it as reached.",
    )
    project_id = fields.Many2one("project.project", readonly=True)
    order_id = fields.Many2one("sale.order", string="Sales Order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Who Invoices",
        readonly=True,
        help="The project manager, or else the salesperson of the order.",
    )
    salesperson_id = fields.Many2one("res.users", readonly=True)
    ready_on = fields.Date(
        readonly=True, help="Day on which it was reached, or its last task was done."
    )
    bill_by = fields.Date(
        string="Invoice By",
        readonly=True,
        help="As the contract says that was in force when it was ready, or else the company.",
    )
    days = fields.Integer(
        string="Days Since", compute="_compute_days", help="Days since it could be invoiced."
    )
    amount = fields.Monetary(
        string="Not Invoiced",
        readonly=True,
        help="Without taxes, in the company's currency, at the price of the order. What was paid "
        "down and is not deducted yet is left out, from the earliest milestone of an order on.",
    )
    asked_on = fields.Date(string="Told On", readonly=True)
    escalated_on = fields.Date(readonly=True)
    customer_told_on = fields.Date(readonly=True)
    contract_id = fields.Many2one(
        "ar.credit.contract",
        compute="_compute_contract_id",
        groups="ar_collections.ar_collections_group_collector,account.group_account_invoice",
        help="The contract in force with the customer, with its terms of payment and acceptance.",
    )

    @api.depends("ready_on")
    def _compute_days(self):
        for row in self:
            row.days = row.ready_on and (row.company_id._ar_today() - row.ready_on).days

    @api.depends("partner_id")
    def _compute_contract_id(self):
        found = self._map_contracts(self.partner_id)
        for row in self:
            row.contract_id = found.get((row.partner_id, row.company_id))

    @api.model
    def _map_contracts(self, partners):
        """{(customer, company): the contract in force today, the one that began last}."""
        contracts = self.env["ar.credit.contract"].sudo()
        domain = [("partner_id", "in", partners.ids), ("in_force", "=", True)]
        found = contracts.search(domain, order="date_from")
        return {(one.partner_id, one.company_id): one for one in found}

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT bill.id, bill.name, bill.kind, bill.project_id, bill.order_id, bill.partner_id,
                   bill.company_id, bill.user_id, bill.salesperson_id, bill.ready_on, bill.bill_by,
                   GREATEST(LEAST(bill.price, bill.up_to - COALESCE(down.amount, 0)), 0) AS amount,
                   bill.asked_on, bill.escalated_on, bill.customer_told_on
              FROM (%s) AS bill
              LEFT JOIN LATERAL (%s) AS down ON TRUE
            """,
            self._sql_priced(),
            self.env["sale.order"]._ar_sql_paid_down(SQL("bill.order_id")),
        )

    def _sql_priced(self):
        """What nothing posted covers, with its price, and that of all up to it of its order."""
        return SQL(
            """
            SELECT row.*, SUM(row.price) OVER (
                       PARTITION BY row.order_id ORDER BY row.kind DESC, row.ready_on, row.id
                   ) AS up_to
              FROM (SELECT row.id, row.name, row.kind, row.project_id, so.id AS order_id,
                           partner.commercial_partner_id AS partner_id, so.company_id,
                           COALESCE(project.user_id, so.user_id) AS user_id,
                           so.user_id AS salesperson_id, row.ready_on,
                           row.ready_on + COALESCE((%s), company.ar_milestone_days) AS bill_by,
                           %s::numeric AS price,
                           row.asked_on, row.escalated_on, row.customer_told_on
                      FROM (%s UNION ALL %s) AS row
                      JOIN sale_order_line line ON line.id = row.sale_line_id
                      JOIN sale_order so ON so.id = line.order_id AND so.state = 'sale'
                      JOIN res_company company ON company.id = so.company_id
                      JOIN res_partner partner ON partner.id = so.partner_invoice_id
                      JOIN project_project project
                        ON project.id = row.project_id AND project.active
                     WHERE ROUND(row.quantity::numeric, 6) > 0) AS row
            """,
            self._sql_agreed_days(SQL("row.ready_on")),
            self.env["sale.order"]._ar_sql_price(SQL("row.quantity")),
            self._sql_reached(),
            self._sql_done(),
        )

    def _sql_reached(self):
        """Milestones that were reached, with the quantity that nothing posted covers."""
        return SQL(
            """
            SELECT stone.id, stone.name, 'reached' AS kind, stone.project_id, stone.sale_line_id,
                   stone.reached_date AS ready_on,
                   LEAST(stone.quantity, stone.up_to - COALESCE(posted.quantity, 0)) AS quantity,
                   stone.ar_asked_on AS asked_on, stone.ar_escalated_on AS escalated_on,
                   stone.ar_customer_told_on AS customer_told_on
              FROM (SELECT stone.*, line.product_uom_id,
                           stone.quantity_percentage * line.product_uom_qty AS quantity,
                           SUM(stone.quantity_percentage * line.product_uom_qty)
                               OVER (PARTITION BY stone.sale_line_id
                                     ORDER BY stone.reached_date, stone.id) AS up_to
                      FROM project_milestone stone
                      JOIN sale_order_line line ON line.id = stone.sale_line_id
                     WHERE stone.is_reached) AS stone
              JOIN uom_uom unit ON unit.id = stone.product_uom_id
              LEFT JOIN LATERAL (%s) AS posted ON TRUE
            """,
            self._sql_posted(),
        )

    def _sql_posted(self):
        """What is posted of a milestone's line, in the unit of the order."""
        return SQL(
            """
            SELECT SUM(CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                       * item.quantity * COALESCE(own.factor / unit.factor, 1)) AS quantity
              FROM sale_order_line_invoice_rel rel
              JOIN account_move_line item ON item.id = rel.invoice_line_id
              JOIN account_move move ON move.id = item.move_id AND move.state = 'posted'
              LEFT JOIN uom_uom own ON own.id = item.product_uom_id
             WHERE rel.order_line_id = stone.sale_line_id
            """
        )

    def _sql_done(self):
        """Milestones that are not reached although all their tasks are done: what is posted covers
        them after all that are reached."""
        return SQL(
            """
            SELECT stone.id, stone.name, 'done' AS kind, stone.project_id, stone.sale_line_id,
                   stone.ready_on,
                   LEAST(stone.quantity,
                         COALESCE(reached.quantity, 0) + stone.up_to - COALESCE(posted.quantity, 0)
                        ) AS quantity,
                   stone.ar_asked_on AS asked_on, stone.ar_escalated_on AS escalated_on,
                   stone.ar_customer_told_on AS customer_told_on
              FROM (SELECT stone.*, task.ready_on, line.product_uom_id,
                           line.product_uom_qty AS whole,
                           stone.quantity_percentage * line.product_uom_qty AS quantity,
                           SUM(stone.quantity_percentage * line.product_uom_qty)
                               OVER (PARTITION BY stone.sale_line_id
                                     ORDER BY task.ready_on, stone.id) AS up_to
                      FROM project_milestone stone
                      JOIN sale_order_line line ON line.id = stone.sale_line_id
                      JOIN (SELECT milestone_id,
                                   MAX(COALESCE(date_end, write_date))::date AS ready_on
                              FROM project_task
                             WHERE active AND milestone_id IS NOT NULL
                             GROUP BY milestone_id
                            HAVING BOOL_AND(state IN ('1_done', '1_canceled'))
                               AND BOOL_OR(state = '1_done')) AS task
                        ON task.milestone_id = stone.id
                     WHERE stone.is_reached IS NOT TRUE) AS stone
              JOIN uom_uom unit ON unit.id = stone.product_uom_id
              LEFT JOIN LATERAL (
                   SELECT SUM(other.quantity_percentage * stone.whole) AS quantity
                     FROM project_milestone other
                    WHERE other.sale_line_id = stone.sale_line_id AND other.is_reached
                   ) AS reached ON TRUE
              LEFT JOIN LATERAL (%s) AS posted ON TRUE
            """,
            self._sql_posted(),
        )

    def action_view_order(self):
        """Open the order, whose button makes the invoice."""
        self.ensure_one()
        return self.order_id._get_records_action()

    def action_view_project(self):
        """Open the milestones of the project, where one is marked as reached."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("project.project_milestone_action")
        domain = [("project_id", "=", self.project_id.id)]
        return {**action, "domain": domain, "context": {"default_project_id": self.project_id.id}}
