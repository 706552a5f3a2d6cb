"""Settings: which parts are shown, and what aging and levels mean on the own ledger."""

from collections import Counter

from markupsafe import Markup

from odoo import api, models
from odoo.tools import formatLang

from ...base import guarded
from ...base.guarded import SETTINGS

USERS = "base.group_user"
ROW = Markup('<td class="text-end text-nowrap pe-3"><div class="text-muted small">%s</div>%s</td>')


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_ar_credit = guarded.Boolean(
        string="Credit Management",
        implied_group="ar_collections.group_ar_credit",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_contract = guarded.Boolean(
        string="Contracts",
        implied_group="ar_collections.group_ar_contract",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_confirmation = guarded.Boolean(
        string="Balance Confirmations",
        implied_group="ar_collections.group_ar_confirmation",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_reconciliation = guarded.Boolean(
        string="Customers' Ledgers",
        implied_group="ar_collections.group_ar_reconciliation",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_plan = guarded.Boolean(
        string="Payment Plans",
        implied_group="ar_collections.group_ar_plan",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_case = guarded.Boolean(
        string="Cases and Write-Offs",
        implied_group="ar_collections.group_ar_case",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_charge = guarded.Boolean(
        string="Charges",
        implied_group="ar_collections.group_ar_charge",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_sms = guarded.Boolean(
        string="Text Messages",
        implied_group="ar_collections.group_ar_sms",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_webhook = guarded.Boolean(
        string="Webhooks",
        implied_group="ar_collections.group_ar_webhook",
        group=USERS,
        groups=SETTINGS,
    )
    group_ar_analysis = guarded.Boolean(
        string="Analysis and Planning",
        implied_group="ar_collections.group_ar_analysis",
        group=USERS,
        groups=SETTINGS,
    )
    ar_show_preview = guarded.Boolean(
        string="Show on Our Ledger",
        groups=SETTINGS,
        help="What the settings below mean today. A large ledger takes some seconds.",
    )
    ar_aging_preview = guarded.Html(
        string="Today by Age", compute="_compute_ar_aging_preview", groups=SETTINGS
    )
    ar_level_preview = guarded.Html(
        string="Late Today by Level", compute="_compute_ar_level_preview", groups=SETTINGS
    )
    ar_setup_words = guarded.Char(compute="_compute_ar_setup_words", groups=SETTINGS)

    @api.depends("company_id", "ar_aging_scheme_id", "ar_show_preview")
    def _compute_ar_aging_preview(self):
        for settings in self:
            shown = settings.ar_show_preview
            settings.ar_aging_preview = shown and settings._prepare_aging_preview()

    def _prepare_aging_preview(self):
        """What the company's customers owe today, in the buckets of the scheme that is chosen;
        False without the right to see it."""
        self.ensure_one()
        report = self.env["ar.aging.report"]
        company = self.company_id
        if not self.env.user.has_groups(guarded.LEDGER) or company not in self.env.companies:
            return False
        aging = report.get_aging(
            company_ids=company.ids,
            scheme_id=self.ar_aging_scheme_id.id or None,
            group_by="company",
            tie_out=False,
        )
        totals = aging["totals"]
        cells = zip(aging["buckets"], totals["buckets"], strict=True)
        return self._prepare_row([(name, amount or 0.0) for name, amount in cells])

    @api.depends("company_id", "ar_show_preview")
    def _compute_ar_level_preview(self):
        for settings in self:
            shown = settings.ar_show_preview
            settings.ar_level_preview = shown and settings._prepare_level_preview()

    def _prepare_level_preview(self):
        """How many items have passed which level of the policies, as due dates say; False without
        the right to see it."""
        self.ensure_one()
        company = self.company_id
        if not self.env.user.has_groups(guarded.COLLECTOR) or company not in self.env.companies:
            return False
        due = self.env["ar.dunning.planner"]._read_due(company)
        counts = Counter(delay for _item, _partner, delay in due)
        cells = [(self.env._("from day %s", delay), counts[delay]) for delay in sorted(counts)]
        return self._prepare_row(cells, money=False)

    def _prepare_row(self, cells, money=True):
        """A table of one row. ``cells``: list of (label, figure)."""
        if not cells:
            return Markup('<p class="text-muted mb-0">%s</p>') % self.env._("Nothing is late.")
        currency = self.company_id.currency_id
        rows = [
            ROW % (label, formatLang(self.env, figure, currency_obj=currency) if money else figure)
            for label, figure in cells
        ]
        table = '<table class="table-borderless mb-0"><tbody><tr>%s</tr></tbody></table>'
        return Markup(table) % Markup("").join(rows)

    @api.depends("company_id")
    def _compute_ar_setup_words(self):
        for settings in self:
            settings.ar_setup_words = settings.company_id._ar_say_setup()
