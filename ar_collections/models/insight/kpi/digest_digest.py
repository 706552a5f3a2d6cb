"""Key figures of collections in Odoo's own digest."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

from ....tools.insight.facts import Period
from ...base import guarded
from .ar_kpi_request import KpiRequest

# Sales of a day or a week make no DSO: it looks back so many days, whatever the digest does.
DSO_DAYS = 90


class DigestDigest(models.Model):
    """The digest finds its figures by their names: ``kpi_…`` and ``kpi_…_value``. It reads the
    former of everybody who opens it; they are no secret."""

    _inherit = "digest.digest"

    kpi_ar_overdue = guarded.Boolean(string="Overdue Receivables", groups="base.group_user")
    kpi_ar_overdue_value = guarded.Monetary(
        string="Overdue Receivables at the End",
        compute="_compute_kpi_ar_overdue",
        groups=guarded.COLLECTOR,
    )
    kpi_ar_collected = guarded.Boolean(string="Collected", groups="base.group_user")
    kpi_ar_collected_value = guarded.Monetary(
        string="Collected from Customers",
        compute="_compute_kpi_ar_collected",
        groups=guarded.COLLECTOR,
    )
    kpi_ar_dso = guarded.Boolean(string="Days Sales Outstanding", groups="base.group_user")
    kpi_ar_dso_value = guarded.Float(
        string="Days Sales Outstanding, 90 Days",
        compute="_compute_kpi_ar_dso",
        groups=guarded.COLLECTOR,
    )

    # Each figure for itself: the digest reads one after the other, for days that it gives in the
    # context, and forgets only the one that it has read.

    def _compute_kpi_ar_overdue(self):
        for digests, company in self._ar_by_company():
            facts = self._ar_read_facts(company)
            digests.kpi_ar_overdue_value = facts.closing - facts.not_due

    def _compute_kpi_ar_collected(self):
        for digests, company in self._ar_by_company():
            facts = self._ar_read_facts(company)
            period = facts.period
            digests.kpi_ar_collected_value = facts.cube.collected(period.before, period.last)

    def _compute_kpi_ar_dso(self):
        for digests, company in self._ar_by_company():
            last = self._ar_get_period().last
            period = Period(last - timedelta(days=DSO_DAYS - 1), last)
            request = KpiRequest((company.id,), (period,))
            [figures] = self.env["ar.kpi"]._measure(request, ("dso",)).values()
            digests.kpi_ar_dso_value = figures["dso"]["value"] or 0.0

    def _ar_get_period(self):
        """The days after the start up to the end, as the digest of Invoicing counts them."""
        start, end, _companies = self._get_kpi_compute_parameters()
        last = fields.Date.to_date(end) or self.env.company._ar_today()
        first = (fields.Date.to_date(start) or last) + timedelta(days=1)
        return Period(min(first, last), last)

    def _ar_read_facts(self, company):
        request = KpiRequest((company.id,), (self._ar_get_period(),))
        [facts] = self.env["ar.kpi"]._read_facts(request, {"cube"}).values()
        return facts

    def _ar_by_company(self):
        """[(digests, company)]; without one it is the current company.

        :raise AccessError: as the digest expects it, which leaves the figure out of this user's
            e-mail
        """
        if not self.env.su and not self.env.user.has_group(guarded.COLLECTOR):
            raise AccessError(self.env._("Key figures of receivables are for collectors."))
        groups = self.grouped(lambda digest: digest.company_id or self.env.company)
        self.env["ar.open.item"]._check_companies([company.id for company in groups])
        return [(digests, company) for company, digests in groups.items()]

    def _compute_kpis_actions(self, company, user):
        # EXTENDS 'digest'
        actions = super()._compute_kpis_actions(company, user)
        menu = self.env.ref("account.menu_finance").id
        path = f"ar_collections.ar_kpi_action?menu_id={menu}"
        return actions | dict.fromkeys(("kpi_ar_overdue", "kpi_ar_collected", "kpi_ar_dso"), path)
