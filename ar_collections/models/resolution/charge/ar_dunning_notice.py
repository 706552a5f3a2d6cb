"""Notices and charges: what a notice asks for is claimed once it has left, and once alone."""

import logging

from odoo import fields, models

from .ar_charge import OPEN


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    charge_ids = fields.One2many(
        "ar.charge",
        "notice_id",
        string="Charges",
        readonly=True,
        help="What this notice was the first to ask for.",
    )

    # -- figures -----------------------------------------------------------------------

    def _only_shows(self):
        """Whether the company tells interest and fees, and does not ask for them."""
        self.ensure_one()
        return self.company_id.sudo().ar_charge_mode == "threat"

    def _get_asked_charges(self):
        # EXTENDS 'dunning'
        return 0.0 if self._only_shows() else super()._get_asked_charges()

    def _prepare_figures(self, lines):
        # EXTENDS 'dunning': what is only shown is not in the total.
        values = super()._prepare_figures(lines)
        shown = values["amount_fee"] + values["amount_interest"]
        if shown and self._only_shows():
            company = self.company_id
            day = self.date or company._ar_today()
            values["amount_total"] -= shown
            values["amount_total_company"] -= self.currency_id._convert(
                shown, company.currency_id, company, day
            )
        return values

    def _get_compensations(self, level, charged):
        # EXTENDS 'dunning': once for an invoice, however many instalments and levels it has.
        found = super()._get_compensations(level, charged)
        if not found:
            return found
        taken, once = set(), {}
        for line in sorted(found, key=lambda line: (line.date_due, line.id)):
            if found[line] and not line.compensated and line.move_id.id not in taken:
                taken.add(line.move_id.id)
                once[line] = found[line]
        return once

    def _prepare_section(self, links, with_code=True):
        # EXTENDS 'channel': interest and fees that are only shown stand below the total.
        section = super()._prepare_section(links, with_code)
        shown = self.amount_fee + self.amount_interest
        if shown and self._only_shows():
            words = self.env._(
                "Interest and fees for late payment of %s have arisen so far. They are not in this "
                "total; we reserve the right to claim them.",
                self._format_money(shown, self.currency_id),
            )
            notes = [words, *section["interest_notes"]]
            section.update(fee="", interest="", interest_notes=notes)
        return section

    # -- claims ------------------------------------------------------------------------

    def _set_sent(self):
        # EXTENDS 'dunning': what goes wrong here does not call back a notice that has left.
        sent = super()._set_sent()
        self.env["ar.job.mixin"]._attempt(
            sent.filtered(lambda notice: not notice._only_shows()),
            lambda part: part._claim_charges(),
            failed=lambda part, error: part.profile_id.sudo()._message_log(
                body=self.env._(
                    "The charges of the notice %(notice)s could not be recorded: %(why)s",
                    notice=part.name,
                    why=str(error),
                )
            ),
            level=logging.ERROR,
        )
        return sent

    def _claim_charges(self):
        """Interest, fee and compensation that these notices asked for are claimed; the number of
        queries does not depend on how many there are."""
        self._get_item_lines()._claim_interest()
        lines = self.filtered("amount_fee")._get_item_lines()
        charges = self.env["ar.charge"].sudo()
        own = [("undone", "=", False), ("kind", "!=", "interest")]
        taken = charges.search_read(
            [*own, ("move_line_id", "in", lines.move_line_id.ids)],
            ["kind", "move_line_id", "level_id", "notice_id"],
            load=None,
        )
        items = {(row["move_line_id"], row["level_id"]) for row in taken if row["kind"] == "fee"}
        done = {(row["notice_id"], row["kind"]) for row in taken}
        values = []
        for notice in self.filtered("amount_fee"):
            values += [
                row
                for row in notice._prepare_fees()
                if row["amount"] > 0
                and (notice.id, row["kind"]) not in done
                and (row["kind"] != "fee" or (row["move_line_id"], row["level_id"]) not in items)
            ]
        charges.create(values)
        self.env["ar.dunning.notice.line"].invalidate_model(["compensated"], flush=False)

    def _prepare_fees(self):
        """Values of the charges of fee and compensation of a notice, as it printed them."""
        level = self.level_id
        charged = self._get_charged(level, self._get_item_lines())
        compensations = self._get_compensations(level, charged)
        rows, left = [], self.amount_fee
        for line, amount in compensations.items():
            amount = min(amount, left)
            left = self.currency_id.round(left - amount)
            rows.append(self._prepare_fee("compensation", line, amount))
        first = charged.filtered("move_line_id").sorted(lambda line: (line.date_due, line.id))[:1]
        if first:
            rows.append(self._prepare_fee("fee", first, left))
        return rows

    def _prepare_fee(self, kind, line, amount):
        return {
            "kind": kind,
            **self.env["ar.charge"]._prepare_origin(line.move_line_id.sudo()),
            "currency_id": self.currency_id.id,
            "profile_id": self.profile_id.id,
            "rule_id": self.level_id.interest_rule_id.id if kind == "compensation" else False,
            "date_from": self.date,
            "date_to": self.date,
            "amount": self.currency_id.round(amount),
            "notice_id": self.id,
            "level_id": self.level_id.id,
            "state": "claimed",
            "claimed_on": self.date,
        }

    def _set_failed(self, reason):
        # EXTENDS 'dunning': what did not reach the customer was not asked for.
        failed = super()._set_failed(reason)
        failed._undo_claims()
        return failed

    def _take_back(self, reason):
        # EXTENDS 'dunning'
        taken = super()._take_back(reason)
        taken._undo_claims()
        return taken

    def _undo_claims(self):
        """Charges that only these notices asked for: interest accrues as before, fees lapse."""
        charges = self.env["ar.charge"].sudo()
        claimed = charges.search(
            [("notice_id", "in", self.ids), ("state", "in", OPEN), ("claim_id", "=", False)]
        )
        interest = claimed.filtered(lambda one: one.kind == "interest" and one.state == "claimed")
        # What has accrued since is made anew by the night, together with this.
        since = charges._read_accrued(interest.move_line_id.ids)
        charges.union(*since.values()).unlink()
        for charge in interest:
            charge._move_to(
                "accrued", ("claimed",), notice_id=False, level_id=False, claimed_on=False
            )
        fees = claimed.filtered(lambda one: one.kind != "interest")
        fees.undone = True
        fees._give_up(self.env._("The notice did not reach the customer."))
