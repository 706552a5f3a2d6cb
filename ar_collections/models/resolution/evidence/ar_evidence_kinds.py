"""The sections of an evidence file: contract, invoices, messages, calls, replies, log."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from .ar_evidence import Document, Section

# Rows of the log on paper; all of them are in the proof.
MOST_LOG_ROWS = 1000


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    @api.model
    def _get_sections(self):
        """The parts of the file: {code: ``Section``}; ``_collect_<code>`` gives the documents.
        Other rooms and add-ons add theirs; what has no documents is not shown."""
        return {
            "contract": Section(self.env._("Contract and terms"), 100),
            "order": Section(self.env._("Orders"), 200),
            "invoice": Section(self.env._("Invoices"), 300),
            "delivery": Section(self.env._("Proof of delivery"), 400),
            "message": Section(self.env._("Messages as sent"), 500),
            "call": Section(self.env._("Calls and visits"), 510),
            "reply": Section(self.env._("What the customer answered"), 520),
            "hold": Section(self.env._("When reminders were kept back"), 530),
            "log": Section(self.env._("Proof of the log"), 900),
        }

    # -- what was agreed ---------------------------------------------------------------

    def _collect_contract(self):
        """Contracts with their terms, who accepted them, and their files."""
        since = self._get_since()
        found = []
        for contract in self._find("ar.credit.contract"):
            if contract.state == "draft" or (
                since and contract.ending_date and contract.ending_date < since
            ):
                continue
            names = (
                "reference",
                "state",
                "date_from",
                "end_date",
                "current_term_id",
                "credit_amount",
                "late_interest",
                "penalty_clause",
                "accepted_name",
                "accepted_on",
                "acceptance_proof",
            )
            found.append(self._show_record(contract, names, contract.date_from))
            found += self._take_files(contract.attachment_ids, contract.date_from)
            for amendment in contract.amendment_ids.filtered(lambda one: one.state != "draft"):
                names = ("reason", "date", "changes", "accepted_name", "accepted_on")
                found.append(self._show_record(amendment, names, amendment.date))
                found += self._take_files(amendment.attachment_ids, amendment.date)
        return found

    def _collect_order(self):
        """Orders; an add-on that knows them gives them."""
        return []

    def _collect_delivery(self):
        """Proof that the goods arrived; an add-on that knows it gives it."""
        return []

    def _collect_invoice(self):
        """A list of the invoices, and each as the customer has it."""
        moves = self._get_moves()
        if not moves:
            return []
        columns = ("name", "invoice_date", "invoice_date_due", "amount_total", "amount_residual")
        listed = self._list_records(self.env._("List of invoices"), moves, columns)
        problems = moves._ar_ensure_pdfs()
        pdfs = moves._ar_find_pdfs()
        found = []
        for move in moves:
            kind = self.env._("Credit note %s") if move.move_type == "out_refund" else "%s"
            title = kind % move.name
            day = move.invoice_date or move.date
            found.append(
                Document(title, day, attachment=pdfs.get(move), note=problems.get(move.id, ""))
            )
        return [listed, *found]

    # -- what was said -----------------------------------------------------------------

    def _find_dispatches(self, tasks):
        """Dispatches to the customer about what the file is about, oldest first.

        :param tasks: those of people (calls, visits), else those that were sent
        """
        codes = self.env["ar.channel.task"]._get_task_codes()
        domain = Domain("channel", "in" if tasks else "not in", codes)
        domain &= Domain("state", "not in", ("queued", "leaving", "cancelled"))
        domain &= Domain("res_model", "not in", self._get_apart())
        dispatches = self._find("ar.dispatch", domain, date="date")
        if not self._is_about_some():
            return dispatches
        lines = self.env["ar.dunning.notice.line"].sudo()
        asked = Domain("move_id", "in", self._get_moves().ids)
        asked &= Domain("notice_id", "in", dispatches.notice_id.ids)
        about = lines.search(asked & Domain("state", "!=", "dropped")).notice_id
        # Thank-yous, statements and the like are about the customer.
        return dispatches.filtered(lambda one: not one.notice_id or one.notice_id in about)

    @api.model
    def _get_apart(self):
        """The kinds of messages that have a section of their own."""
        return []

    def _collect_message(self):
        """Each message as it was sent, with what became of it."""
        taken, found = self.env["ir.attachment"].sudo(), []
        for dispatch in self._find_dispatches(tasks=False):
            letter = dispatch.attachment_id._ar_of(dispatch._get_message())
            title = f"{dispatch.message_name} ({self._show(dispatch, 'channel')})"
            day, note = dispatch.company_id._ar_day_of(dispatch.date), self._say_fate(dispatch)
            if letter and letter not in taken:
                taken |= letter
                found.append(Document(title, day, attachment=letter, note=note))
            elif letter:
                found.append(Document(title, day, note=note))
            else:
                found.append(Document(title, day, html=self._print_message(dispatch), note=note))
        return found

    def _say_fate(self, dispatch):
        """What became of a dispatch, in a line."""
        parts = [
            self._show(dispatch, "state"),
            format_datetime(self.env, dispatch.date, dt_format="short"),
            dispatch.recipient,
        ]
        if dispatch.seen_date:
            seen = format_datetime(self.env, dispatch.seen_date, dt_format="short")
            parts.append(self.env._("opened on %s", seen))
        return " · ".join(filter(None, [*parts, dispatch.error]))

    def _collect_call(self):
        """Calls and visits: when, whom, what came out of it."""
        names = ("date", "channel", "recipient", "outcome", "reason_id", "promised_date", "note")
        calls = self._find_dispatches(tasks=True)
        return [self._list_records(self.env._("Calls and visits"), calls, names)] if calls else []

    def _collect_reply(self):
        """What the customer wrote, and what was done about it."""
        names = ("date_received", "email_from", "kind", "text", "done", "handled_by_id")
        replies = self._find("ar.reply", date="date_received")
        if self._is_about_some():
            moves = self._get_moves()
            replies = replies.filtered(lambda one: not one.move_ids or one.move_ids & moves)
        title = self.env._("What the customer answered")
        return [self._list_records(title, replies, names)] if replies else []

    def _collect_hold(self):
        """When and why reminders were kept back."""
        names = ("date_from", "date_to", "move_id", "kind", "amount", "reason_text")
        holds = self._find("ar.hold", date="date_from")
        if self._is_about_some():
            moves = self._get_moves()
            holds = holds.filtered(lambda one: not one.move_id or one.move_id in moves)
        title = self.env._("When reminders were kept back")
        return [self._list_records(title, holds, names)] if holds else []

    # -- the log -----------------------------------------------------------------------

    def _find_log_rows(self):
        """The rows of the log that the file proves, oldest first."""
        domain = Domain("profile_id", "=", self.profile_id.id)
        if since := self._get_since():
            domain &= Domain("date", ">=", since)
        return self.env["ar.log"].sudo().search(domain, order="id")

    def _collect_log(self):
        """What the log says of the customer; the proof itself is in the ZIP."""
        rows = self._find_log_rows()
        if not rows:
            return []
        seal = self.env["ar.log.seal"]._get_newest(self.company_id)
        day = format_date(self.env, self.company_id._ar_day_of(seal.date)) if seal else "–"
        note = self.env._(
            "%(rows)s rows, sealed up to the code %(code)s of %(day)s. The file log_proof.json in "
            "the ZIP proves each of them; verify_log.py checks it without this program.",
            rows=len(rows),
            code=seal.code or "–",
            day=day,
        )
        names = ("date", "record_name", "event", "user_id", "words", "seal_id", "position")
        listed = self._list_records(
            self.env._("Rows of the log"), rows[:MOST_LOG_ROWS], names, note=note
        )
        return [listed._replace(note=note)]
