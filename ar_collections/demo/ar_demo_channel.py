"""Steps of the story: reminders, letters, calls, and what customers write."""

from datetime import timedelta

from markupsafe import Markup

from odoo import models
from odoo.tools import plaintext2html

from ..tools.channel.answer import ADDRESS
from ..tools.channel.report import LOST, Fate
from .story_tables import STORY

# What collectors note of calls and visits of which the table tells nothing.
PAYS_SOON = {
    "call": "Will be in the next payment run.",
    "visit": "Met the owner, who pays this week.",
}
# Days from the letter to the visit, at most.
DAYS_TO_GO = 7


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _get_profile(self, told, key):
        return self.env["ar.profile"].get_or_create(told.partners[key], told.company)

    def _find_notice(self, told, key):
        """The last notice that the customer got."""
        profile = self._get_profile(told, key)
        domain = [("profile_id", "=", profile.id), ("state", "=", "sent")]
        return self.env["ar.dunning.notice"].search(domain, order="id desc", limit=1)

    # -- reminders ---------------------------------------------------------------------

    def _do_run(self, told):
        """The night proposes, who acts looks at it, confirms, and approves hard steps. The run of
        the last day waits for somebody."""
        runs = self.env["ar.dunning.run"].sudo()
        run = runs._tonights_run(told.company)
        run._work()
        if run.date == told.today or run.state != "proposed":
            return
        run = run.with_user(self.env.user).sudo(False)
        run.action_confirm()
        left = run.notice_ids.filtered(lambda notice: notice.state == "draft")
        if left:
            left.action_approve()
            left.filtered(lambda notice: notice.state == "draft").action_confirm()

    def _do_work_off(self, told):
        """Post the letters that wait, and make the calls of which the table tells nothing."""
        company = [("company_id", "=", told.company.id)]
        dispatches = self.env["ar.dispatch"]
        letters = dispatches.search([*company, ("channel", "=", "letter"), ("state", "=", "sent")])
        letters.action_note_printed()
        letters.action_mark_printed()
        queued = [*company, ("channel", "in", ("call", "visit")), ("state", "=", "queued")]
        named = self._find_named(told)
        for call in dispatches.search(queued, order="id"):
            if call.state == "queued" and call.partner_id not in named[call.channel]:
                self._log_call(call, "will_pay", note=PAYS_SOON[call.channel])

        self._do_old_tasks(told)

    def _find_named(self, told):
        """{way: the customers of whose calls, or visits of the next days, the table tells}."""
        day = (told.company._ar_today() - told.today).days
        soon = {
            "call": [one for one in STORY if one.step == "call"],
            "visit": [
                one for one in STORY if one.step == "visit" and 0 <= one.day - day <= DAYS_TO_GO
            ],
        }
        return {
            way: {told.partners[one.about[0]] for one in events} for way, events in soon.items()
        }

    def _do_old_tasks(self, told):
        """Somebody has seen to the tasks about customers that are older than ten days."""
        before = told.company._ar_today() - timedelta(days=10)
        profiles = self.env["ar.profile"].search([("company_id", "=", told.company.id)])
        tasks = profiles.sudo().activity_ids.filtered(lambda task: task.date_deadline < before)
        tasks.action_feedback()

    def _do_visit(self, told, key, outcome, **said):
        """Log the visit that waits; see ``_do_call``."""
        self._do_call(told, key, outcome, way="visit", **said)

    def _do_call(self, told, key, outcome, way="call", **said):
        """Log the call that waits.

        :param said: ``by`` the day of a promise, ``amount``, ``reason`` (a code), ``note``,
            ``again`` the day of the next call
        """
        profile = self._get_profile(told, key)
        call = self.env["ar.dispatch"].search(
            [
                ("profile_id", "=", profile.id),
                ("channel", "=", way),
                ("state", "=", "queued"),
                ("activity_id", "!=", False),
            ],
            order="id desc",
            limit=1,
        )
        values = {"note": said.get("note")}
        if "by" in said:
            values["promised_date"] = told.day(said["by"])
            values["promised_amount"] = said.get("amount", 0.0)
        if "again" in said:
            values["next_date"] = told.day(said["again"])
        if "reason" in said:
            values["reason_id"] = self.env["ar.reason"]._find(said["reason"], told.company).id
        self._log_call(call, outcome, **values)

    def _log_call(self, call, outcome, **values):
        wizard = self.env["ar.dispatch.log_call"].create(
            {"dispatch_id": call.id, "outcome": outcome, **values}
        )
        wizard.action_log()

    def _do_rang(self, told, key, outcome, note=None):
        """A customer has called, which nobody had planned."""
        profile = self._get_profile(told, key)
        self.env["ar.dispatch.log_call"].create(
            {"profile_id": profile.id, "outcome": outcome, "note": note, "send_copies": False}
        ).action_log()

    # -- sales -------------------------------------------------------------------------

    def _do_tell(self, told, key, kind, text, day=None):
        """A salesperson tells what a customer has said."""
        hint = self.env["ar.hint"].create(
            {
                "partner_id": told.partners[key].id,
                "company_id": told.company.id,
                "kind": kind,
                "text": text,
                "day": told.day(day) if day is not None else False,
            }
        )
        told.names["hint", key] = hint

    def _do_answer_sales(self, told, key, answer):
        """The collector answers."""
        hint = told.names["hint", key].with_env(self.env)
        hint.answer = answer
        hint.action_answer()

    # -- customers ---------------------------------------------------------------------

    def _do_see(self, told, key):
        """The customer opens the page of the last notice."""
        reader = self.env.ref("base.public_user")
        self._find_notice(told, key).with_user(reader).sudo()._note_seen()

    def _do_bounce(self, told, key):
        """The last e-mail to the customer comes back."""
        notice = self._find_notice(told, key)
        sent = notice.sudo().dispatch_ids.filtered(
            lambda one: one.channel == "email" and one.state == "sent"
        )
        fate = Fate((sent.recipient,), LOST, "550 5.1.1 User unknown", ADDRESS)
        sent._note_report([fate])

    def _do_write(self, told, key, words, subject="Re: Reminder"):
        """The customer writes an e-mail to us."""
        partner = told.partners[key]
        profile = self._get_profile(told, key).sudo()
        message = profile.message_post(
            body=Markup(plaintext2html(words.format(**self._get_numbers(told, key)))),
            subject=subject,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=partner.id,
            email_from=partner.email_formatted,
        )
        return self.env["ar.reply"].sudo().search([("message_id", "=", message.id)])

    def _get_numbers(self, told, key):
        """What a letter may name: the oldest open invoice, and its amount."""
        moves = [move for (name, _due), move in told.moves.items() if name == key]
        left = [move for move in moves if move.amount_residual and move.state == "posted"]
        move = min(left or moves, key=lambda move: (move.invoice_date_due, move.id))
        return {"number": move.name, "amount": f"{move.amount_residual:.2f}"}

    def _do_answer(self, told, key):
        """Do what the last letter of the customer asks for."""
        profile = self._get_profile(told, key)
        reply = self.env["ar.reply"].search(
            [("profile_id", "=", profile.id), ("state", "=", "new")], limit=1
        )
        reply.action_answer()
