"""What a salesperson knows of an own customer, and what the collector answers."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...base import arguments
from ...base.ar_guard_mixin import NEW
from ...base.guarded import COLLECTOR


class HintKind(NamedTuple):
    """:param day: what the day of such a hint is; empty where it has none"""

    name: str
    day: str = ""


class ArHint(models.Model):
    """“The customer told me …”: one thing that sales has heard.

    The collector has a task until it is answered; the answer is a task of the salesperson. A hint
    changes nothing by itself: promises, disputes and holds are the collector's. Salespeople see
    and write hints of their own customers alone, as they see what these owe.
    """

    _name = "ar.hint"
    _inherit = ["ar.gate.mixin"]
    _description = "Hint of a Salesperson"
    _order = "create_date desc, id desc"
    _check_company_auto = True

    _transitions = {"answered": ("open",)}
    _writable = {NEW: ("partner_id", "company_id", "kind", "day", "text"), "open": ("answer",)}
    _writable_by = {"answer": COLLECTOR}

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('user_id', '=', uid), ('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Told By",
        readonly=True,
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=lambda self: self._selection_kind(),
        string="The Customer Told Me",
        required=True,
        default="will_pay",
    )
    day = fields.Date(help="The day that the customer named. Empty: none.")
    day_words = fields.Char(compute="_compute_day_words")
    text = fields.Text(string="In the Customer's Words", required=True)
    collector_id = fields.Many2one(
        "res.users", string="To", readonly=True, index=True, help="Who has the task to answer."
    )
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, ondelete="set null", groups=COLLECTOR
    )
    answer = fields.Text(help="What the salesperson should know: what was done, what comes next.")
    answered_by_id = fields.Many2one("res.users", readonly=True)
    answered_on = fields.Datetime(readonly=True)
    state = fields.Selection(
        [("open", "To Answer"), ("answered", "Answered")],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )

    @api.model
    def _get_kinds(self):
        """What a customer may have told, in the order of the choice: {code: ``HintKind``}."""
        return {
            "will_pay": HintKind(self.env._("Will pay"), self.env._("Pays on")),
            "has_paid": HintKind(self.env._("Has paid"), self.env._("Paid on")),
            "dispute": HintKind(self.env._("Something is wrong")),
            "cannot": HintKind(self.env._("Cannot pay now"), self.env._("Can pay from")),
            "document": HintKind(self.env._("Needs a document")),
            "contact": HintKind(self.env._("Another contact")),
            "other": HintKind(self.env._("Something else")),
        }

    @api.model
    def _selection_kind(self):
        return [(code, kind.name) for code, kind in self._get_kinds().items()]

    @api.depends("kind")
    def _compute_day_words(self):
        kinds = self._get_kinds()
        for hint in self:
            hint.day_words = kinds[hint.kind].day if hint.kind in kinds else False

    @api.depends("kind", "partner_id")
    def _compute_display_name(self):
        for hint in self:
            hint.display_name = f"{hint._get_kind_words()}: {hint.partner_id.display_name or ''}"

    def _get_kind_words(self):
        kinds = self._get_kinds()
        return kinds[self.kind].name if self.kind in kinds else ""

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Write another hint: what was said stays as it is.")

    # -- birth -------------------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: of the whole customer, on its account, for its collector.
        partners = self.env["res.partner"].sudo()
        accounts = self.env["ar.profile"].sudo()
        done = []
        for vals in vals_list:
            given = vals.get("partner_id")
            partner = partners.browse(given if arguments.is_id(given) else ())
            partner = partner.commercial_partner_id
            company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
            self._check_own(partner, company)
            account = accounts.get_or_create(partner, company.sudo()) if partner else accounts
            named = {"partner_id": partner.id, "company_id": company.id, "profile_id": account.id}
            collector = self._find_collector(account) if account else account.collector_id
            done.append({**vals, **named, "collector_id": collector.id})
        return super()._complete(done)

    @api.model
    def _check_own(self, partner, company):
        """:raise AccessError: the customer is not the acting person's"""
        items = self.env["ar.open.item"]
        if self.env.su or not partner or items._sees_all():
            return
        items._check_companies(company.ids)
        if partner.id not in (items._allowed_partners(partner.ids) or ()):
            raise AccessError(
                self.env._(
                    "You write hints about your own customers. Ask an administrator to make you "
                    "the salesperson of this one."
                )
            )

    @api.model
    def _find_collector(self, account):
        """Who answers today: the collector or a deputy, else a manager of collections."""
        company = account.company_id
        user = account.collector_id
        if user:
            stand_ins = self.env["ar.absence"].sudo()._find_stand_ins(company, user.ids)
            user = user.browse(stand_ins.get(user.id) or ())
        return user if user.active and not user.share else company._ar_get_manager()

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        hints = super().create(vals_list)
        for hint in hints.sudo():
            hint._ask_collector()
        return hints

    def _ask_collector(self):
        """A task on the account; as superuser."""
        user = self.collector_id
        if not user:
            return
        told = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        words = told.env._("%s has heard something from the customer", self.user_id.name)
        self.activity_id = told._add_task(told.profile_id, user, words)

    def _add_task(self, place, user, words):
        """A task with a link to the hint, and none of its words: tasks are read by all who may read
        the place, the hint by whom its rules let; as superuser."""
        return place.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.company_id._ar_today(),
            summary=words,
            note=self._get_html_link(title=words),
            user_id=user.id,
            automated=True,
        )

    def _say_all(self):
        """“Pays on 12/31/2026. After the fair.”"""
        day = ""
        if self.day and self.day_words:
            day = f"{self.day_words} {format_date(self.env, self.day)}. "
        return f"{day}{self.text or ''}"

    # -- answers -----------------------------------------------------------------------

    def action_answer(self):
        """Give the answer to the salesperson, and close the collector's task.

        :raise UserError: nothing is answered yet
        """
        self.check_access("write")
        for hint in self:
            if not (hint.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Write first what %(user)s should know of %(customer)s.",
                        user=hint.user_id.name,
                        customer=hint.partner_id.display_name,
                    )
                )
        now = fields.Datetime.now()
        moved = self._move_to("answered", answered_by_id=self.env.uid, answered_on=now)
        for hint in moved.sudo():
            hint.activity_id.unlink()
            hint._tell_salesperson()
        return True

    def _find_reader(self):
        """Who is told of the answer: who gave the hint, or who sells to the customer now; nobody
        who may not see the customer any more."""
        here = self.with_context(allowed_company_ids=self.company_id.ids)
        for user in (self.user_id, self.partner_id.user_id):
            is_here = user.active and self.company_id in user.company_ids
            if is_here and here.with_user(user).has_access("read"):
                return user
        return self.env["res.users"]

    def _tell_salesperson(self):
        """A task on the contact, which salespeople may read; as superuser."""
        user = self._find_reader()
        if not user or user == self.env.user:
            return
        told = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        words = told.env._("%s has answered your hint", self.env.user.name)
        told._add_task(told.partner_id, user, words)

    def action_open_account(self):
        """The page of the customer: the account, or what salespeople see of it."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ar.aging.report"].get_customer_action(self.partner_id.id)
