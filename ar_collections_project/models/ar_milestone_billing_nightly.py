"""Who invoices is told once, and somebody above once the deadline has passed."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_amount, format_date

TYPE = "ar_collections_project.mail_activity_type_milestone"


class ArMilestoneBilling(models.Model):
    _inherit = "ar.milestone.billing"

    @api.model
    def _cron_ask(self):
        """Tell of the milestones of each company that wants it: our own people, and customers."""
        companies = self.env["res.company"]
        for wanted, work in (
            ("ar_milestone_ask", self._ask_in),
            ("ar_milestone_ask", self.env["project.milestone"]._ar_look_ahead),
            ("ar_milestone_tell", self._tell_customers),
        ):
            self._work_through(companies.search([(wanted, "=", True)]), work, whole=True)

    @api.model
    def _ask_in(self, company):
        """Ask about new milestones, escalate late ones, end the tasks of what was invoiced."""
        own = self.sudo().with_company(company)
        today = company._ar_today()
        rows = own.search([("company_id", "=", company.id)])
        own._end_tasks(company, rows.order_id, TYPE)
        fresh = rows.filtered(lambda row: not row.asked_on)
        late = rows.filtered(
            lambda row: row.asked_on and not row.escalated_on and row.bill_by < today
        )
        for order, part in [*fresh.grouped("order_id").items(), *late.grouped("order_id").items()]:
            own._attempt_one(
                part,
                lambda part: part._ask(today),
                lambda part, error, order=order: part._tell_failed(order, error),
            )

    def _ask(self, today):
        """One task about the milestones of an order; they remember that they were told."""
        company, order = self.company_id, self.order_id
        milestones = self.env["project.milestone"].sudo().browse(self.ids)
        user = self.user_id[:1]
        if escalated := bool(self[0].asked_on):
            user = user.ar_lead_id
        user = user if user.active else company._ar_get_manager()
        told = self.with_context(lang=company._ar_pick_lang(user))
        self._give_task(
            order,
            self.project_id[:1],
            user,
            act_type_xmlid=TYPE,
            date_deadline=today if escalated else max(today, min(self.mapped("bill_by"))),
            summary=told._get_late_words() if escalated else told._get_ask_words(),
            note=told._get_note(),
        )
        milestones.write({"ar_escalated_on" if escalated else "ar_asked_on": today})

    @api.model
    def _give_task(self, order, project, user, act_type_xmlid, note, **values):
        """A task on the order. Who may not open it is told on the project, where others read:
        without the note, in which there are amounts."""
        reads = order.with_user(user).with_company(order.company_id).has_access("read")
        place = order if reads else project
        place.with_context(mail_activity_quick_update=True).activity_schedule(
            act_type_xmlid, user_id=user.id or self.env.uid, note=reads and note, **values
        )

    @api.model
    def _end_tasks(self, company, orders, kind):
        """Tasks of a kind that are about other orders than these."""
        kind = self.env.ref(kind, raise_if_not_found=False)
        tasks = self.env["mail.activity"].sudo()
        if not kind:
            return
        tasks = tasks.search([("activity_type_id", "=", kind.id), ("automated", "=", True)])
        left = {"sale.order": orders.ids, "project.project": orders.project_ids.ids}
        for model, own in tasks.grouped("res_model").items():
            records = self.env[model].browse(own.mapped("res_id")).exists()
            ours = records.filtered(lambda one: one.company_id in (company, company.browse()))
            gone = set((ours - ours.browse(left.get(model, ()))).ids)
            own.filtered(lambda task, gone=gone: task.res_id in gone).unlink()

    def _tell_failed(self, order, error):
        summary = self.env._("Nobody could be asked to invoice the milestones of %s", order.name)
        self.company_id._ar_tell_manager(summary, str(error))

    # -- words -------------------------------------------------------------------------

    def _get_ask_words(self):
        if set(self.mapped("kind")) == {"done"}:
            return self.env._("Mark as reached what is done for %s", self.order_id.name)
        return self.env._("Invoice the milestones of %s", self.order_id.name)

    def _get_late_words(self):
        return self.env._(
            "%(user)s has not invoiced the milestones of %(order)s",
            user=self.user_id[:1].name or self.env._("Nobody"),
            order=self.order_id.name,
        )

    def _get_note(self):
        """What could be invoiced, by when, and what the contract says."""
        lines = [
            self.env._(
                "%(milestone)s: %(amount)s, ready on %(ready)s, to invoice by %(day)s.",
                milestone=row.name,
                amount=format_amount(self.env, row.amount, row.currency_id),
                ready=format_date(self.env, row.ready_on),
                day=format_date(self.env, row.bill_by),
            )
            for row in self
        ]
        lines += self._say_contract(self.contract_id[:1], self.company_id)
        return Markup("<br/>").join(lines)

    @api.model
    def _say_contract(self, contract, company):
        """A list with a line on the terms of the contract, or nothing."""
        if not contract:
            return []
        terms = contract._get_version_on(company._ar_today())
        said = (terms.payment_term_id.name, terms.acceptance_method)
        return [f"{contract.name}: {'. '.join(filter(None, said))}"]
