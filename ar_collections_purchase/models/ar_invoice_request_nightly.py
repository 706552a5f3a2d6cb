"""The night's work: find what is missing, do the next step, close what has come."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import follow_up
from .ar_invoice_request import OPEN, WAITING

CALL = "mail.mail_activity_data_call"
TO_DO = "mail.mail_activity_data_todo"


class ArInvoiceRequest(models.Model):
    _inherit = "ar.invoice.request"

    @api.model
    def _cron_follow_up(self):
        """Look at the companies that ask their suppliers, then do what is due, one supplier after
        the other."""
        asking = [("ar_supplier_invoices", "=", True), ("ar_supplier_start", "!=", False)]
        companies = self.env["res.company"].search(asking)
        self._work_through(companies, self._look, whole=True)
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        due = self.search([("next_on", "<=", tomorrow), ("company_id", "in", companies.ids)])
        self._work_through(due._by_supplier(), lambda own: own._step(), self._fail, lock=True)

    @api.model
    def _look(self, company):
        """Close the requests whose invoice has come, and open those of orders found today."""
        own = self.sudo().with_company(company)
        known = own.search([("company_id", "=", company.id), ("state", "!=", "closed")])
        still = own._read_missing(company, order_ids=known.order_id.ids)
        known.filtered(lambda one: one.order_id.id not in still)._close()
        missing = own._read_missing(company, since=company.sudo().ar_supplier_start)
        today = company._ar_today()
        due = fields.Date.add(today, days=company.sudo().ar_supplier_wait_days)
        return own.create(
            [
                {"order_id": id_, "found_on": today, "due_on": due}
                for id_ in missing.keys() - set(known.order_id.ids)
            ]
        )

    @api.model
    def _read_missing(self, company=None, order_ids=None, since=None):
        """{order id: what was received and not invoiced}, without taxes, in the currency of the
        order's company at the order's rate.

        A draft of a bill counts as one that has come.

        :param company: only its own orders; else ``order_ids`` says which
        :param since: only orders confirmed on that day or later
        """
        where = [SQL("po.state = 'purchase'")]
        if company:
            where.append(SQL("po.company_id = %s", company.id))
        if order_ids is not None:
            where.append(SQL("po.id = ANY(%s)", list(order_ids)))
        if since:
            where.append(SQL("po.date_approve >= %s", since))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT po.id,
                       SUM((line.qty_received - line.qty_invoiced)
                           * CASE WHEN line.product_qty <> 0
                                  THEN line.price_subtotal / line.product_qty
                                  ELSE line.price_unit * (1 - COALESCE(line.discount, 0) / 100) END
                           / COALESCE(NULLIF(po.currency_rate, 0), 1))::float
                  FROM purchase_order_line line
                  JOIN purchase_order po ON po.id = line.order_id
                 WHERE %s
                   AND line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
                   AND ROUND((line.qty_received - line.qty_invoiced)::numeric, 6) > 0
                 GROUP BY po.id
                """,
                SQL(" AND ").join(where),
                to_flush=self._get_order_fields(),
            )
        )
        return dict(rows)

    @api.model
    def _get_order_fields(self):
        names = {
            "purchase.order": "company_id currency_rate date_approve state",
            "purchase.order.line": "discount display_type is_downpayment order_id price_subtotal "
            "price_unit product_qty qty_invoiced qty_received",
        }
        return [
            self.env[model]._fields[name] for model, text in names.items() for name in text.split()
        ]

    # -- one step ----------------------------------------------------------------------

    def _step(self, early=False):
        """Do what comes next with the orders of one supplier, as superuser; nothing before its
        day, unless ``early``. What is missing is looked at again first."""
        own = self.sudo().with_company(self.company_id)
        company = own.company_id
        today = company._ar_today()
        due = own.filtered(
            lambda one: one.state in WAITING and (early or (one.next_on and one.next_on <= today))
        )
        missing = own._read_missing(company, order_ids=due.order_id.ids)
        gone = due.filtered(lambda one: one.order_id.id not in missing)
        gone._close()
        late = (due - gone).filtered(lambda one: one.state == "called")
        if late:
            late._do_escalated(today)
        due -= gone | late
        if due and not due._join_call(today) and (early or not due._wait_for_answer(today)):
            step = follow_up.joint_step(due._get_steps())
            getattr(due, f"_do_{step}")(today)

    def _get_steps(self):
        """What comes next with each. Somebody calls where none of the orders has a contact with an
        address, or the last e-mail failed."""
        reached = bool(self._get_recipients(self))
        return [follow_up.next_step(one.state, reached and not one.mail_failed) for one in self]

    def _do_asked(self, today):
        self._mail(today, "mail_template_invoice_asked")

    def _do_reminded(self, today):
        again = self.filtered(lambda one: one.state == "asked")
        self._mail(today, "mail_template_invoice_reminded", again)

    def _mail(self, today, template, again=None):
        """The states and the e-mail in Odoo's mail queue are one transaction.

        :param again: those that were asked about before; the others are told for the first time
        """
        lead = self._gather()
        deadline = fields.Date.add(today, days=self.company_id.ar_supplier_reply_days)
        values = {"deadline": deadline, "due_on": fields.Date.add(deadline, days=1)}
        known = again or self.browse()
        known._move_to("reminded", promised_on=False, reminded_on=today, **values)
        (self - known)._move_to("asked", promised_on=False, asked_on=today, **values)
        letter = self.env.ref(f"ar_collections_purchase.{template}")
        self.mail_mail_id = letter.send_mail(
            lead.id, email_layout_xmlid="mail.mail_notification_light"
        )
        (self - lead)._log_together(lead)

    def _do_called(self, today):
        """A call in the weekly slot of the company, a task of the buyer's."""
        company = self.company_id
        lead = self._gather()
        slot = follow_up.next_slot(today, int(company.ar_supplier_call_weekday))
        due = fields.Date.add(slot, days=company.ar_supplier_reply_days + 1)
        self._move_to("called", call_on=slot, due_on=due, promised_on=False)
        lead._ask(CALL, lead._get_buyer(), slot)
        (self - lead)._log_together(lead)

    def _do_escalated(self, today):
        """A task for whom the company names, or the buyer's lead, or a manager."""
        lead = self._gather()
        self._move_to("escalated", escalated_on=today)
        boss = self.company_id.ar_supplier_escalation_id or lead._get_buyer().ar_lead_id
        boss = boss if boss.active else self.company_id._ar_get_manager()
        lead._ask(TO_DO, boss, today)
        (self - lead)._log_together(lead)

    def _ask(self, kind, user, day):
        """A task about all these orders, in the language of who does it."""
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            kind,
            date_deadline=day,
            user_id=user.id or self.env.uid,
            **self._prepare_task_words(kind, user),
        )

    def _get_buyer(self):
        """Who does what is to be done, or a manager where nobody is named any more."""
        return self.user_id if self.user_id.active else self.company_id._ar_get_manager()

    def _close(self):
        """The invoice has come, or the goods went back."""
        for company, own in self.grouped("company_id").items():
            moved = own._move_to("closed", allowed=OPEN, closed_on=company._ar_today())
            moved._end_tasks()

    def _fail(self, requests, error):
        """What fails with a supplier is told to a manager, once, and tried again the next
        night."""
        names = ", ".join(requests.order_id.mapped("display_name"))
        summary = self.env._("The invoice of %s could not be asked for", names)
        requests.company_id._ar_tell_manager(summary, str(error))
