"""Simulation: what a run would do on any day, also a future one."""

from odoo import api, fields, models

from ..base import arguments
from . import ar_dunning_run_steps as proposal


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    @api.model
    def simulate(self, company_id, date, profile_ids=None, start=None):
        """What a run would do on any day, also a future one. Writes nothing.

        :param company_id: id of the company, or the company
        :param date: the day, a date or its ISO string
        :param profile_ids: only these customers
        :param start: leave items that fell due before this day, and were never reminded, to
            people, as the nightly run does; a date or its ISO string
        :return: ``{"company_id", "date", "notices": [...], "lines": [...]}``, notices with
            partner, currency, level and amounts (without interest), lines with decision
            and reason
        """
        self.check_access("read")
        company = self.env["res.company"].browse(
            arguments.to_ids(self.env, [getattr(company_id, "id", company_id)])
        )
        # The reader of open items knows no record rules.
        self.env["ar.open.item"]._check_companies(company.ids)
        date = arguments.to_day(self.env, date) or company._ar_today()
        start = arguments.to_day(self.env, start) or None
        profiles = (
            self.env["ar.profile"].browse(arguments.to_ids(self.env, profile_ids) or []).exists()
        )
        profiles.check_access("read")
        run = self.new({"company_id": company.id, "date": date, "kind": "manual"})
        planner = self.env["ar.dunning.planner"]
        partner_ids = planner._partner_ids(company, date)
        if profile_ids:
            chosen = set(profiles.partner_id.ids)
            partner_ids = [p for p in partner_ids if p in chosen]
        notices, lines = [], []
        for first in range(0, len(partner_ids), proposal.BATCH):
            batch = partner_ids[first : first + proposal.BATCH]
            for plan in planner._plan(company, date, batch, dry=True, start=start):
                notices += [run._simulate_notice(plan, draft) for draft in plan.drafts]
                lines += [run._prepare_line(plan, decision, None) for decision in plan.decisions]
        for values in notices + lines:
            values["profile_id"] = getattr(values["profile_id"], "origin", values["profile_id"])
        for line in lines:
            line.pop("run_id")
        return {"company_id": company.id, "date": date, "notices": notices, "lines": lines}

    def _simulate_notice(self, plan, draft):
        """The notice that a draft would become, as a dict."""
        values = self._prepare_notice(plan, draft, 0)
        notice = self.env["ar.dunning.notice"].new(
            {
                **{key: value for key, value in values.items() if key not in ("run_id", "name")},
                "line_ids": [
                    fields.Command.create(vals)
                    for vals in self.env["ar.dunning.notice"]._prepare_lines(
                        plan, draft, date=self.date
                    )
                ],
            }
        )
        figures = notice._prepare_figures(notice.line_ids)
        figures["level_id"] = values["level_id"]
        keys = ("partner_id", "profile_id", "currency_id", "policy_id", "contact_id", "deadline")
        return {
            **{key: values[key] for key in keys},
            **figures,
            "date": self.date,
            "move_line_ids": [decision.item_id for decision in draft.reminded],
        }
