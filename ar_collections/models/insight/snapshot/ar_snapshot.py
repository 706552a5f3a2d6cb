"""What the aging said on a day, kept."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...base import arguments


class ArSnapshot(models.Model):
    """The aging of one company on one day as it was told then, with its tie-out.

    Matching done later with older dates changes what the report says of a past day; a
    snapshot keeps what was said. It is written once and never changed.
    """

    _name = "ar.snapshot"
    _inherit = ["ar.guard.mixin", "ar.job.mixin"]
    _description = "Aging Snapshot"
    _order = "date desc, company_id"

    date = fields.Date(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    limits = fields.Char(string="Buckets", required=True, readonly=True)
    total = fields.Monetary(string="Owed", readonly=True)
    ledger = fields.Monetary(
        string="General Ledger",
        readonly=True,
        help="Balance of the trade receivable accounts that day.",
    )
    exchange_pending = fields.Monetary(
        string="Exchange Differences to Come",
        readonly=True,
        help="What exchange entries booked later will change in the ledger.",
    )
    matched_elsewhere = fields.Monetary(
        readonly=True, help="Taken off by matching with another company of the group."
    )
    difference = fields.Monetary(string="Unexplained Difference", readonly=True)
    line_ids = fields.One2many("ar.snapshot.line", "snapshot_id", string="Customers", readonly=True)

    _company_date_uniq = models.UniqueIndex(
        "(company_id, date)", "There is a snapshot of this company and day already."
    )

    @api.depends("date", "company_id")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_display_name(self):
        several = len(self.env.companies) > 1
        for snapshot in self:
            day = format_date(self.env, snapshot.date)
            snapshot.display_name = f"{day}, {snapshot.company_id.sudo().name}" if several else day

    def _search_display_name(self, operator, value):
        """By the day as people read it; there is one a month."""
        found = self.search([]).filtered_domain([("display_name", operator, value)])
        return [("id", "in", found.ids)]

    def write(self, vals):  # pylint: disable=method-required-super
        # OVERRIDES the guard
        raise UserError(
            self.env._("A snapshot keeps what was said on its day and cannot be changed.")
        )

    @api.model
    def take(self, date=None, company=None):
        """Keep the aging of ``company`` (the current one) on ``date`` (its today).

        Taking a day again gives the snapshot that is there.

        :param date: date or ISO text
        :param company: company or its id
        :return: the snapshot
        :raise UserError: for a day to come, and for what is no day or company
        """
        if not isinstance(company, models.BaseModel):
            company = self.env["res.company"].browse(
                arguments.to_ids(self.env, company and [company])
            )
        company = company or self.env.company
        self.env["ar.open.item"]._check_companies(company.ids)
        day = arguments.to_day(self.env, date) or company._ar_today()
        if day > company._ar_today():
            raise UserError(
                self.env._(
                    "A snapshot of %s can be taken once that day has come.",
                    format_date(self.env, day),
                )
            )
        taken = self.search([("company_id", "=", company.id), ("date", "=", day)])
        if not taken:
            self.env["ar.snapshot.take"].check_access("create")
            taken = self._take(day, company)
        return taken

    def _take(self, day, company):
        report = self.env["ar.aging.report"].with_company(company)
        aging = report.get_aging(day, company_ids=company.ids, basis="due", credits="included")
        # Nobody creates snapshots by hand: the rights to the report were checked above.
        snapshot = self.sudo().create(self._prepare_snapshot_values(day, company, aging))
        lines = self.env["ar.snapshot.line"].sudo()
        values = snapshot._prepare_lines(aging)
        for start in range(0, len(values), 1000):
            lines.create(values[start : start + 1000])
        return snapshot.sudo(self.env.su)

    def _prepare_snapshot_values(self, day, company, aging):
        (tie,) = aging["tie_out"]["by_currency"]
        return {
            "date": day,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "limits": ",".join(map(str, aging["options"]["limits"])),
            "total": aging["totals"]["total"],
            "ledger": tie["ledger"],
            "exchange_pending": tie["exchange_pending"],
            "matched_elsewhere": tie["matched_elsewhere"],
            "difference": tie["difference"],
        }

    def _prepare_lines(self, aging):
        """Values of the lines: a customer and bucket with something in it."""
        buckets = self.env["ar.snapshot.bucket"].sudo()._of_limits(aging["options"]["limits"])
        return [
            {
                "snapshot_id": self.id,
                "partner_id": row["key"],
                "partner_name": row["key"] and row["name"],
                "bucket_id": buckets[index].id,
                "amount": amount,
            }
            for row in aging["rows"]
            for index, amount in enumerate(row["buckets"])
            if amount
        ]

    @api.model
    def _cron_take_month_end(self):
        """Keep the last month end of each company, as soon as its month is over."""
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        # One that fails is tried again tomorrow.
        self._work_through(companies, self._take_month_end)

    @api.model
    def _take_month_end(self, company):
        self.take(company._ar_today().replace(day=1) - timedelta(days=1), company)
