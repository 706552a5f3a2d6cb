"""What a salesperson sees of an own customer: one page, live, of which nothing is written."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class ArSalesAccount(models.Model):
    """One row per account of a customer whose salesperson the acting person is, in companies that
    show salespeople what is owed. The id is the account's.

    The rows themselves are those of the person; record rules say the same. What stands beside the
    figures is read as superuser, and is chosen: neither notes of collectors nor credit.
    """

    _name = "ar.sales.account"
    _description = "Customer of a Salesperson"
    _auto = False
    _order = "overdue_amount desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]

    _depends = {
        "ar.profile": ["collector_id", "company_id", "partner_id"],
        "res.company": ["currency_id"],
        "res.partner": ["active", "commercial_partner_id", "user_id"],
    }

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    collector_id = fields.Many2one(
        "res.users", readonly=True, help="Who answers for what the customer owes."
    )
    open_amount = fields.Monetary(string="Open", readonly=True)
    overdue_amount = fields.Monetary(
        string="Overdue", readonly=True, help="Past its due date, after credits."
    )
    credit_amount = fields.Monetary(
        string="Credits", readonly=True, help="Payments and credit notes that nobody has allocated."
    )
    days_overdue = fields.Integer(string="Oldest Days", readonly=True, aggregator="max")
    stand = fields.Char(
        string="Stands At",
        compute="_compute_stand",
        help="What is agreed, planned or disputed; else what was last asked for.",
    )
    last_reminder = fields.Char(compute="_compute_stand")
    next_step = fields.Char(
        string="What Comes Next", compute="_compute_words", help="The next reminder or deadline."
    )
    agreed = fields.Text(
        string="Agreed and Held",
        compute="_compute_words",
        help="Promises, plans, disputes and cases, and whether reminders or orders are stopped.",
    )
    history = fields.Html(
        string="Said and Done",
        compute="_compute_history",
        help="What was said of late, newest first.",
    )
    item_ids = fields.Many2many("ar.open.item", string="Open Items", compute="_compute_records")
    hint_ids = fields.Many2many("ar.hint", string="What You Said", compute="_compute_records")

    @property
    def _table_query(self):
        items = self.env["ar.open.item"]
        companies = self.env.companies.sudo().filtered("ar_aging_for_sales").ids
        partners = items._own_partner_ids() if companies else []
        totals = items.sudo()._read_totals(companies, partners) if partners else {}
        found = [
            (*pair, row["open"], row["overdue"], row["credit"], row["max_days_overdue"])
            for pair, row in totals.items()
        ]
        columns = zip(*found, strict=True) if found else [()] * 6
        kinds = ("int", "int", "float8", "float8", "float8", "int")
        return SQL(
            """
            SELECT profile.id, profile.partner_id, profile.company_id, profile.collector_id,
                   company.currency_id, COALESCE(owed.open_amount, 0) AS open_amount,
                   COALESCE(owed.overdue_amount, 0) AS overdue_amount,
                   COALESCE(owed.credit_amount, 0) AS credit_amount,
                   COALESCE(owed.days_overdue, 0) AS days_overdue
              FROM ar_profile profile
              JOIN res_partner customer ON customer.id = profile.partner_id
              JOIN res_company company ON company.id = profile.company_id
              LEFT JOIN unnest(%s) AS owed (partner_id, company_id, open_amount, overdue_amount,
                                            credit_amount, days_overdue)
                ON owed.partner_id = profile.partner_id AND owed.company_id = profile.company_id
             WHERE customer.user_id = %s AND customer.active
               AND profile.company_id = ANY(%s::int[])
            """,
            SQL(", ").join(
                SQL("%s::%s[]", list(column), SQL(kind))
                for column, kind in zip(columns, kinds, strict=True)
            ),
            self.env.uid,
            companies,
        )

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        # EXTENDS 'base': the rows change without notice; each search starts from fresh values.
        self.invalidate_model(flush=False)
        return super().search_fetch(domain, field_names, offset, limit, order)

    # -- what is beside the figures ----------------------------------------------------

    def _filter_own(self):
        """The rows that are there for the acting person. An id of another customer has no row, and
        nothing may be read as superuser for it."""
        return self.browse(list(self._search([("id", "in", self.ids)])) if self.ids else ())

    def _check_own(self):
        """:raise AccessError: the row is not there for the acting person"""
        self.ensure_one()
        self.check_access("read")
        if self._filter_own() != self:
            raise AccessError(
                self.env._("This is no customer of yours. Ask an administrator for access.")
            )

    def _get_account(self):
        """The account, as superuser: of an own row alone."""
        self.ensure_one()
        return self.env["ar.profile"].sudo().browse(self.id)

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_stand(self):
        own = self._filter_own()
        (self - own).update({"last_reminder": False, "stand": False})
        accounts = self.env["ar.profile"].sudo().browse(own.ids)
        known = self._read_stands(accounts)
        for row, account in zip(own, accounts, strict=True):
            row.last_reminder = row._say_last_reminder(account)
            row.stand = known.get(row.id) or row.last_reminder

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_words(self):
        """Of one customer on its page: this plans the next reminder."""
        own = self._filter_own()
        (self - own).update({"next_step": False, "agreed": False})
        for row in own:
            account = row._get_account()
            steps = account._read_next_steps(self._get_told_steps()) if row.open_amount else {}
            first = steps.get(account.id, [])[:1]
            row.next_step = account._say_step(first[0]) if first else False
            row.agreed = "\n".join(row._list_agreed(account)) or False

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_history(self):
        own = self._filter_own()
        (self - own).history = False
        for row in own:
            row.history = row._prepare_history(row._get_account())

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_records(self):
        rows = self._filter_own()
        (self - rows).update({"item_ids": False, "hint_ids": False})
        for row in rows:
            own = [("partner_id", "=", row.partner_id.id), ("company_id", "=", row.company_id.id)]
            row.item_ids = self.env["ar.open.item"].search(own, order="date_due, id")
            row.hint_ids = self.env["ar.hint"].search(own)

    # -- buttons -----------------------------------------------------------------------

    def action_tell(self):
        """“The customer told me …”"""
        self._check_own()
        self.env["ar.hint"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The Customer Told Me …"),
            "res_model": "ar.hint",
            "view_mode": "form",
            "views": [(self.env.ref("ar_collections.ar_hint_view_form_new").id, "form")],
            "target": "new",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    def action_open_items(self):
        """What the customer owes, in the list of open items."""
        self._check_own()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_open_item_action")
        own = [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)]
        return {**action, "domain": own, "context": {}}

    def action_open_contact(self):
        """The contact of the customer."""
        self._check_own()
        return self.partner_id._get_records_action()
