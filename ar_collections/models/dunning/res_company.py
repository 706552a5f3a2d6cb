"""When reminders begin in a company, who reviews them, and what a run is never to exceed."""

from statistics import median

from odoo import api, fields, models
from odoo.fields import Domain

from ..base import guarded

# Nights that are looked at for what is usual.
USUAL_NIGHTS = 10


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "ar.closed.mixin"]

    # Begins and ends by the first steps, which ask for rights and keep who it was.
    _ar_closed = {"ar_setup_since": None}

    ar_dunning_start = guarded.Date(
        string="Reminders Begin With Items Due From",
        help="The nightly run leaves items that fell due before this day to people, unless they "
        "were reminded already. A new company begins with the day on which it was made. Empty: "
        "the run takes up all of them.",
        groups=guarded.SETTINGS,
    )
    ar_dunning_reviewer_id = guarded.Many2one(
        "res.users",
        string="Who Reviews Dunning Runs",
        ondelete="set null",
        help="Gets a task when a nightly run waits for review. Empty: a collections manager of "
        "the company.",
        groups=guarded.SETTINGS,
    )
    ar_key_approver = guarded.Selection(
        [("manager", "A collections manager"), ("salesperson", "The account's salesperson")],
        string="Who Approves for Key Accounts",
        default="manager",
        required=True,
        help="Gets a task when a notice to a key account waits for approval. A manager may decide "
        "in any case, and does where an account has no salesperson.",
        groups=guarded.SETTINGS,
    )
    ar_dunning_most_times = guarded.Integer(
        string="Most Times the Usual",
        default=3,
        help="A nightly run that would send more than so many times the usual number of notices "
        "waits for a person instead. 0: it never does.",
        groups=guarded.SETTINGS,
    )
    ar_dunning_keep_days = guarded.Integer(
        string="Days Dunning Decisions Are Kept",
        default=365,
        help="Why each item was reminded or left alone is deleted after these days; notices are "
        "kept. 0: never.",
        groups=guarded.SETTINGS,
    )
    ar_setup_since = guarded.Datetime(
        string="Being Set Up Since",
        readonly=True,
        copy=False,
        help="Until the company goes live nothing leaves for its customers: the nightly run only "
        "proposes, and what people confirm waits. Empty: the company is live.",
        groups=guarded.SETTINGS,
    )

    _ar_dunning_not_negative = models.Constraint(
        "CHECK (ar_dunning_most_times >= 0 AND ar_dunning_keep_days >= 0)",
        "How many times the usual a run may send, and the days that decisions are kept, cannot be "
        "negative. Enter 0 to switch one off.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base': the ledger that is brought into a new company is not reminded of in one
        # night.
        companies = super().create(vals_list)
        for company in companies.sudo().filtered(lambda one: not one.ar_dunning_start):
            company.ar_dunning_start = fields.Date.to_string(company._ar_today())
        return companies

    def _ar_say_setup(self):
        """Why nothing leaves for the company's customers yet, a sentence; '' if it is live."""
        self.ensure_one()
        if not self.sudo().ar_setup_since:
            return ""
        return self.env._(
            "%s is being set up: nothing leaves for its customers before somebody goes live. See "
            "Collections > Configuration > First Steps.",
            self.sudo().name,
        )

    @api.model
    def _ar_domain_live(self):
        """The domain of the companies whose messages may leave; see ``_ar_say_setup``."""
        return Domain("active", "=", True) & Domain("ar_setup_since", "=", False)

    def _ar_find_dunning_reviewer(self):
        """Who looks at the runs that wait: as set, else a manager of the company; may be empty."""
        self.ensure_one()
        chosen = self.sudo().ar_dunning_reviewer_id
        if chosen.active and self in chosen.company_ids:
            return chosen
        return self._ar_get_manager()

    def _ar_usual_notices(self, before):
        """How many notices a nightly run that sends any lets out by the median of the last ones."""
        self.ensure_one()
        domain = Domain("run_id.company_id", "=", self.id) & Domain("run_id.kind", "=", "nightly")
        domain &= Domain("run_id.date", "<", before)
        domain &= Domain("state", "not in", ("draft", "cancelled"))
        groups = (
            self.env["ar.dunning.notice"]
            .sudo()
            ._read_group(domain, ["run_id"], ["__count"], order="run_id desc", limit=USUAL_NIGHTS)
        )
        return median([count for _run, count in groups]) if groups else 0

    @api.model
    def _ar_begin_dunning(self):
        """Companies that have not sent a notice yet begin with what falls due from today on.

        Called when the add-on is installed and when an older version is updated: a ledger of
        years must not be reminded of in one night.
        """
        reminded = self.env["ar.dunning.notice"].sudo()
        known = reminded._read_group([("state", "=", "sent")], ["company_id"])
        debts = self.env["ar.open.item"].sudo()._read_group([], ["company_id"])
        owed = self.browse().union(*(company for (company,) in debts))
        for company in owed - self.browse().union(*(company for (company,) in known)):
            if not company.sudo().ar_dunning_start:
                company.sudo().ar_dunning_start = fields.Date.to_string(company._ar_today())
