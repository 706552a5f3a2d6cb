"""Who invoices is told once, and somebody above once the deadline has passed."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_amount, format_date

TYPE = "ar_collections_project.mail_activity_type_milestone"


class ArMilestoneBilling(models.Model):
    _inherit = "ar.milestone.billing"

    @api.model
    def _cron_ask(self):
        """Tell of the milestones of each company that wants it."""
        companies = self.env["res.company"].search([("ar_milestone_ask", "=", True)])
        self._work_through(companies, self._ask_in, whole=True)

    @api.model
    def _ask_in(self, company):
        """Ask about new milestones, escalate late ones, end the tasks of what was invoiced."""
        own = self.sudo().with_company(company)
        today = company._ar_today()
        rows = own.search([("company_id", "=", company.id)])
        own._end_tasks(company, rows.order_id)
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
        day = today if escalated else max(today, min(self.mapped("bill_by")))
        # Who may not open the order is told on the project, where others read: without amounts.
        reads = order.with_user(user).with_company(company).has_access("read")
        place = order if reads else self.project_id[:1]
        place.with_context(mail_activity_quick_update=True).activity_schedule(
            TYPE,
            date_deadline=day,
            summary=told._get_late_words() if escalated else told._get_ask_words(),
            note=told._get_note() if reads else False,
            user_id=user.id or self.env.uid,
        )
        milestones.write({"ar_escalated_on" if escalated else "ar_asked_on": today})

    @api.model
    def _end_tasks(self, company, orders):
        """Tasks of orders of which nothing is left to invoice."""
        kind = self.env.ref(TYPE, raise_if_not_found=False)
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
        if contract := self.contract_id[:1]:
            terms = contract._get_version_on(self.company_id._ar_today())
            said = (terms.payment_term_id.name, terms.acceptance_method)
            words = ". ".join(filter(None, said))
            lines.append(f"{contract.name}: {words}")
        return Markup("<br/>").join(lines)
