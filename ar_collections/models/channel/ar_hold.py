"""What a customer says on the phone, or on the spot, holds reminders; what he keeps ends it."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date


class ArHold(models.Model):
    # EXTENDS 'customer'
    _inherit = "ar.hold"

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        model = self.env["ir.model"].sudo()._get("ar.dispatch")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_outcome(self, outcome, **named):
        """What came out of a call or a visit, with what the customer named."""
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        name = outcomes[outcome].name if outcome in outcomes else ""
        return self._join_named(name or self.env._("What was said"), **named)

    def _join_named(self, name, amount=0.0, currency_id=None, day=None, reference="", words=""):
        """“Name: amount, day, reference, words”; what is not known is left out."""
        currency = self.env["res.currency"].browse(currency_id)
        parts = (
            amount and format_amount(self.env, amount, currency),
            day and format_date(self.env, fields.Date.to_date(day)),
            reference,
            words,
        )
        named = ", ".join(filter(None, parts))
        return f"{name}: {named}" if named else name

    # -- promises that were kept -------------------------------------------------------

    @api.model
    def _cron_release_kept(self):
        """Holds of promises end as soon as the money is there."""
        companies = self.env["res.company"].search([])
        self.env["ar.job.mixin"]._work_through(companies, self._release_kept)

    @api.model
    def _release_kept(self, company):
        """End what customers of one company have kept to."""
        holds = self.sudo().search(
            self._domain_in_force()
            & Domain("company_id", "=", company.id)
            & Domain("kind", "=", "promise")
            & Domain("origin_ref", "!=", False)
        )
        answers = self.env.registry["ar.answer.mixin"]
        by_model = holds.grouped(lambda hold: hold.origin_ref and hold.origin_ref._name)
        for name, own in by_model.items():
            if name and issubclass(self.env.registry[name], answers):
                origins = self.env[name].browse({hold.origin_ref.id for hold in own})
                kept = origins._find_kept()
                own.filtered(lambda hold, ids=kept.ids: hold.origin_ref.id in ids).action_release()
                kept.follow_activity_id.unlink()
