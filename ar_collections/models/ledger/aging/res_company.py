"""How a company tells ages."""

from odoo import api, models

from ....tools.ledger.aging import DEFAULT_LIMITS
from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_aging_scheme_id = guarded.Many2one(
        "ar.aging.scheme",
        string="Aging Scheme",
        ondelete="restrict",
        domain="[('company_id', 'in', (False, id))]",
        help="How ages are told in this company unless a report asks otherwise. Empty: as in "
        "the company above it, or the standard scheme.",
        groups=guarded.SETTINGS,
    )
    ar_aging_limits = guarded.Char(
        string="Aging Limits",
        compute="_compute_ar_aging_limits",
        inverse="_inverse_ar_aging_limits",
        help="Last day of each aging bucket, in days overdue, separated by commas. "
        "30,60,90,120 gives: not due, 1-30, 31-60, 61-90, 91-120, over 120.",
        groups=guarded.SETTINGS,
    )

    @api.depends("ar_aging_scheme_id.limits")
    def _compute_ar_aging_limits(self):
        for company in self:
            company.ar_aging_limits = ",".join(map(str, company._ar_limits()))

    def _inverse_ar_aging_limits(self):
        """Limits given to a company belong to a scheme of its own, made at need."""
        for company in self:
            limits = company.ar_aging_limits or ""
            scheme = company.ar_aging_scheme_id
            if scheme.company_id == company:
                scheme.limits = limits
                continue
            values = {"name": company.name, "company_id": company.id, "limits": limits}
            standard = company._ar_aging_scheme()
            if standard:
                values.update(basis=standard.basis, credits=standard.credits)
            company.ar_aging_scheme_id = scheme.create(values)

    def _ar_aging_scheme(self):
        """The company's scheme: its own choice, else that of the company at the top of its
        tree, else the standard one. Empty if even that was deleted."""
        self.ensure_one()
        company = self.sudo()
        # Not env.ref(), which asks the database at each reading whether the scheme exists.
        standard_id = self.env["ir.model.data"]._xmlid_to_res_id(
            "ar_collections.ar_aging_scheme_standard"
        )
        return (
            company.ar_aging_scheme_id
            or company.root_id.ar_aging_scheme_id
            or self.env["ar.aging.scheme"].sudo().browse(standard_id or ())
        )

    def _ar_limits(self):
        """The company's bucket limits in days; a tuple of ascending integers."""
        scheme = self._ar_aging_scheme()
        return scheme._get_limits() if scheme else DEFAULT_LIMITS
