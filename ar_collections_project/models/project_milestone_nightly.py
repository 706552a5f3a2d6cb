"""Who invoices is told that a milestone comes up: before its day, or as its tasks are done."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount, format_date

TYPE = "ar_collections_project.mail_activity_type_milestone_soon"


class ProjectMilestone(models.Model):
    _inherit = "project.milestone"

    @api.model
    def _ar_look_ahead(self, company):
        """Tell of the milestones of a company that come up, once, and end the tasks of those that
        are reached, or that somebody is asked to invoice."""
        own = self.sudo().with_company(company)
        told = own.search([*own._ar_get_billed(company), ("ar_soon_on", "!=", False)])
        told = told.filtered(lambda one: not one.ar_asked_on)
        rows = own.env["ar.milestone.billing"]
        rows._end_tasks(company, told.sale_line_id.order_id, TYPE)
        for order, part in (
            own._ar_find_coming(company).grouped(lambda one: one.sale_line_id.order_id).items()
        ):
            rows._attempt_one(
                part,
                lambda part: part._ar_tell_soon(),
                lambda part, error, order=order: part._ar_tell_failed(order, error),
            )

    @api.model
    def _ar_get_billed(self, company):
        """Domain of the milestones of confirmed orders that are not reached."""
        return [
            ("is_reached", "=", False),
            ("sale_line_id.order_id.company_id", "=", company.id),
            ("sale_line_id.state", "=", "sale"),
            ("project_id.active", "=", True),
        ]

    @api.model
    def _ar_find_coming(self, company):
        """Milestones that come up and that nobody was told of; none that is invoiced already, or
        whose tasks are all done: that is told by itself."""
        days, percent = company.ar_milestone_soon_days, company.ar_milestone_soon_percent
        today = company._ar_today()
        until = fields.Date.add(today, days=days)
        found = self.search([*self._ar_get_billed(company), ("ar_soon_on", "=", False)])
        found = found.filtered(
            lambda one: one.sale_line_id.qty_invoiced < one.sale_line_id.product_uom_qty
        )
        progress = found._ar_read_progress()

        def comes(one):
            done, total = progress[one.id]
            if total and done == total:
                return False
            if one.deadline:
                return bool(days) and today <= one.deadline <= until
            return bool(percent and total) and done * 100 >= percent * total

        return found.filtered(comes)

    def _ar_read_progress(self):
        """{id: (how many of its tasks are done, how many there are)}, without those that were
        cancelled; one query."""
        groups = self.env["project.task"]._read_group(
            [("milestone_id", "in", self.ids), ("state", "!=", "1_canceled")],
            ["milestone_id", "state"],
            ["__count"],
        )
        progress = {one.id: (0, 0) for one in self}
        for milestone, state, number in groups:
            done, total = progress[milestone.id]
            progress[milestone.id] = (done + number * (state == "1_done"), total + number)
        return progress

    def _ar_tell_soon(self):
        """One task about the milestones of an order; they remember that it was told."""
        order, project = self.sale_line_id.order_id, self.project_id[:1]
        company = order.company_id
        today = company._ar_today()
        user = project.user_id or order.user_id
        user = user if user.active else company._ar_get_manager()
        told = self.with_context(lang=company._ar_pick_lang(user))
        planned = [one.deadline for one in self if one.deadline]
        self.env["ar.milestone.billing"]._give_task(
            order,
            project,
            user,
            act_type_xmlid=TYPE,
            date_deadline=min(planned, default=today),
            summary=told._ar_get_soon_words(order),
            note=told._ar_get_soon_note(order, today),
        )
        self.ar_soon_on = today

    def _ar_tell_failed(self, order, error):
        summary = self.env._("Nobody could be told that milestones of %s come up", order.name)
        order.company_id._ar_tell_manager(summary, str(error))

    # -- words -------------------------------------------------------------------------

    def _ar_get_soon_words(self, order):
        return self.env._("Milestones of %s come up to be invoiced", order.name)

    def _ar_get_soon_note(self, order, today):
        """How far they are, for how much, and by when the contract wants them invoiced."""
        rows, progress = self.env["ar.milestone.billing"], self._ar_read_progress()
        lines = []
        for one in self:
            done, total = progress[one.id]
            day = one.deadline or today
            values = {
                "milestone": one.name,
                "done": done,
                "total": total,
                "amount": format_amount(
                    self.env,
                    one.quantity_percentage * one.sale_line_id.price_subtotal,
                    order.currency_id,
                ),
                "day": one.deadline and format_date(self.env, one.deadline),
                "days": rows._read_days(one, day)[one.id],
            }
            lines.append(one._ar_say_soon(values))
        customer = order.partner_invoice_id.commercial_partner_id
        contracts = rows._map_contracts(customer)
        contract = contracts.get((customer, order.company_id))
        lines += rows._say_contract(contract, order.company_id)
        return Markup("<br/>").join(lines)

    def _ar_say_soon(self, values):
        if self.deadline:
            return self.env._(
                "%(milestone)s: %(amount)s, planned for %(day)s, %(done)s of %(total)s tasks "
                "done, to invoice within %(days)s days after it is reached.",
                **values,
            )
        return self.env._(
            "%(milestone)s: %(amount)s, %(done)s of %(total)s tasks done, to invoice within "
            "%(days)s days after it is reached.",
            **values,
        )
