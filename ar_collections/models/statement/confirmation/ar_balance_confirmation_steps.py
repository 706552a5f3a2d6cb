"""What the customer answered: taken once, with who, when, from where, and what was shown."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ....tools.base.evidence import fingerprint
from ....tools.statement.confirmation import write_figures

MAX_AGENT = 300


class ArBalanceConfirmation(models.Model):
    _inherit = "ar.balance.confirmation"

    @api.depends("difference_ids.difference_company")
    def _compute_difference_amount(self):
        for one in self:
            one.difference_amount = sum(one.difference_ids.mapped("difference_company"))

    # -- answering ---------------------------------------------------------------------

    def _answer(self, outcome, evidence, differences=(), files=()):
        """Take the answer of the customer, once.

        :param outcome: 'confirmed' or 'differs'
        :param evidence: ``answered_by``, ``answer_way`` and what else is known of who answered
        :param differences: of 'differs': values of ``ar.balance.difference`` without the
            confirmation; the key 'files' holds [(name, content, mimetype)]
        :param files: [(name, content, mimetype)] that belong to the answer as a whole
        :return: False when somebody answered meanwhile, the time is over or the question was
            withdrawn; the answer is not taken then
        """
        self.ensure_one()
        one = self.sudo()
        if not one.try_lock_for_update():
            return False
        one.invalidate_recordset()
        by_hand = evidence.get("recorded_by_id")
        # Paper takes its time: what is recorded by hand has no last day.
        if one.state != "asked" or (one.expired and not by_hand):
            return False
        statement = one.statement_id
        text = write_figures(one._get_figures())
        one._move_to(
            outcome,
            date_answer=fields.Datetime.now(),
            figures=text,
            figures_hash=fingerprint(text),
            pdf_hash=one._hash_pdf(),
            error=False,
            **{**evidence, "answer_agent": (evidence.get("answer_agent") or "")[:MAX_AGENT]},
        )
        statement._move_to(
            outcome, answer_date=statement.company_id._ar_today(), answer_by_id=by_hand
        )
        one._attach(one, files)
        if outcome == "differs":
            one._add_differences(differences)
        one._seal()
        one._log_answer()
        return True

    def _attach(self, record, files):
        """Keep uploaded files on a record; none of them is public."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": name,
                        "raw": content,
                        "mimetype": mimetype,
                        "res_model": record._name,
                        "res_id": record.id,
                        "company_id": self.company_id.id,
                    }
                    for name, content, mimetype in files
                ]
            )
        )

    def _add_differences(self, differences):
        """Make the differences: held and given to their owner, unless they were paid since."""
        since = self._read_since()
        deadline, owner = self._get_deadline(), self.statement_id._get_collector()
        # Made by the system, in its owner's language: the public user, who may have answered,
        # belongs to one company only, and our people in another could not open the record.
        made = self.env["ar.balance.difference"].with_user(SUPERUSER_ID)
        made = made.with_context(lang=self.company_id._ar_pick_lang(owner))
        for values in differences:
            values = dict(values)
            files = values.pop("files", ())
            one = made.create(
                {
                    "confirmation_id": self.id,
                    "user_id": owner.id,
                    "date_deadline": deadline,
                    "paid_since": since.get(values.get("line_id"), 0.0),
                    **values,
                }
            )
            one.attachment_ids = self._attach(one, files)
            made |= one
        made._start()

    def _read_since(self):
        """{statement line id: what was paid or credited on it since the day of the balance}.

        In the line's currency, read live; only of lines where something changed. An item that
        vanished counts as settled.
        """
        lines = self.sudo().statement_id.line_ids.filtered("move_line_id")
        rows = (
            self.env["ar.open.item"]
            .sudo()
            ._read_rows(self.company_id.ids, ids=lines.move_line_id.ids, include_future=True)
        )
        now = {row["id"]: row["residual_currency"] for row in rows}
        since = {}
        for line in lines:
            paid = line.residual - now.get(line.move_line_id.id, 0.0)
            if not line.currency_id.is_zero(paid):
                since[line.id] = line.currency_id.round(paid)
        return since

    def _log_answer(self):
        """Say in the customer's chatter what was answered, and by whom."""
        values = {"statement": self.name, "who": self.answered_by or ""}
        if self.state == "confirmed":
            words = self.env._("%(who)s confirmed the balance of %(statement)s.", **values)
        else:
            words = self.env._(
                "%(who)s does not confirm the balance of %(statement)s: %(count)s differences.",
                count=len(self.difference_ids),
                **values,
            )
        author = self.recorded_by_id.partner_id or self.answer_user_id.partner_id
        self.profile_id._message_log(
            body=words,
            author_id=(author or self.statement_id.contact_id or self.partner_id).id,
        )

    def action_print_evidence(self):
        """The answer as evidence, on paper.

        :raise UserError: for what was not answered
        """
        answered = self.filtered("date_answer")
        if not answered:
            raise UserError(
                self.env._(
                    "None of the chosen balances has been answered, so there is no evidence to "
                    "print."
                )
            )
        report = self.env.ref("ar_collections.action_report_ar_balance_evidence")
        return report.report_action(answered, config=False)

    def _get_evidence_name(self):
        """The name of the file with the evidence, without its ending."""
        self.ensure_one()
        return self.env._("Balance confirmation %s", self.name).replace("/", "_")
