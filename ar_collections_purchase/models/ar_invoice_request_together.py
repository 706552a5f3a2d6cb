"""The orders of one supplier: asked about by one e-mail, one call, one task."""

from odoo import fields, models
from odoo.tools import email_normalize

from .ar_invoice_request import OPEN, WAITING
from .ar_invoice_request_nightly import CALL, TO_DO

# In which state requests are while such a task about them is open.
TASKS = {CALL: "called", TO_DO: "escalated"}


class ArInvoiceRequest(models.Model):
    _inherit = "ar.invoice.request"

    def _by_supplier(self):
        """A list: the requests of each supplier and company, in their order."""
        groups = self.grouped(lambda one: (one.company_id, one.partner_id.commercial_partner_id))
        return list(groups.values())

    def _get_together(self):
        """The open requests of which the last e-mail or task was that of this one."""
        self.ensure_one()
        others = self.together_id.together_ids.filtered(lambda one: one.state in OPEN)
        return (self | others).sorted(lambda one: (one.found_on, one.id or one._origin.id))

    def _get_recipients(self, requests):
        """Who of a supplier gets e-mails about the orders: their contacts with an address."""
        return requests.partner_id.filtered(lambda who: email_normalize(who.email or ""))

    def _gather(self):
        """Make these one message: its e-mail or task is that of the one furthest on, the oldest of
        them. Others that were in a message with it are on their own again.

        :return: that request
        """
        lead = self.sorted(lambda one: (-WAITING.index(one.state), one.found_on, one.id))[:1]
        (lead.together_ids - self).together_id = False
        self.together_id = lead
        return lead

    def _find_others(self, *domain):
        """Other requests about orders of the supplier, oldest first."""
        supplier = self.partner_id.commercial_partner_id
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id.commercial_partner_id", "=", supplier.id),
                ("id", "not in", self.ids),
                *domain,
            ],
            order="found_on, id",
        )

    def _join_call(self, today):
        """Where the supplier is going to be called, it is asked about these orders, too.

        :return: whether it is
        """
        planned = self._find_others(("state", "=", "called"), ("call_on", ">=", today))
        lead = planned.filtered(lambda one: one._find_tasks(CALL))[:1]
        if not lead:
            return False
        self._move_to("called", call_on=lead.call_on, due_on=lead.due_on, promised_on=False)
        self.together_id = lead
        lead._reword_tasks()
        self._log_together(lead)
        return True

    def _wait_for_answer(self, today):
        """A supplier that has time to answer gets no other e-mail meanwhile about orders that were
        found since; these come with the next one.

        :return: whether these wait
        """
        if set(self.mapped("state")) != {"new"}:
            return False
        asked = self._find_others(("state", "in", ("asked", "reminded")), ("deadline", ">=", today))
        until = max(asked.mapped("deadline"), default=None)
        if until:
            self.due_on = fields.Date.add(until, days=1)
        return bool(until)

    def _log_together(self, lead):
        """Each order tells where the e-mail or the task is."""
        for request in self:
            request._message_log(
                body=self.env._("Asked together with %s", lead.order_id.display_name)
            )

    # -- tasks -------------------------------------------------------------------------

    def _find_tasks(self, kind):
        kind = self.env.ref(kind, raise_if_not_found=False)
        tasks = self.sudo().activity_ids.filtered("automated")
        return tasks.filtered(lambda task: kind and task.activity_type_id == kind)

    def _prepare_task_words(self, kind, user):
        told = self.with_context(lang=self.company_id._ar_pick_lang(user))
        words = told._get_call_words() if kind == CALL else told._get_escalation_words()
        return {"summary": words, "note": told.text_items}

    def _reword_tasks(self):
        for kind in TASKS:
            for task in self._find_tasks(kind):
                task.write(self._prepare_task_words(kind, task.user_id))

    def _end_tasks(self):
        """Nothing is to be done about these any more; a task that is about other orders, too, goes
        on with them."""
        for request in self.sudo():
            for kind, state in TASKS.items():
                left = (request.together_ids - self).filtered(lambda one, s=state: one.state == s)
                tasks = request._find_tasks(kind)
                if not left or not tasks:
                    tasks.unlink()
                    continue
                left.together_id = heir = left[0]
                tasks.write({"res_id": heir.id})
                heir.invalidate_recordset(["activity_ids"])
                heir._reword_tasks()
        for lead in self.sudo().together_id - self:
            lead._reword_tasks()
