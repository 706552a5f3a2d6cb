"""Every night: whose stage has lasted long enough, which offers lapse, what is no longer
secured."""

from datetime import timedelta

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

# Days before an asset is free again on which somebody is told to renew the preservation.
PRESERVATION_NOTICE = 30


class ArCase(models.Model):
    _inherit = "ar.case"

    @api.model
    def _cron_watch(self):
        """Every company on its own day."""
        companies = self.env["res.company"].search([])
        self._work_through(companies, self._watch, whole=True)

    @api.model
    def _watch(self, company):
        """Look after the cases of one company; one that fails does not stop the others."""
        for find, work in (
            (self._find_late, lambda case: case._ask_next()),
            (self._find_lapsed, lambda offer: offer.case_id._tell_lapsed(offer)),
            (self._find_ending, lambda one: one.case_id._tell_ending(one)),
        ):
            for record in find(company):
                self._attempt_one(record, work, self._tell_failed)

    @api.model
    def _tell_failed(self, record, error):
        case = record if record._name == self._name else record.case_id
        case.sudo()._message_log(body=self.env._("The nightly watch failed: %s", error))

    @api.model
    def _find_late(self, company):
        """Open cases whose next date has come, and nobody was told of it."""
        cases = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("date_next", "<=", company._ar_today()),
            ]
        )
        return cases.filtered(lambda case: case.next_told != case.date_next)

    @api.model
    def _find_lapsed(self, company):
        return self.env["ar.case.offer"].search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("date_until", "<", company._ar_today()),
            ]
        )

    @api.model
    def _find_ending(self, company):
        today = company._ar_today()
        found = self.env["ar.case.preservation"].search(
            Domain("company_id", "=", company.id)
            & Domain("status", "=", "granted")
            & Domain("case_id.state", "=", "open")
            & Domain("date_to", ">=", today)
            & Domain("date_to", "<=", today + timedelta(days=PRESERVATION_NOTICE))
        )
        return found.filtered(lambda one: one.told_until != one.date_to)

    def _ask_next(self):
        """The stage has lasted its usual days: what is next?"""
        case = self.sudo()
        case.next_told = case.date_next
        since = format_date(self.env, case.stage_date)
        words = self.env._("%(stage)s since %(day)s.", stage=case.stage_id.name, day=since)
        case._give_task(self.env._("What is next? %s", case.stage_id.name), words)

    def _tell_lapsed(self, offer):
        """Nobody has accepted the settlement in time."""
        offer.sudo()._move_to("lapsed", answered_on=self.company_id._ar_today())
        words = self.env._("The settlement of %s has lapsed.", offer.display_name)
        self._log(words)
        if self.state == "draft":
            self._give_task(self.env._("No settlement: hand over?"), words)

    def _tell_ending(self, one):
        """An asset will be free again."""
        one.sudo().told_until = one.date_to
        words = self.env._(
            "%(asset)s is secured until %(day)s. Ask for a renewal in time.",
            asset=one.name,
            day=format_date(self.env, one.date_to),
        )
        self._give_task(self.env._("Renew the preservation of %s", one.name), words)

    def _give_task(self, summary, words):
        note = Markup("<p>{}</p>").format(words)
        self.company_id._ar_ask(self.sudo(), self._get_responsible(), summary, note)
