"""Statements of account: what we say to a customer is open, or has happened."""

from datetime import timedelta
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.statement.statement import month_of
from ...base.ar_guard_mixin import ANY, NEW

# What a statement is about; with them its figures change.
ABOUT = {"kind", "date_from", "date_to", "by_contact"}


class ArStatement(models.Model):
    """A customer's account at the end of a day (open) or over a period (activity).

    The figures are read from the ledger's reader when the statement is made and again, under
    lock, when it is sent; from then on they are kept as sent.
    """

    _name = "ar.statement"
    _inherit = ["ar.gate.mixin", "ar.message.mixin", "ar.rows.mixin"]
    _description = "Statement of Account"
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _kept_files = True

    _transitions = {
        "sent": ("draft",),
        "confirmed": ("sent", "differs"),
        "differs": ("sent",),
    }
    _writable = {
        # It may be sent again by another way.
        ANY: ("channel",),
        NEW: ("partner_id", "company_id", "move_line_ids"),
        "draft": ("kind", "date_from", "date_to", "by_contact", "contact_id"),
    }

    # What of it is in the log of collections.
    _logged = (
        "name",
        "kind",
        "partner_id",
        "contact_id",
        "date_from",
        "date_to",
        "version",
        "opening_balance",
        "closing_balance",
        "channel",
        "recipient",
        "sent_date",
        "sent_by_id",
        "attachment_id",
        "answer_date",
        "answer_by_id",
        "seal_code",
    )
    _logged_states = ("sent", "confirmed", "differs")

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram", default="/")
    kind = fields.Selection(
        [("open", "Open Items"), ("activity", "Account Activity")],
        required=True,
        default="open",
        help="Open items: what is open at the end of a day. Activity: the balance at the "
        "beginning of a period, all documents and payments in it, the balance at its end.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        help="The commercial entity; documents of its contacts are its own.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", readonly=True, index=True, ondelete="restrict"
    )
    collector_id = fields.Many2one(related="profile_id.collector_id", store=True, index=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From",
        compute="_compute_date_from",
        store=True,
        readonly=False,
        precompute=True,
        help="First day of the period of an activity statement.",
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self.env.company._ar_today().replace(day=1) - timedelta(days=1),
        help="The day at whose end the balance is stated: today or any day before.",
    )
    by_contact = fields.Boolean(
        string="Contacts Apart",
        help="Show the documents of each contact of the customer under a heading of its own, "
        "with its own balance.",
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_statement_move_line_rel",
        "statement_id",
        "move_line_id",
        string="Chosen Items",
        help="Of a statement of open items: those that it states. Empty: all.",
    )
    part_key = fields.Char(
        readonly=True,
        copy=False,
        help="Stands for the chosen items. Empty: all that is open is stated.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("confirmed", "Confirmed"),
            ("differs", "Differs"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    version = fields.Integer(
        default=1, readonly=True, copy=False, help="Higher than 1: it corrects an earlier one."
    )
    replaced_id = fields.Many2one(
        "ar.statement", string="Corrects", readonly=True, copy=False, index="btree_not_null"
    )

    balance_ids = fields.One2many(
        "ar.statement.balance", "statement_id", string="Balances", copy=False
    )
    line_ids = fields.One2many("ar.statement.line", "statement_id", string="Lines", copy=False)
    opening_balance = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="In the company's currency, over all currencies.",
    )
    closing_balance = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="In the company's currency, over all currencies. Credits are negative.",
    )

    # Sending
    contact_id = fields.Many2one(
        "res.partner",
        string="Addressee",
        compute="_compute_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('commercial_partner_id', '=', partner_id)]",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection_papers(),
        compute="_compute_channel",
        store=True,
        readonly=False,
        precompute=True,
    )
    rule_id = fields.Many2one(
        "ar.statement.rule", readonly=True, copy=False, index="btree_not_null"
    )
    queued = fields.Boolean(
        readonly=True, copy=False, index=True, help="It waits for the scheduled action to send it."
    )
    error = fields.Text(string="Problem", readonly=True, copy=False)
    recipient = fields.Char(string="Sent to", readonly=True, copy=False)
    sent_date = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one("res.users", string="Sent by", readonly=True, copy=False)
    printed = fields.Boolean(readonly=True, copy=False, help="The letter was printed and posted.")
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF as Sent",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    mail_mail_id = fields.Many2one(
        "mail.mail", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    answer_date = fields.Date(string="Answered on", readonly=True, copy=False)
    answer_by_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False)
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_title = fields.Char(compute="_compute_texts")
    text_period = fields.Char(compute="_compute_texts")
    text_balance = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")

    # Once means once: a second statement of the same thing neither queues nor leaves.
    _once_uniq = models.UniqueIndex(
        "(company_id, partner_id, kind, COALESCE(date_from, date_to), date_to, version, "
        "COALESCE(part_key, '')) "
        "WHERE queued IS TRUE OR state != 'draft'",
        "A statement of this customer for this period was sent already or waits to be sent.",
    )

    @api.depends("kind", "date_to")
    def _compute_date_from(self):
        """A period starts with the month of its end until said otherwise."""
        for statement in self:
            if statement.kind == "open":
                statement.date_from = False
            elif not statement.date_from and statement.date_to:
                statement.date_from = month_of(statement.date_to)[0]

    @api.depends("partner_id", "company_id")
    def _compute_contact_id(self):
        profiles = self._map_profiles()
        for statement in self:
            profile = profiles.get(
                (statement.partner_id.commercial_partner_id, statement.company_id)
            )
            partner = statement.partner_id.commercial_partner_id
            statement.contact_id = (
                profile._get_contact(subject=statement._get_subject())
                if profile
                else partner.address_get(["invoice"])["invoice"]
            )

    @api.depends("contact_id")
    def _compute_channel(self):
        """As the customer prefers; by letter where there is no e-mail address."""
        channels = self.env["ar.channel"]
        for statement in self:
            statement.channel = channels._get_usual(statement.profile_id, statement.contact_id)

    def _map_profiles(self):
        """{(partner, company): profile} of the statements, in one query."""
        domain = Domain("partner_id", "in", self.partner_id.commercial_partner_id.ids)
        domain &= Domain("company_id", "in", self.company_id.ids)
        profiles = self.env["ar.profile"].sudo().search(domain)
        return {(profile.partner_id, profile.company_id): profile for profile in profiles}

    # -- checks ------------------------------------------------------------------------

    @api.constrains("kind", "date_from", "date_to", "company_id")
    def _check_period(self):
        for statement in self:
            name = statement.partner_id.display_name
            if statement.kind == "activity" and not statement.date_from:
                raise ValidationError(
                    self.env._("The activity statement of %s has no first day. Enter one.", name)
                )
            if statement.date_from and statement.date_from > statement.date_to:
                raise ValidationError(
                    self.env._(
                        "The statement of %(customer)s begins on %(start)s and ends before, on "
                        "%(end)s. Correct the period.",
                        customer=name,
                        start=format_date(self.env, statement.date_from),
                        end=format_date(self.env, statement.date_to),
                    )
                )
            if statement.date_to > statement.company_id._ar_today():
                raise ValidationError(
                    self.env._(
                        "The statement of %(customer)s ends on %(end)s, a day to come. Choose "
                        "today or a day before.",
                        customer=name,
                        end=format_date(self.env, statement.date_to),
                    )
                )

    @api.constrains("move_line_ids", "kind", "partner_id")
    def _check_part(self):
        for statement in self.filtered("part_key"):
            lines, name = statement.move_line_ids.sudo(), statement.partner_id.display_name
            if statement.kind != "open":
                raise ValidationError(
                    self.env._(
                        "Chosen items of %s are stated as open items. Choose that kind, or a "
                        "statement of all.",
                        name,
                    )
                )
            if lines.partner_id.commercial_partner_id != statement.partner_id or (
                lines.company_id != statement.company_id
            ):
                raise ValidationError(
                    self.env._("Choose open items of %s alone for this statement.", name)
                )

    # -- CRUD --------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Make statements with their figures.

        :raise UserError: a customer has nothing to state; the sentence names him
        """
        # EXTENDS the guard
        statements = super().create(vals_list)
        if not self.env.su:
            statements._check_may_be_told()
            given = [
                one
                for one, vals in zip(statements, vals_list, strict=True)
                if vals.get("contact_id")
            ]
            statements.browse(one.id for one in given)._note_chosen()
        statements._fill()
        statements._check_not_empty()
        return statements

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: numbers, the debtor behind a contact, the customer account.
        vals_list = [dict(vals) for vals in super()._complete(vals_list)]
        debtors = self._map_debtors(vals_list)
        unnamed = [vals for vals in vals_list if vals.get("name", "/") == "/"]
        for vals in vals_list:
            vals["partner_id"] = debtors.get(vals.get("partner_id"))
            vals.setdefault("company_id", self.env.company.id)
            if vals.get("kind", "open") == "open":
                vals["date_from"] = False
            vals["part_key"] = self._get_part_key(vals.get("move_line_ids"))
        for company in self.env["res.company"].browse({vals["company_id"] for vals in unnamed}):
            own = [vals for vals in unnamed if vals["company_id"] == company.id]
            numbers = self.with_company(company)._take_numbers(len(own))
            for vals, number in zip(own, numbers, strict=True):
                vals["name"] = number
        self._add_profiles(vals_list)
        return vals_list

    @api.model
    def _get_part_key(self, commands):
        """What stands for chosen items, whatever their order; False for all.

        :param commands: as they are written to ``move_line_ids``
        """
        ids = self.new({"move_line_ids": commands}).move_line_ids._origin.ids if commands else []
        return sha256(",".join(map(str, sorted(ids))).encode()).hexdigest() if ids else False

    def _add_profiles(self, vals_list):
        """The customer accounts, made where they are missing; two queries for all."""
        profiles = self.env["ar.profile"].sudo()
        pairs = {(vals["partner_id"], vals["company_id"]) for vals in vals_list}
        profiles._ensure([pair for pair in pairs if pair[0]])
        domain = Domain("partner_id", "in", [partner_id for partner_id, _company in pairs])
        domain &= Domain("company_id", "in", [company_id for _partner, company_id in pairs])
        found = {(p.partner_id.id, p.company_id.id): p.id for p in profiles.search(domain)}
        for vals in vals_list:
            vals["profile_id"] = found.get((vals["partner_id"], vals["company_id"]))

    def write(self, vals):
        # EXTENDS the guard
        about = ABOUT & vals.keys()
        if about:
            self._check_draft()
        result = super().write(vals)
        if "contact_id" in vals and not self.env.su:
            self._check_may_be_told()
        if about:
            self._fill()
            self._check_not_empty()
        return result

    def _get_state(self):
        # EXTENDS the guard: what waits to be sent is not changed any more.
        return "queued" if self.sudo().queued else super()._get_state()

    def _get_way_out(self):
        return self.env._(
            "A statement is sent and answered by its buttons. What was sent is kept as it is; make "
            "a corrected one with the button Correct."
        )

    def _check_draft(self):
        """What was said, or is about to be, is not changed any more."""
        if fixed := self.filtered(lambda s: s.state != "draft" or s.queued)[:1]:
            raise UserError(
                self.env._(
                    "%(statement)s of %(customer)s was sent or waits to be sent, and is kept as it "
                    "is. Make a corrected one with the button Correct.",
                    statement=fixed.name,
                    customer=fixed.partner_id.display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()
