"""Reminders to key accounts wait until somebody has approved them; the run's others leave."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime, plaintext2html

from ..base.closing import is_change
from ..base.res_company import MANAGER

# So long a customer is left alone whose reminder was refused.
REFUSED_DAYS = 14


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    @api.model
    def _get_waiting_domain(self):
        """Notices that must be approved before they may leave, and are not."""
        domain = Domain("state", "in", ("draft", "failed")) & Domain("key_decision", "=", False)
        domain &= Domain("level_id.key_approval", "=", True)
        return domain & Domain("profile_id.key_account", "=", True)

    @api.model
    def _get_confirm_domain(self):
        """Notices that the acting person lets out by confirming them, or asks an approval for."""
        waiting = self._get_waiting_domain()
        free = ~waiting
        if not self.env.user.has_group(MANAGER):
            free &= Domain("level_id.approval", "!=", "manager")
        return free | (waiting & Domain("approval_asked", "=", False))

    @api.model
    def _get_approval_domain(self):
        """Notices that wait for who may let them out: proposed at a level of managers, or asked
        for."""
        asked = self._get_waiting_domain() & Domain("approval_asked", "!=", False)
        manager = Domain("state", "=", "draft") & Domain("level_id.approval", "=", "manager")
        return (asked | manager) & Domain("left_out", "=", False)

    @api.model
    def _get_own_approval_domain(self):
        """Those that wait for the acting person: a manager decides about all, a salesperson about
        the own key accounts, where the company wants it."""
        if self.env.user.has_group(MANAGER):
            return self._get_approval_domain()
        companies = self._get_approvers_companies()
        own = Domain("company_id", "in", companies.ids) & self._get_waiting_domain()
        own &= Domain("partner_id.user_id", "=", self.env.uid)
        return own & Domain("approval_asked", "!=", False) & Domain("left_out", "=", False)

    @api.model
    def _get_approvers_companies(self):
        """The companies, of those switched on, in which salespeople approve; as superuser."""
        return self.env.companies.sudo().filtered(lambda one: one.ar_key_approver == "salesperson")

    def _may_confirm(self):
        # EXTENDS the room itself
        return not self.waits_for_approval and super()._may_confirm()

    def _confirm(self):
        # EXTENDS the room itself: who confirms asks for the approval of those that need one.
        asked = self.filtered(lambda one: one.waits_for_approval and one._has_items())
        asked._ask_for_approval()
        return super()._confirm()

    def _ask_for_approval(self):
        """Note that they would leave, and give who approves the task to decide: one for each
        customer."""
        new = self.filtered(lambda one: not one.approval_asked)
        new.sudo().write({"approval_asked": fields.Datetime.now()})
        for profile, notices in new.grouped("profile_id").items():
            approver = notices[:1]._get_approver()
            if not approver:
                continue
            # A salesperson may not read accounts.
            about = profile if approver.has_group(MANAGER) else profile.partner_id
            words = self.env._(
                "%(customer)s is a key account. The level “%(level)s” over %(amount)s leaves once "
                "it is approved: on the notice, or with the buttons on the customer.",
                customer=profile.partner_id.display_name,
                level=notices[:1].level_id.name,
                amount=", ".join(one.currency_id.format(one.amount_total) for one in notices),
            )
            summary = self._get_approval_summary(profile)
            profile.company_id._ar_ask(about.sudo(), approver, summary, plaintext2html(words))

    def _get_approver(self):
        """Who is asked: the account's salesperson where the company wants that, else a manager."""
        company = self.company_id
        user = self.partner_id.sudo().user_id
        chosen = company.sudo().ar_key_approver == "salesperson"
        if chosen and user.active and not user.share:
            return user
        reviewer = company._ar_find_dunning_reviewer()
        # Who reviews runs may be a collector, and does not approve.
        return reviewer if reviewer and reviewer.has_group(MANAGER) else company._ar_get_manager()

    def _is_approver(self):
        """Whether the acting user may decide about this notice: a manager, or who is asked."""
        user = self.env.user
        return user.has_group(MANAGER) or user == self.sudo()._get_approver()

    @api.model
    def _get_approval_summary(self, profile):
        return self.env._("Approve the reminder to %s", profile.partner_id.name)

    # -- the decision ------------------------------------------------------------------

    def action_approve(self):
        """Let reminders to key accounts out. Those that somebody has confirmed leave now."""
        self.check_access("read")
        self._decide("approved")
        return True

    def action_refuse(self):
        """Take reminders to key accounts back, and leave the customers alone for a while."""
        self.check_access("read")
        self._decide("refused")
        return True

    def _decide(self, decision):
        """Keep who decided and when, and do what follows from it; once for each notice.

        :raise AccessError: the acting user is none of those who may
        :raise UserError: it was decided already, or needs nobody's decision
        """
        for notice in self:
            if not notice._is_approver():
                raise AccessError(
                    self.env._(
                        "The reminder to %(customer)s is approved by %(approver)s or a collections "
                        "manager.",
                        customer=notice.partner_id.display_name,
                        approver=notice.sudo()._get_approver().name or "…",
                    )
                )
            if notice.sudo().key_decision:
                raise UserError(notice.sudo()._say_decision())
            if not notice.waits_for_approval:
                raise UserError(
                    self.env._(
                        "The reminder to %s waits for nobody's approval.",
                        notice.partner_id.display_name,
                    )
                )
        decided = self.sudo()
        decided.write(
            {
                "key_decision": decision,
                "key_decided_by_id": self.env.uid,
                "key_decided_on": fields.Datetime.now(),
            }
        )
        decided._close_approval_tasks()
        for notice in decided:
            notice.profile_id._message_log(
                body=plaintext2html(notice._say_decision()), author_id=self.env.user.partner_id.id
            )
        if decision == "approved":
            decided.filtered("approval_asked")._confirm()
        else:
            decided._take_refused()
        decided.run_id._settle()

    # -- what was approved is what leaves ----------------------------------------------

    @api.model
    def _get_approved_fields(self):
        """What an approval is of: who is told, and in which words."""
        return ("added_text", "contact_id", "level_id")

    def _find_said_otherwise(self, vals):
        """The approved ones that have not left and that ``vals`` would let say something else, or
        to somebody else."""
        names = [name for name in self._get_approved_fields() if name in vals]
        return self.filtered(
            lambda one: (
                names
                and one.sudo().key_decision == "approved"
                and one.state in ("draft", "failed")
                and any(is_change(one, name, vals[name]) for name in names)
            )
        )

    def _take_approval_back(self):
        """They wait for an approval anew, which is asked for when somebody confirms them."""
        for notice in self.sudo():
            words = self.env._(
                "%(user)s has changed the reminder %(notice)s after %(approver)s approved it: it "
                "has to be approved again.",
                user=self.env.user.name,
                notice=notice.name,
                approver=notice.key_decided_by_id.name,
            )
            notice.write(
                {
                    "key_decision": False,
                    "key_decided_by_id": False,
                    "key_decided_on": False,
                    "approval_asked": False,
                }
            )
            notice.profile_id._message_log(
                body=plaintext2html(words), author_id=self.env.user.partner_id.id
            )

    def _take_refused(self):
        """What was refused is not sent, and not proposed again tomorrow."""
        for notice in self:
            until = fields.Date.add(notice.company_id._ar_today(), days=REFUSED_DAYS)
            notice._leave_out(notice._say_decision(), until)
            notice._set_cancelled(notice._say_decision())

    def _say_decision(self):
        """Who has decided what about the notice, and when."""
        values = {
            "user": self.key_decided_by_id.name,
            "moment": format_datetime(self.env, self.key_decided_on, dt_format="short"),
            "notice": self.name,
            "level": self.level_id.name,
        }
        if self.key_decision == "approved":
            return self.env._(
                "%(user)s approved the reminder %(notice)s (%(level)s) on %(moment)s.", **values
            )
        return self.env._(
            "%(user)s refused the reminder %(notice)s (%(level)s) on %(moment)s.", **values
        )

    def _close_approval_tasks(self):
        """The tasks of customers about whom nothing is left to decide are done."""
        left = self.search(
            Domain("profile_id", "in", self.profile_id.ids) & self._get_waiting_domain()
        )
        for profile in self.profile_id - left.profile_id:
            summary = self._get_approval_summary(profile)
            for about in (profile, profile.partner_id):
                tasks = about.activity_ids.filtered(lambda one, s=summary: one.summary == s)
                tasks.action_feedback()
