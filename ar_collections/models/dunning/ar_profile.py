"""The customer's dunning policy, and why it is that one."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import plaintext2html

from ...tools.dunning import dunning
from ..base.ar_guard_mixin import ANY
from ..base.res_company import MANAGER

# Items that a notification names.
MOST_NAMED = 10


class ArProfile(models.Model):
    _inherit = "ar.profile"
    _writable = {ANY: ("key_account", "policy_id", "policy_pinned_id")}

    key_account = fields.Boolean(
        tracking=True,
        help="Hard steps wait for an approval: levels that say so leave once somebody has approved "
        "the notice.",
    )
    policy_id = fields.Many2one(
        "ar.dunning.policy",
        string="Dunning Policy",
        compute="_compute_policy_id",
        inverse="_inverse_policy_id",
        help="The policy of the customer's grade, else the first policy whose criteria fit, "
        "unless one is pinned here by hand.",
    )
    policy_pinned_id = fields.Many2one(
        "ar.dunning.policy", string="Pinned Policy", ondelete="set null", tracking=True
    )
    policy_reason = fields.Char(string="Why This Policy", compute="_compute_policy_id")
    notice_ids = fields.One2many("ar.dunning.notice", "profile_id", string="Notices")
    notice_count = fields.Integer(compute="_compute_notice_count")
    last_notice_id = fields.Many2one("ar.dunning.notice", compute="_compute_last_notice_id")
    last_level_id = fields.Many2one(
        "ar.dunning.level",
        string="Highest Level",
        compute="_compute_last_level_id",
        help="The highest level that a sent notice raised something to that is still owed.",
    )
    last_notice_date = fields.Date(string="Last Reminded", compute="_compute_last_notice_id")

    @api.depends(
        "policy_pinned_id",
        "rating_id.policy_id",
        "partner_id.country_id",
        "partner_id.category_id",
        "partner_id.user_id",
    )
    def _compute_policy_id(self):
        for company, profiles in self.grouped("company_id").items():
            policies = self.env["ar.dunning.policy"]._for_company(company)
            matched = profiles._match_policies(policies, with_reason=True)
            for profile in profiles:
                profile.policy_id, profile.policy_reason = matched[profile.id]

    def _check_written(self, vals):
        # EXTENDS the guard: whoever collects makes a customer a key account; what waits for an
        # approval then is not let out by making it none.
        super()._check_written(vals)
        keys = self.filtered("key_account") if not vals.get("key_account", True) else self.browse()
        if keys and not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "%s is a key account, whose reminders wait for an approval. Only a collections "
                    "manager can make it none.",
                    keys[0].partner_id.display_name,
                )
            )

    @api.constrains("policy_pinned_id")
    def _check_policy_pinned(self):
        for profile in self:
            owner = profile.policy_pinned_id.sudo().company_id
            if owner and owner not in profile.company_id.sudo().parent_ids:
                raise ValidationError(
                    self.env._(
                        "The policy pinned on %s is another company's. Choose one of its own.",
                        profile.display_name,
                    )
                )

    def _hand_over_settings(self, target):
        # EXTENDS 'ar.profile'
        super()._hand_over_settings(target)
        if not target.policy_pinned_id:
            target.policy_pinned_id = self.policy_pinned_id
        # Both may have been reminded on the same day: both notices stay.
        self.notice_ids.sudo()._split_from(target.notice_ids.sudo())

    def _inverse_policy_id(self):
        for profile in self:
            profile.policy_pinned_id = profile.policy_id

    def _match_policies(self, policies, with_reason=False):
        """The policy of each profile among ``policies`` (of one company, in order).

        :return: {profile id: policy}, or {profile id: (policy, why)}
        """
        rules = policies._as_rules()
        result = {}
        for profile in self:
            pinned, graded = profile.policy_pinned_id, profile.rating_id.policy_id
            policy, criteria = (pinned if pinned in policies else graded), None
            if policy not in policies:
                partner = profile.partner_id
                found, criteria = dunning.match_policy(
                    rules, partner.country_id.id, partner.category_id.ids, partner.user_id.id
                )
                policy = policies.browse(found)
            why = profile._why_policy(policy, criteria) if with_reason else None
            result[profile.id] = (policy, why) if with_reason else policy
        return result

    def _with_grace(self, policy):
        """The facts of a policy with the customer's own grace days on top of its; None stays
        None."""
        if not policy or not self.grace_days:
            return policy
        return policy._replace(grace_days=policy.grace_days + self.grace_days)

    def _why_policy(self, policy, criteria):
        """One sentence: why this policy applies."""
        if criteria is None and policy != self.policy_pinned_id:
            return self.env._("The policy of grade %s.", self.rating_id.code)
        if criteria is None:
            return self.env._("Pinned on this customer by hand.")
        if not policy:
            return self.env._("No policy fits: add one without criteria as a last resort.")
        if not criteria:
            return self.env._("The first policy in order that fits; it applies to everybody.")
        labels = {
            "country": self.env._("country %s", self.partner_id.country_id.name),
            "tag": self.env._("a customer tag"),
            "salesperson": self.env._("salesperson %s", self.partner_id.user_id.name),
        }
        return self.env._(
            "The first policy in order that fits: %(criteria)s.",
            criteria=", ".join(labels[name] for name in criteria),
        )

    @api.depends("notice_ids")
    def _compute_notice_count(self):
        counts = dict(self._group_own("ar.dunning.notice"))
        for profile in self:
            profile.notice_count = counts.get(profile, 0)

    @api.depends("notice_ids.state")
    def _compute_last_notice_id(self):
        sent = [("state", "=", "sent")]
        groups = self._group_own("ar.dunning.notice", sent, aggregates=["id:max"])
        notices = self.env["ar.dunning.notice"].browse(last_id for _profile, last_id in groups)
        last = {notice.profile_id: notice for notice in notices}
        for profile in self:
            notice = last.get(profile, notices.browse())
            profile.last_notice_id = notice
            profile.last_notice_date = notice.date

    @api.depends("notice_ids.state")
    def _compute_last_level_id(self):
        levels = self.env["ar.open.item"]._read_highest_levels(
            self.company_id.ids, self.partner_id.ids
        )
        for profile in self:
            pair = profile.partner_id.id, profile.company_id.id
            profile.last_level_id = levels[pair][0] if pair in levels else False

    def action_remind(self):
        """Propose reminders to these customers now, manual ones included, for review; where
        nothing is to be said today, tell what is next and when."""
        return self._remind()

    def _remind(self, lines=None):
        """Propose reminders of all that these customers owe, or of some journal items alone.

        :param lines: the items; empty: all
        """
        self.check_access("write")
        company = self.company_id
        if len(company) != 1:
            raise UserError(
                self.env._("Remind customers of one company at a time; choose fewer customers.")
            )
        self.env["ar.dunning.run"].check_access("create")
        plans = self._plan_today(company, only=lines.ids if lines else None)
        if any(plan.drafts for plan in plans):
            return self._tell_left(lines, plans, self._propose_now(lines=lines))
        wizard = self.env["ar.dunning.remind_now"].create(
            {
                "profile_ids": [fields.Command.set(self.ids)],
                "move_line_ids": [fields.Command.set(lines.ids if lines else [])],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("No Reminder Today"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _plan_today(self, company, **options):
        """What a run would do about these customers today, as ``Plan``."""
        return self.env["ar.dunning.planner"]._plan(
            company, company._ar_today(), self.partner_id.ids, by_hand=True, **options
        )

    def _tell_left(self, lines, plans, action):
        """Go on with an action, and say first of which chosen items nothing is asked today."""
        asked = {one.item_id for plan in plans for draft in plan.drafts for one in draft.reminded}
        left = [line for line in lines or () if line.id not in asked]
        if not left:
            return action
        names = ", ".join(line.sudo().move_id.name or "/" for line in left[:MOST_NAMED])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "Nothing is to be asked of %s today: not late enough, on hold, or reminded of "
                    "before. The reminder is about the other items.",
                    names,
                ),
                "type": "warning",
                "sticky": True,
                "next": action,
            },
        }

    def _propose_now(self, next_now=False, lines=None):
        """A run of these customers, or of some of their items, proposed; the caller has checked
        the rights."""
        run = self.env["ar.dunning.run"].sudo()
        run = run.create(
            {
                "company_id": self.company_id.id,
                "kind": "single",
                "next_now": next_now,
                "profile_ids": [fields.Command.set(self.ids)],
                "move_line_ids": [fields.Command.set(lines.ids if lines else [])],
            }
        )
        run = run.sudo(self.env.su)
        run.action_propose()
        return run._get_records_action()

    def action_view_notices(self):
        """Open all notices of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_notice_action"
        )
        action.update(domain=[("profile_id", "=", self.id)], context={})
        return action

    def _try_open_review(self, reason):
        """Open a review for an event; what goes wrong is told here and does not call back the
        notice that has left."""
        self.ensure_one()
        self.env["ar.job.mixin"]._attempt_one(
            self,
            lambda profile: profile._open_review("event", reason),
            failed=lambda profile, error: profile._message_log(
                body=self.env._("No credit review could be opened: %s", str(error))
            ),
        )

    # -- key accounts ------------------------------------------------------------------

    def _ask_key_account(self):
        """The acting user asks who collects to make the customers key accounts; once."""
        for profile in self.sudo().filtered(lambda one: not one.key_account):
            words = self.env._(
                "%s asks for it: hard steps then wait for an approval. Tick Key Account on the "
                "customer account, or close this task.",
                self.env.user.name,
            )
            profile.company_id._ar_ask(
                profile,
                profile._get_collector(),
                self.env._("Make %s a key account?", profile.partner_id.name),
                plaintext2html(words),
            )
