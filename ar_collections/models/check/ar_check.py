"""Internal reconciliation: what must agree inside our own books, looked at every night."""

import logging
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..base.ar_guard_mixin import ANY
from ..base.notify import notify
from ..base.res_company import MANAGER

COLLECTOR = "ar_collections.ar_collections_group_collector"
ACTIVITY = "ar_collections.mail_activity_type_ar_check"


class CheckKind(NamedTuple):
    """What a check is about, in the language of the context.

    :param name: a few words
    :param help: what is looked for, and what to do about it; whole sentences
    :param days: the age in days that it begins with; None where age says nothing
    :param manager: a collections manager is told where nobody answers for the check
    :param everywhere: the same in each company: one person has one task of it
    """

    name: str
    help: str
    days: int | None = None
    manager: bool = False
    everywhere: bool = False


class Finding(NamedTuple):
    """What a check has found.

    :param model: the model of the records
    :param domain: exactly the records counted
    :param count: their number
    :param amount: in the company's currency
    :param view: XML id of the list that shows them; None for the model's own
    :param words: what is to be said of them; sentences
    """

    model: str
    domain: Domain
    count: int
    amount: float
    view: str | None = None
    words: str | None = None


class ArCheck(models.Model):
    """One check of a company's checklist: who answers for it and what it found last.

    An add-on adds a check by its kind in ``_get_checks`` and a method ``_find_<code>``, which
    returns a ``Finding``; see ``ar_check_kinds.py``.
    """

    _name = "ar.check"
    _description = "Internal Check"
    _inherit = ["ar.guard.mixin", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "company_id, sequence, id"
    _rec_names_search = ["name"]
    _writable = {ANY: ("active", "sequence", "owner_id", "days", "min_amount", "note")}
    # Who is asked to look at it ticks that off.
    _mail_post_access = "read"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Check", compute="_compute_name", search="_search_name")
    description = fields.Text(compute="_compute_name")
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is told, by an activity, when the check finds something where there was nothing "
        "before. Empty: the administrator; of what does not run or leave, a collections manager.",
    )
    days = fields.Integer(
        string="Age in Days",
        tracking=True,
        help="What is younger is left alone, or of which days documents are looked at: the "
        "description of the check says which.",
    )
    has_days = fields.Boolean(compute="_compute_name")
    min_amount = fields.Monetary(
        string="Tolerated Amount",
        tracking=True,
        help="A finding of less than this counts as in order. 0: any finding counts.",
    )
    result_ids = fields.One2many("ar.check.result", "check_id", string="History", readonly=True)
    last_result_id = fields.Many2one(
        "ar.check.result", readonly=True, copy=False, ondelete="set null"
    )
    state = fields.Selection(related="last_result_id.state", store=True, index=True)
    count = fields.Integer(
        string="Records", related="last_result_id.count", store=True, aggregator=None
    )
    amount = fields.Monetary(related="last_result_id.amount", store=True)
    message = fields.Text(related="last_result_id.message")
    note = fields.Text(related="last_result_id.note", readonly=False)
    run_date = fields.Datetime(string="Last Run", related="last_result_id.run_date", store=True)
    open_since = fields.Date(
        readonly=True, copy=False, help="Since this day each run has found something."
    )

    _company_code_uniq = models.UniqueIndex(
        "(company_id, code)", "This check is on the company's checklist already."
    )

    # -- the kinds ---------------------------------------------------------------------

    @api.model
    def _get_checks(self):
        """The kinds of checks, in the order of the checklist.

        :return: {code: CheckKind}; for each code there is a method ``_find_<code>()``, which
            gets one check and returns a ``Finding``, set-based
        """
        return {}

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_name(self):
        kinds = self._get_checks()
        for check in self:
            kind = kinds.get(check.code) or CheckKind(check.code or "", "")
            check.name = kind.name
            check.description = kind.help
            check.has_days = kind.days is not None

    def _search_name(self, operator, value):
        if operator not in ("ilike", "="):
            return NotImplemented
        word = (value or "").lower()
        return Domain(
            "code",
            "in",
            [
                code
                for code, kind in self._get_checks().items()
                if (word == kind.name.lower() if operator == "=" else word in kind.name.lower())
            ],
        )

    @api.model
    def _ensure(self, companies=None):
        """The checklist of these companies (all that have receivable accounts), made where it
        is missing; what somebody archived stays archived.

        :return: the active checks of kinds that are installed
        """
        companies = companies or self.env["res.company"].sudo().search([])
        runs = self.env["ar.dunning.run"]
        companies = companies.filtered(runs._has_receivable_account)
        kinds = self._get_checks()
        checks = self.sudo().with_context(active_test=False)
        domain = Domain("company_id", "in", companies.ids) & Domain("code", "in", list(kinds))
        found = checks.search(domain)
        there = {(check.company_id.id, check.code) for check in found}
        found |= checks.create(
            [
                {"company_id": company.id, "code": code, "sequence": at, "days": kind.days or 0}
                for company in companies
                for at, (code, kind) in enumerate(kinds.items(), 1)
                if (company.id, code) not in there
            ]
        )
        return self.sudo().browse(found.filtered("active").ids)

    # -- constraints -------------------------------------------------------------------

    @api.constrains("days", "min_amount")
    def _check_not_negative(self):
        for check in self:
            if min(check.days, check.min_amount) < 0:
                raise ValidationError(
                    self.env._(
                        "The age and the tolerated amount of the check “%s” cannot be negative. "
                        "Enter 0 to leave nothing out.",
                        check.name,
                    )
                )

    @api.constrains("owner_id", "company_id")
    def _check_owner(self):
        for check in self:
            owner = check.owner_id
            if owner and not check._can_own(owner):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot answer for the check “%(check)s”: the user has no "
                        "access to Collections in %(company)s. Choose somebody else, or ask an "
                        "administrator for the access.",
                        user=owner.name,
                        check=check.name,
                        company=check.company_id.name,
                    )
                )

    def _can_own(self, user):
        user = user.sudo()
        return (
            user.active
            and not user.share
            and user.has_group(COLLECTOR)
            and self.company_id in user.company_ids
        )

    # -- running -----------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Run the checklist of every company, each on its own day; each check is kept."""
        companies = self.env["res.company"].sudo().search([])
        self._work_through(companies, self._ensure, whole=True)
        self._work_through(self.sudo().search([]), lambda check: check._run(), whole=True)

    def action_run_all(self):
        """Run the whole checklist of the companies switched on, whatever is ticked."""
        self.browse().check_access("read")
        return self._ensure(self.env.companies).sudo(False).action_run()

    def action_run(self):
        """Run these checks now."""
        self.check_access("read")
        self.sudo()._run()
        wrong = len(self.filtered(lambda check: check.state != "ok"))
        if wrong:
            words = self.env._(
                "%(done)s checks were run; %(open)s need a look.", done=len(self), open=wrong
            )
        else:
            words = self.env._("%s checks were run; all is in order.", len(self))
        return notify(words, "warning" if wrong else "success")

    def _run(self):
        """Look, and keep what is found as the result of the company's today. A check that
        fails says so, and the others go on. A check that is being run by somebody is left."""
        known = self._get_checks()
        for check in self.filtered(lambda check: check.code in known):
            if check.try_lock_for_update(allow_referencing=True):
                check._keep(check._look())

    def _look(self):
        """What the check finds now, or why it failed, as values of a result."""
        return self._attempt_one(
            self,
            lambda check: check._judge(check._find()),
            failed=lambda check, error: {
                "state": "error",
                "count": 0,
                "amount": 0.0,
                "message": check.env._("The check could not be made: %s", error),
            },
            level=logging.ERROR,
        )

    def _judge(self, finding):
        """A finding as values of a result."""
        amount = self.currency_id.round(finding.amount) + 0.0
        is_open = (finding.count or amount) and (
            self.currency_id.compare_amounts(abs(amount), self.min_amount) >= 0
        )
        return {
            "state": "open" if is_open else "ok",
            "count": finding.count,
            "amount": amount,
            "message": finding.words or False,
        }

    def _find(self):
        """The finding of now: live, of all customers of the check's company.

        :raise UserError: the add-on that made the check is gone
        """
        self.ensure_one()
        if self.code not in self._get_checks():
            raise UserError(
                self.env._(
                    "The add-on that made the check “%s” is not installed any more. Archive the "
                    "check.",
                    self.code,
                )
            )
        check = self.sudo().with_company(self.company_id)
        return getattr(check, f"_find_{self.code}")()

    def _keep(self, values):
        """Write the result of today: one row a day, the last run of the day counts."""
        today = self.company_id._ar_today()
        before, last = self.state, self.last_result_id
        values = {**values, "run_date": fields.Datetime.now(), "owner_id": self.owner_id.id}
        same_day = [("check_id", "=", self.id), ("date", "=", today)]
        result = self.env["ar.check.result"].search(same_day)
        if result:
            result.write(values)
        else:
            # What was noted holds as long as the finding does.
            note = last.note if last.state == values["state"] == "open" else False
            result = result.create({**values, "check_id": self.id, "date": today, "note": note})
        self.last_result_id = result
        if result.state == "open":
            self.open_since = self.open_since or today
        elif result.state == "ok":
            self.open_since = False
        self._tell_owner(before)

    def _tell_owner(self, before):
        """An activity when something is found where there was nothing, once; it is done when
        all is in order again."""
        if self.state == "ok":
            self.activity_feedback([ACTIVITY], feedback=self.env._("All is in order again."))
        if self.state != "open" or before == "open" or self.activity_search([ACTIVITY]):
            return
        owner = self._get_owner()
        if self._is_told_elsewhere(owner):
            return
        speaking = self.with_context(lang=self.company_id._ar_pick_lang(owner))
        summary = speaking.env._("%(check)s: %(count)s", check=speaking.name, count=self.count)
        if self.amount:
            summary = f"{summary}, {speaking.currency_id.format(self.amount)}"
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            ACTIVITY,
            date_deadline=self.company_id._ar_today(),
            summary=summary,
            note=plaintext2html("\n".join(filter(None, (speaking.description, self.message)))),
            user_id=owner.id,
        )

    def _is_told_elsewhere(self, owner):
        """Whether the person has the task from another company, where all have the same."""
        if not self._get_checks()[self.code].everywhere:
            return False
        others = self.sudo().search([("code", "=", self.code), ("id", "!=", self.id)])
        return bool(others.activity_search([ACTIVITY], user_id=owner.id))

    def _get_owner(self):
        """The user to tell: the owner as long as he can see the check, else a manager for what
        does not work, and the administrator."""
        if self.owner_id and self._can_own(self.owner_id):
            return self.owner_id
        managers = self.env.ref(MANAGER, raise_if_not_found=False)
        if managers and self._get_checks()[self.code].manager:
            able = managers.sudo().all_user_ids.sorted("id").filtered(self._can_own)
            if able:
                return able[0]
        admin_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "base.user_admin", raise_if_not_found=False
        )
        return self.env["res.users"].browse(admin_id) or self.env.user

    # -- looking closer ----------------------------------------------------------------

    def action_view_records(self):
        """Open exactly the records that the check counts now."""
        self.ensure_one()
        self.check_access("read")
        finding = self._find()
        if finding.words and not self.env[finding.model].has_access("read"):
            # Scheduled actions are the administrator's.
            raise UserError(finding.words)
        view = self.env.ref(finding.view).id if finding.view else False
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": finding.model,
            "view_mode": "list,form",
            "views": [(view, "list"), (False, "form")],
            "domain": list(finding.domain),
            "context": {"create": False, "active_test": False},
            "help": self.env._("The check finds nothing now."),
        }

    def action_view_results(self):
        """Open what the check has found day by day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_check_result_action"
        )
        action["domain"] = [("check_id", "=", self.id)]
        action["context"] = {}
        return action
