"""The screens of a review: the list with its panel, what *Confirm* will do, what is left then."""

from odoo import models
from odoo.fields import Domain

# Customers that a sentence names.
MOST_NAMES = 5


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    def action_review(self):
        """Open the notices of the run, the largest first, each with its message beside it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_notice_action_review"
        )
        action["display_name"] = action["name"] = self.env._("Review of %s", self.name)
        action["domain"] = [("run_id", "=", self.id)]
        action["context"] = {"ar_review_run": self.id}
        return action

    # -- what Confirm will do ----------------------------------------------------------

    def get_confirmation(self):
        """What *Confirm* would do now, in figures; nothing is written.

        :return: ``{"count": messages that leave, "sentence": "14 e-mails, 4 letters, $ 88,420.00",
            "notes": whole sentences on what does not leave}``; amounts by currency
        """
        self.ensure_one()
        self.check_access("write")
        drafts = self.env["ar.dunning.notice"].search(
            [("run_id", "=", self.id), ("state", "=", "draft")]
        )
        live = drafts.filtered(lambda one: not one.left_out)
        ready = live.filtered(lambda one: one._may_confirm())
        messages = ready._group_messages()
        leads = ready.browse().union(*(lead for lead, _notices in messages))
        with self.env["ar.channel"]._asking_once():
            choices = self.env["ar.channel"]._choose(leads)
        leaving = [(lead, own) for lead, own in messages if choices[lead.id].channels]
        return {
            "count": len(leaving),
            "sentence": self._get_leaving_words(leaving, choices),
            "notes": self._list_confirm_notes(
                leads.filtered(lambda lead: not choices[lead.id].channels),
                live - ready,
                drafts - live,
            ),
        }

    def _get_leaving_words(self, leaving, choices):
        """How many by each way, and over how much in each currency."""
        ways, totals = {}, {}
        for lead, notices in leaving:
            for code in choices[lead.id].channels:
                ways[code] = ways.get(code, 0) + 1
            for notice in notices:
                currency = notice.currency_id
                totals[currency] = totals.get(currency, 0.0) + notice.amount_total
        if not ways:
            return self.env._("Nothing leaves.")
        channel = self.env["ar.channel"]
        parts = [
            channel._get(code)._get_count_words(ways[code])
            for code in sorted(ways, key=self._get_way_order().index)
        ]
        own = self.company_currency_id
        ordered = sorted(totals, key=lambda currency: (currency != own, currency.name))
        return ", ".join([*parts, *(one.format(totals[one]) for one in ordered)])

    def _get_way_order(self):
        """The codes of the channels as the sentence names them: e-mails first, as the most."""
        codes = [code for code in self.env["ar.channel"]._get_codes() if code != "email"]
        return ["email", *codes]

    def _list_confirm_notes(self, unreached, waiting, left_out):
        """Sentences on what does not leave, and why."""
        notes = []
        if unreached:
            notes.append(
                self.env._(
                    "%(count)s cannot be reached by any way, and their collectors get a task: "
                    "%(names)s.",
                    count=len(unreached),
                    names=self._name_some(unreached),
                )
            )
        if waiting:
            notes.append(
                self.env._(
                    "%(count)s wait for an approval: %(names)s.",
                    count=len(waiting),
                    names=self._name_some(waiting),
                )
            )
        if left_out:
            notes.append(self.env._("%s were left out.", len(left_out)))
        if problems := self.env["ar.dunning.notice"]._list_sender_problems():
            notes.append(" ".join([self.env._("Nothing leaves at present."), *problems]))
        return notes

    def _name_some(self, notices):
        """The first customers of notices, as part of a sentence."""
        names = list(dict.fromkeys(notices[:MOST_NAMES].partner_id.mapped("display_name")))
        return ", ".join([*names, "…"] if len(notices) > MOST_NAMES else names)

    # -- what is left to do ------------------------------------------------------------

    def _view_left(self, xmlid, *channels):
        """A list of dispatches of the run that wait for a person."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        domain = self._get_left_domain(*channels) & Domain("notice_id.run_id", "=", self.id)
        action["domain"] = list(domain)
        action["context"] = {}
        return action

    def action_view_letters_left(self):
        """Open the letters of the run that are to be printed or posted."""
        return self._view_left("ar_collections.ar_dispatch_action_letters", "letter")

    def action_view_calls_left(self):
        """Open the calls of the run that are to be made."""
        return self._view_left("ar_collections.ar_dispatch_action_calls", "call")

    def action_view_visits_left(self):
        """Open the visits of the run that are to be made."""
        return self._view_left("ar_collections.ar_dispatch_action_visits", "visit")

    def action_view_approvals_left(self):
        """Open the notices of the run that wait for an approval."""
        return self._view_related(
            "ar_collections.ar_dunning_notice_action",
            list(self.env["ar.dunning.notice"]._get_approval_domain()),
        )
