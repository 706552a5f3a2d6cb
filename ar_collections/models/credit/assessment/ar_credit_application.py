"""Credit applications: what customers tell us about themselves when they ask for credit."""

from odoo import api, fields, models

OPEN_STATES = ("draft", "proposed")


class ArCreditApplication(models.Model):
    """A form that a customer filled in on the portal. It opens a review, and keeps what was
    said as it was said."""

    _name = "ar.credit.application"
    _inherit = ["ar.guard.mixin"]
    _description = "Credit Application"
    _order = "create_date desc, id desc"
    _check_company_auto = True
    _kept_files = True

    name = fields.Char(compute="_compute_name")
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    contact_id = fields.Many2one("res.partner", string="Filled In By", readonly=True)
    accepted_on = fields.Datetime(
        string="Confirmed On",
        readonly=True,
        help="When the applicant confirmed the figures and accepted the terms of payment.",
    )
    review_id = fields.Many2one(
        "ar.credit.review",
        string="Credit Review",
        readonly=True,
        index=True,
        ondelete="set null",
    )
    state = fields.Selection(
        related="review_id.state", string="Review Status", store=True, index=True
    )

    legal_name = fields.Char(readonly=True)
    registration = fields.Char(string="Company Registration", readonly=True)
    vat = fields.Char(string="Tax ID", readonly=True)
    founded = fields.Integer(string="Founded In", readonly=True)
    employees = fields.Integer(readonly=True)
    business = fields.Selection(
        selection=lambda self: self.env["ar.credit.financials"]._fields["business"].selection,
        readonly=True,
    )
    bank_name = fields.Char(string="Bank", readonly=True)
    bank_account = fields.Char(readonly=True)
    trade_references = fields.Text(readonly=True)
    requested_limit = fields.Monetary(readonly=True)
    requested_days = fields.Integer(string="Requested Terms (Days)", readonly=True)
    expected_monthly = fields.Monetary(string="Expected Monthly Purchases", readonly=True)
    note = fields.Text(string="Message", readonly=True)
    financials_id = fields.Many2one(
        "ar.credit.financials", string="Figures", readonly=True, ondelete="set null"
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files", readonly=True)

    @api.depends("partner_id", "create_date")
    def _compute_name(self):
        for application in self:
            application.name = self.env._(
                "Application of %s", application.partner_id.display_name or ""
            )

    @api.model
    def _get_open(self, partner, company):
        """The application of a commercial partner that is not decided yet, or none."""
        return self.sudo().search(
            [
                ("partner_id", "=", partner.commercial_partner_id.id),
                ("company_id", "=", company.id),
                ("state", "in", OPEN_STATES),
            ],
            limit=1,
        )

    @api.model
    def _submit(self, contact, company, values, figures=None, files=()):
        """Keep a form that was filled in, and open the review that it asks for.

        One application at a time: while one is open, it is returned and nothing is written.

        :param contact: the partner of the portal user; its commercial entity applies
        :param values: fields of the application
        :param figures: fields of ``ar.credit.financials``, or nothing
        :param files: (name, bytes, mime type)
        :return: one ``ar.credit.application``, sudo
        """
        partner = contact.commercial_partner_id.sudo()
        profile = self.env["ar.profile"].sudo().get_or_create(partner, company)
        # Two clicks at once: the second waits here and then finds the first one's.
        profile.lock_for_update()
        pending = self._get_open(partner, company)
        if pending:
            return pending
        application = self.sudo().create(
            {
                **values,
                "profile_id": profile.id,
                "contact_id": contact.id,
                "accepted_on": fields.Datetime.now(),
            }
        )
        application._keep_figures(figures)
        application._open_review()
        application._keep_files(files)
        return application

    def _keep_figures(self, figures):
        """The figures become a statement of the customer's own, unless we have one of that
        day already."""
        if not figures:
            return
        Statement = self.env["ar.credit.financials"]
        known = Statement.search(
            [("profile_id", "=", self.profile_id.id), ("date", "=", figures["date"])]
        )
        self.financials_id = known or Statement.create(
            {
                "profile_id": self.profile_id.id,
                "origin": "customer",
                "business": self.business or "other",
                "currency_id": self.company_id.currency_id.id,
                **figures,
            }
        )

    def _open_review(self):
        """A draft review with the customer's wishes as the first offer."""
        profile = self.profile_id
        reason = self.env._("The customer applied for credit on the portal.")
        profile._open_review("application", reason)
        review = profile.review_ids.filtered(lambda r: r.state in OPEN_STATES)[:1]
        self.review_id = review
        if review.state == "draft":
            review.expected_monthly = self.expected_monthly
        if self.requested_limit or self.requested_days:
            self.env["ar.credit.review.offer"].create(
                {
                    "review_id": review.id,
                    "side": "customer",
                    "limit_amount": self.requested_limit,
                    "note": self.requested_days
                    and self.env._("Asks for %s days.", self.requested_days),
                    "user_id": False,
                }
            )

    def _keep_files(self, files):
        """Attach what was uploaded to the review, where the reviewer looks for it."""
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "mimetype": mimetype,
                    # Posting moves them to the review and shows them on the message.
                    "res_model": "mail.compose.message",
                    "res_id": 0,
                }
                for name, content, mimetype in files
            ]
        )
        self.attachment_ids = attachments
        self.review_id.message_post(
            body=self.env._("Credit application of %s.", self.contact_id.display_name),
            attachment_ids=attachments.ids,
        )

    def action_view_review(self):
        """Open the review of the application."""
        self.ensure_one()
        return self.review_id._get_records_action()
