"""What follows from kind, forum and agency of a case: its stages, and its terms."""

from odoo import api, models
from odoo.fields import Domain

from .ar_case import TERMS


class ArCase(models.Model):
    _inherit = "ar.case"

    @api.depends("profile_id")
    def _compute_country_id(self):
        for case in self:
            partner, company = case.profile_id.partner_id, case.profile_id.company_id
            case.country_id = case.country_id or partner.country_id or company.country_id

    @api.depends("kind", "country_id", "profile_id")
    def _compute_stage_id(self):
        stages, company = self.env["ar.case.stage"], self.env.company
        for case in self:
            found = stages._find_stages(case.kind, case.country_id, case.company_id or company)
            if case.stage_id not in found:
                case.stage_id = found[:1].sudo(False)

    @api.depends("stage_date", "state")
    def _compute_stage_days(self):
        for case in self:
            end = case.date_closed or (case.company_id or self.env.company)._ar_today()
            case.stage_days = (end - case.stage_date).days if case.stage_date else 0

    @api.depends("agency_id")
    def _compute_commission_terms(self):
        for case in self:
            terms = case.agency_id
            case.commission_percent = terms.percent
            case.commission_fixed = terms.fixed
            case.commission_minimum = terms.minimum

    @api.model
    def _read_group_stage_id(self, stages, domain):
        """The board has a column for each stage of the procedures that it shows."""
        procedures = {(stage.kind, stage.country_id.id) for stage in stages}
        return stages | stages.search(
            Domain.OR(
                Domain("kind", "=", kind) & Domain("country_id", "=", country_id)
                for kind, country_id in procedures
            )
        )

    def _take_terms(self):
        """What was agreed with the agency that gets the case, for debts as old as these."""
        self.ensure_one()
        agency = self.party_ids.filtered(lambda party: party.role == "agency").partner_id[:1]
        if self.agency_id or not agency or any(self[name] for name in TERMS):
            return
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=self.move_line_ids.ids, include_future=True
        )
        days = max((row["days_overdue"] for row in rows), default=0)
        terms = self.env["ar.case.commission"].sudo()
        self.sudo().agency_id = terms._find_commission(agency, self.company_id, days)
