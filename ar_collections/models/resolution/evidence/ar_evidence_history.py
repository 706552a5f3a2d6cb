"""The sections of what was agreed and disputed, charged, kept from lapsing, and handed over."""

from odoo import api, models
from odoo.fields import Domain

from .ar_evidence import Section


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    @api.model
    def _get_sections(self):
        # EXTENDS the room evidence
        return {
            **super()._get_sections(),
            "dispute": Section(self.env._("Disputes"), 540),
            "promise": Section(self.env._("Promises to pay"), 550),
            "deferral": Section(self.env._("Deferrals"), 555),
            "plan": Section(self.env._("Payment plans"), 560),
            "charge": Section(self.env._("Interest and charges"), 570),
            "returned": Section(self.env._("Returned payments"), 575),
            "limitation": Section(self.env._("What kept the claim from lapsing"), 580),
            "case": Section(self.env._("Cases"), 590),
            "writeoff": Section(self.env._("Write-offs"), 595),
        }

    def _find_about(self, model, get_lines, domain=None, date=None):
        """Records of a model about the customer and, where the file is about some invoices, about
        these or about none.

        :param get_lines: what gives the journal items that a record is about
        """
        found = self._find(model, domain, date=date)
        if not self._is_about_some():
            return found
        moves = self._get_moves()
        return found.filtered(
            lambda one: not get_lines(one).move_id or get_lines(one).move_id & moves
        )

    def _list_section(self, code, records, names):
        """The one table of a section; nothing without records."""
        title = self._get_sections()[code].name
        return [self._list_records(title, records, names)] if records else []

    # -- what was agreed, and what was not ---------------------------------------------

    def _collect_dispute(self):
        """What the customer did not accept, how it ended, and the papers about it."""
        disputes = self._find_about(
            "ar.dispute", lambda one: one.item_ids.move_line_id, date="date_opened"
        )
        names = ("name", "date_opened", "amount_disputed", "reason_id", "state", "date_closed")
        found = self._list_section("dispute", disputes, (*names, "cause_id", "agreement"))
        for dispute in disputes:
            files = self._find_files(dispute)
            found += self._take_files(files, dispute.date_opened)
        return found

    def _find_files(self, record):
        """The files of a record's own chatter, as the superuser."""
        domain = Domain("res_model", "=", record._name) & Domain("res_id", "=", record.id)
        return self.env["ir.attachment"].sudo().search(domain, order="id")

    def _collect_promise(self):
        promises = self._find_about("ar.promise", lambda one: one.move_line_ids, date="taken_on")
        names = ("taken_on", "source", "date", "amount", "state", "ended_on", "end_reason")
        return self._list_section("promise", promises, names)

    def _collect_deferral(self):
        decided = Domain("state", "in", ("approved", "ended"))
        deferrals = self._find_about("ar.deferral", lambda one: one.move_line_id, decided)
        names = ("move_id", "date_due", "date", "reason", "decided_by_id", "decided_on")
        return self._list_section("deferral", deferrals, names)

    def _collect_plan(self):
        """Each plan with its instalments, the agreement as sealed, and the signed paper."""
        proposed = Domain("state", "!=", "draft")
        found = []
        for plan in self._find_about("ar.plan", lambda one: one.move_line_ids, proposed):
            names = ("name", "state", "amount", "interest_amount", "accepted_by", "accepted_at")
            names = (*names, "accept_way", "acknowledged_on", "ended_on", "end_reason")
            names = (*names, "seal", "intact_note")
            found.append(self._show_record(plan, names, plan.date_proposed))
            columns = ("number", "date", "amount", "amount_paid", "state")
            found.append(
                self._list_records(plan.name, plan.installment_ids, columns, plan.date_proposed)
            )
            found += self._take_files(plan.attachment_id | plan.paper_ids, plan.date_proposed)
        return found

    # -- what was asked for besides ----------------------------------------------------

    def _collect_charge(self):
        charges = self._find_about("ar.charge", lambda one: one.move_line_id)
        names = ("origin_name", "kind", "date_from", "date_to", "amount", "amount_waived", "state")
        return self._list_section("charge", charges, (*names, "interest_note"))

    def _collect_returned(self):
        returned = self._find_about(
            "ar.payment.exception", lambda one: one.move_line_ids, date="date"
        )
        names = ("date", "kind", "payment_name", "amount", "cost", "reason")
        return self._list_section("returned", returned, names)

    # -- until when, and how it went on ------------------------------------------------

    def _collect_limitation(self):
        """Until when each open item can be enforced, and why; and what was recorded by hand."""
        domain = Domain("partner_id", "=", self.partner_id.id)
        domain &= Domain("company_id", "=", self.company_id.id)
        if self._is_about_some():
            domain &= Domain("move_id", "in", self._get_moves().ids)
        items = self.env["ar.open.item"].sudo().search(domain)
        items = items.filtered(lambda one: one.residual > 0)
        names = ("move_id", "date_due", "residual_currency", "limitation_date", "limitation_cause")
        found = self._list_section("limitation", items, names)
        events = self._find_about("ar.limitation.event", lambda one: one.move_line_ids, date="day")
        if events:
            names = ("day", "kind", "until", "reference", "user_id", "note")
            found.append(self._list_records(self.env._("Recorded by hand"), events, names))
        for event in events:
            found += self._take_files(event.attachment_ids, event.day)
        return found

    def _collect_case(self):
        """Each case with its stages, parties, dates and settlement offers."""
        found = []
        for case in self._find_about("ar.case", lambda one: one.move_line_ids):
            names = ("name", "kind", "state", "date_handed_over", "amount_handed_over", "court_id")
            names = (*names, "date_claim_filed", "claim_amount", "outcome", "date_closed")
            found.append(self._show_record(case, names, case.date_handed_over))
            for part, columns in (
                ("offer_ids", ("by", "date", "amount", "date_until", "state")),
                ("step_ids", ("date", "stage_name", "user_id")),
                ("party_ids", ("role", "partner_id", "file_number")),
                ("event_ids", ("date", "kind", "name")),
            ):
                if case[part]:
                    title = case._fields[part]._description_string(self.env)
                    found.append(self._list_records(title, case[part], columns))
            for offer in case.offer_ids.filtered("accepted_at"):
                found += self._show_settlement(offer)
            found += self._take_files(self._find_files(case), case.date_handed_over)
        return found

    def _show_settlement(self, offer):
        """A settlement that the customer accepted, as sealed, and the letters that offered it."""
        names = ("amount", "claim_amount", "date_until", "date_pay", "terms", "state")
        names = (*names, "accepted_by", "accepted_at", "accept_way", "seal", "intact_note")
        letters = [letter._get_letter() for letter in offer.settlement_ids.sorted("id")]
        shown = [self._show_record(offer, names, offer.date)]
        return shown + [one for file in letters for one in self._take_files(file, offer.date)]

    def _collect_writeoff(self):
        booked = Domain("state", "in", ("booked", "recovered", "reversed"))
        writeoffs = self._find_about("ar.writeoff", lambda one: one.move_line_id, booked)
        names = ("name", "move_id", "date", "amount", "net", "tax", "reason", "tax_relief")
        return self._list_section("writeoff", writeoffs, (*names, "recovered_amount"))
