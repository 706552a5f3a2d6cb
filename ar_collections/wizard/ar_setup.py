"""The first hour: from the company's data to the first reminder that leaves, step by step."""

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_list

from ..models.base.notify import RELOAD
from ..models.insight.setup.onboarding_onboarding_step import STEPS
from ..tools.channel import sender_domain

MANAGER = "ar_collections.ar_collections_group_manager"
ICONS = {
    sender_domain.GOOD: "fa-check text-success",
    sender_domain.WEAK: "fa-exclamation-triangle text-warning",
    sender_domain.MISSING: "fa-times text-danger",
    sender_domain.WRONG: "fa-times text-danger",
    sender_domain.UNKNOWN: "fa-question text-muted",
}
FACT = Markup('<li class="mb-1"><i class="fa fa-fw %s me-1"></i>%s</li>')
FACTS = Markup('<ul class="list-unstyled mb-0">%s</ul>')


class ArSetup(models.TransientModel):
    """Shows what is there and what is missing, on the company's own data. What is done is kept by
    Odoo's onboarding; nothing leaves for customers before the last step."""

    _name = "ar.setup"
    _description = "First Steps"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    is_live = fields.Boolean(compute="_compute_is_live")
    company_done = fields.Boolean(compute="_compute_done")
    reach_done = fields.Boolean(compute="_compute_done")
    policy_done = fields.Boolean(compute="_compute_done")
    tonight_done = fields.Boolean(compute="_compute_done")
    sender = fields.Html(string="What Customers See of Us", compute="_compute_sender")
    domain_read = fields.Html(string="Domain of the Sender", readonly=True)
    debtor_count = fields.Integer(string="Customers with Open Items", compute="_compute_reach")
    unmailed_count = fields.Integer(string="Not by E-mail", compute="_compute_reach")
    unreached_count = fields.Integer(string="By No Way", compute="_compute_reach")
    policy_id = fields.Many2one(
        "ar.dunning.policy",
        compute="_compute_policy_id",
        help="The one that customers get whom no other policy fits.",
    )
    level_ids = fields.Many2many("ar.dunning.level", compute="_compute_policy_id")
    other_policy_ids = fields.Many2many(
        "ar.dunning.policy",
        string="Policies of Some Customers",
        compute="_compute_policy_id",
        help="By their criteria, by a grade, or because an account names one.",
    )
    hasty_words = fields.Char(compute="_compute_hasty_words")
    shown_level_id = fields.Many2one(
        "ar.dunning.level",
        string="As a Customer Reads It",
        compute="_compute_shown_level_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', level_ids)]",
    )
    # Kept, because to make a sample writes, and a page that is only read may not.
    shown_to = fields.Char(string="To", compute="_compute_shown", compute_sudo=False, store=True)
    shown_subject = fields.Char(
        string="Subject", compute="_compute_shown", compute_sudo=False, store=True
    )
    shown_mail = fields.Html(
        string="E-mail", compute="_compute_shown", compute_sudo=False, store=True, sanitize=False
    )
    shown_letter = fields.Html(
        string="Letter", compute="_compute_shown", compute_sudo=False, store=True, sanitize=False
    )
    begin = fields.Selection(
        [
            ("leave", "Leave it to people: the run begins with what falls due from today on"),
            ("all", "Begin with all of it: who was never reminded gets the first level"),
        ],
        string="What Was Late Before Today",
        compute="_compute_begin",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    tonight = fields.Html(string="What Tonight Would Do", readonly=True)

    def _refuse_others(self):
        """Whatever the dialog was made with, or a browser asks it to show: it tells nothing of a
        company of others.

        :raise AccessError: the company is none of the acting person's
        """
        companies = self.company_id
        if self.env.uid != SUPERUSER_ID and set(companies.ids) - set(
            self.env.user._get_company_ids()
        ):
            # Not by name: whoever tries all numbers would be told of all companies.
            raise AccessError(
                self.env._(
                    "You may not see the first steps of this company. Ask an administrator to add "
                    "the company to your user."
                )
            )

    # -- what is done ------------------------------------------------------------------

    @api.depends_context("lang")
    def _compute_display_name(self):
        # OVERRIDES 'base': there is one page for a company.
        self.display_name = self.env._("First Steps")

    @api.depends("company_id")
    def _compute_is_live(self):
        self._refuse_others()
        for setup in self:
            setup.is_live = not setup.company_id.sudo().ar_setup_since

    @api.depends("company_id")
    def _compute_done(self):
        self._refuse_others()
        for setup in self:
            for code in STEPS[:-1]:
                setup[f"{code}_done"] = setup._get_step(code)._ar_is_done()

    def _get_step(self, code):
        return self.env["onboarding.onboarding.step"]._ar_get_step(code, self.company_id)

    def _set_done(self, code):
        """Keep that a step was looked at."""
        step = self._get_step(code)
        step.onboarding_ids._search_or_create_progress()
        step.action_set_just_done()

    # -- facts of the steps ------------------------------------------------------------

    @api.depends("company_id")
    def _compute_sender(self):
        self._refuse_others()
        for setup in self:
            facts = [
                FACT % (ICONS[sender_domain.GOOD if good else sender_domain.MISSING], words)
                for good, words in setup._list_sender_facts()
            ]
            setup.sender = FACTS % Markup("").join(facts)

    @api.depends("company_id")
    def _compute_reach(self):
        self._refuse_others()
        for setup in self:
            rows = self.env["ar.reachability"]
            owing = [("company_id", "=", setup.company_id.id), ("item_count", ">", 0)]
            setup.debtor_count = rows.search_count(owing)
            setup.unmailed_count = rows.search_count([*owing, ("by_email", "=", False)])
            setup.unreached_count = rows.search_count([*owing, ("ways", "=", 0)])

    @api.depends("company_id")
    def _compute_policy_id(self):
        self._refuse_others()
        for setup in self:
            policies = self.env["ar.dunning.policy"]._for_company(setup.company_id)
            setup.policy_id = policies._first_without_criteria() or policies[:1]
            setup.level_ids = setup.policy_id.level_ids
            setup.other_policy_ids = policies - setup.policy_id

    @api.depends("company_id")
    def _compute_hasty_words(self):
        self._refuse_others()
        for setup in self:
            names = setup._find_hasty().mapped("name")
            words = self.env._(
                "%s: the highest level at once, so that who is long late hears that one first. Let "
                "it go one level after the other to begin at the first.",
                format_list(self.env, names),
            )
            setup.hasty_words = words if names else False

    def _find_hasty(self):
        """The policies by which somebody may hear a higher level first."""
        policies = self.env["ar.dunning.policy"]._for_company(self.company_id)
        return policies.filtered(lambda policy: policy.step != "one")

    @api.depends("company_id")
    def _compute_shown_level_id(self):
        for setup in self:
            setup.shown_level_id = setup.level_ids[:1]

    @api.depends("company_id", "shown_level_id")
    def _compute_shown(self):
        """As the preview of a level shows it: e-mail and letter to a customer of the ledger."""
        self._refuse_others()
        for setup in self:
            level = setup.shown_level_id
            preview = self.env["ar.dunning.preview"].with_company(setup.company_id)
            preview = preview.new({"level_id": level.id}) if level else preview
            setup.shown_to = preview.mail_to
            setup.shown_subject = preview.mail_subject
            setup.shown_mail = preview.mail_body
            setup.shown_letter = preview.letter

    @api.depends("company_id")
    def _compute_begin(self):
        self._refuse_others()
        for setup in self:
            setup.begin = "leave" if setup.company_id.sudo().ar_dunning_start else "all"

    @api.onchange("begin")
    def _onchange_begin(self):
        """An answer belongs to its question."""
        self.tonight = False

    def _get_start(self):
        """The first due date of the nightly run as chosen; None: all items. What was decided
        before, an earlier day, stays."""
        today = self.company_id._ar_today()
        known = self.company_id.sudo().ar_dunning_start
        return (known or today) if self.begin == "leave" else None

    # -- buttons -----------------------------------------------------------------------

    def _check_manager(self):
        """
        :raise AccessError: what a company sends, and when it begins, is a manager's
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(MANAGER) or self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Only a collections manager of the company takes its first steps.")
            )

    def action_check_domain(self):
        """Read SPF, DKIM and DMARC of the sender's domain, where that can be done, and what mail
        servers have reported."""
        self._check_manager()
        sender = self.env["ar.sender.domain"]
        facts = sender._check(self.company_id) + sender._check_reports(self.company_id)
        rows = [FACT % (ICONS[state], words) for state, words in facts]
        self.domain_read = FACTS % Markup("").join(rows)
        return True

    def action_simulate(self):
        """Ask what the nightly run of today would do, and show it."""
        self._check_manager()
        self.tonight = self._prepare_tonight()
        return True

    def action_step_by_step(self):
        """Let all policies of the company go one level after the other."""
        self._check_manager()
        self._find_hasty().sudo(False).step = "one"
        self.tonight = False
        self.invalidate_recordset()
        return True

    def action_open_company(self):
        """The company's address, e-mail and logo."""
        self._check_manager()
        return self._open("res.company", self.company_id.id)

    def action_open_today(self):
        """The page that the day begins with."""
        self._check_manager()
        return self.env["ir.actions.client"]._for_xml_id("ar_collections.ar_today_action")

    def action_open_switches(self):
        """The settings, where parts are switched on that not every company wants."""
        self._check_manager()
        return {**self._open("res.config.settings", False), "context": {"module": "ar_collections"}}

    def action_open_banks(self):
        """The bank accounts that customers pay into."""
        self._check_manager()
        action = self._open("res.partner.bank")
        partner = self.company_id.partner_id
        action["domain"] = [("partner_id", "=", partner.id)]
        action["context"] = {"default_partner_id": partner.id}
        return action

    def action_open_unreached(self):
        """The customers with open items whom some way does not reach."""
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_reachability_action"
        )
        action["domain"] = [("company_id", "=", self.company_id.id)]
        return action

    def action_open_policy(self):
        """The policy with its levels."""
        self._check_manager()
        return self._open("ar.dunning.policy", self.policy_id.id)

    def action_done_company(self):
        """The company, its bank account and its sender were looked at."""
        return self._action_done("company")

    def action_done_reach(self):
        """Who cannot be reached was looked at."""
        return self._action_done("reach")

    def action_done_policy(self):
        """The policy and its letters were looked at."""
        return self._action_done("policy")

    def action_done_tonight(self):
        """What tonight would do was looked at: what was late before begins as chosen."""
        self._check_manager()
        self.company_id.sudo().ar_dunning_start = self._get_start()
        return self._action_done("tonight")

    def _action_done(self, code):
        self._check_manager()
        self._set_done(code)
        return True

    def action_go_live(self):
        """Let reminders leave from now on.

        :raise UserError: a step was not taken, in a sentence that names it
        """
        self._check_manager()
        left = [step.title for code in STEPS[:-1] if (step := self._find_left(code))]
        if left:
            raise UserError(
                self.env._("Look at these steps first: %s.", ", ".join(f"“{one}”" for one in left))
            )
        self._set_done("live")
        self.company_id._ar_go_live()
        return dict(RELOAD)

    def _find_left(self, code):
        """The step if it is still to be taken; else nothing."""
        step = self._get_step(code)
        return step.browse() if step._ar_is_done() else step

    def action_hold(self):
        """Let nothing leave until the company goes live again."""
        self._check_manager()
        self.company_id._ar_begin_setup()
        return dict(RELOAD)

    def _open(self, model, id_=None):
        """An action for a record, or for a list."""
        view = "list" if id_ is None else "form"
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": id_,
            "views": [(False, view)] + ([] if view == "form" else [(False, "form")]),
            "target": "current",
        }
