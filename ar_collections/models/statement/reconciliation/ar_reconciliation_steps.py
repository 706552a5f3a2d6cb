"""Reading our side, matching both sides, and keeping what differs."""

from datetime import timedelta

from odoo import Command, models
from odoo.exceptions import UserError

from ....tools.base.money import from_units
from ....tools.statement import differences, entries, matching


class ArReconciliation(models.Model):
    """Both sides read, matched by rule and by hand, and their differences kept."""

    _inherit = "ar.reconciliation"

    # -- our side ----------------------------------------------------------------------

    def _read_items(self):
        """Our open items of the day in the currency, from the one reader."""
        self.ensure_one()
        # Of a day to come the form may ask before it is refused.
        rows = self.env["ar.open.item"].read_as_of(
            self.date, self.company_id.ids, self.partner_id.ids
        )
        return [
            row
            for row in rows
            if row["currency_id"] == self.currency_id.id and row["residual_currency"]
        ]

    def action_read_ours(self):
        """Read our ledger of the day again; what is unchanged stays matched."""
        self.check_access("write")
        for one in self:
            one._check_open()
            changed = one._read_ours()
            if changed:
                one._message_log(
                    body=self.env._("Our ledger was read again; lines changed: %s.", changed)
                )
        return True

    def _read_ours(self):
        """Bring our lines to what the ledger says of the day; returns how many changed."""
        self.ensure_one()
        Line = self.env["ar.reconciliation.line"].sudo()
        items = {item["id"]: item for item in self._read_items()}
        kept = self.line_ids.filtered(lambda line: line.side == "ours").sudo()
        gone = kept.filtered(
            lambda line: (
                line.move_line_id.id not in items
                or line.amount != items[line.move_line_id.id]["residual_currency"]
            )
        )
        known = set((kept - gone).move_line_id.ids)
        gone.match_id.unlink()
        count = len(gone)
        gone.unlink()
        new = Line._create_rows(
            [self._prepare_our_line(item) for key, item in items.items() if key not in known]
        )
        self._sync_differences()
        return max(count, len(new))

    def _prepare_our_line(self, item):
        return {
            **self._prepare_common(),
            "side": "ours",
            "number": item["name"],
            "reference": item["ref"],
            "date": item["invoice_date"] or item["date"],
            "date_due": item["date_due"],
            "amount": item["residual_currency"],
            "move_line_id": item["id"],
        }

    def _prepare_common(self):
        """What every row of a reconciliation says of it."""
        return {
            "reconciliation_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
        }

    # -- their side --------------------------------------------------------------------

    def _set_theirs(self, lines):
        """Put the lines of a file in the place of those that were there before.

        :param lines: rows of ``tools/statement/ledger_file.py``
        """
        self.ensure_one()
        self._check_open()
        old = self.line_ids.filtered(lambda line: line.side == "theirs").sudo()
        old.match_id.unlink()
        old.unlink()
        currency = self.currency_id
        said = self._prepare_common()
        self.env["ar.reconciliation.line"].sudo()._create_rows(
            [
                {
                    **said,
                    "side": "theirs",
                    "number": line.number,
                    "reference": line.reference,
                    "text": line.text,
                    "date": line.date,
                    "date_due": line.due,
                    "amount": currency.round(float(line.amount)),
                    "file_row": line.row,
                }
                for line in lines
                if not currency.is_zero(float(line.amount))
            ]
        )

    # -- by rule -----------------------------------------------------------------------

    def action_match(self):
        """Match what is free; what was confirmed or done by hand stays, what a person has
        undone is left alone."""
        self.check_access("write")
        for one in self:
            one._check_open()
            if not one.their_line_ids:
                raise UserError(
                    self.env._(
                        "There is nothing to match for %s: import the customer's ledger first.",
                        one.display_name,
                    )
                )
            one.match_ids.filtered(lambda match: not match.confirmed).sudo().unlink()
            one._match_free()
            one._sync_differences()
            one._move_to("matched", ("draft",))
        return True

    def _match_free(self):
        self.ensure_one()
        free = self.line_ids.filtered(lambda line: not line.match_id and not line.keep_apart)
        ours, theirs = free._get_entries("ours"), free._get_entries("theirs")
        result = matching.match(ours, theirs, self.window)
        Match = self.env["ar.reconciliation.match"].sudo()
        said = self._prepare_common()
        matches = Match._create_rows(
            [
                {
                    **said,
                    "step": one.step,
                    "shared": one.words,
                    "confirmed": one.sure,
                }
                for one in result.matches
            ]
        )
        self.env["ar.reconciliation.line"].sudo()._set_matches(
            {
                line_id: match.id
                for match, one in zip(matches, result.matches, strict=True)
                for line_id in (*one.ours, *one.theirs)
            }
        )
        self.sudo().search_cut = result.cut

    # -- by hand -----------------------------------------------------------------------

    def action_match_chosen(self):
        """Match the lines that a person has ticked on both sides.

        :raise UserError: where they cannot be one thing
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        chosen = self.line_ids.filtered("chosen")
        taken = chosen.filtered("match_id")
        if taken:
            raise UserError(
                self.env._("%s is matched already. Undo that match first.", taken[0].display_name)
            )
        sides = set(chosen.mapped("side"))
        amount = self.currency_id.round(sum(chosen.mapped("amount")))
        if len(sides) < 2 and (len(chosen) < 2 or amount):
            raise UserError(
                self.env._("Tick lines on both sides, or lines of one side that cancel each other.")
            )
        match = (
            self.env["ar.reconciliation.match"]
            .sudo()
            .create({"reconciliation_id": self.id, "step": "hand", "confirmed": True})
        )
        chosen.sudo().write({"match_id": match.id, "chosen": False, "keep_apart": False})
        self._sync_differences()
        return True

    def action_confirm_matches(self):
        """Confirm all matches that were still to be checked."""
        self.check_access("write")
        for one in self:
            one.match_ids.filtered(lambda match: not match.confirmed).action_confirm()
        return True

    # -- differences -------------------------------------------------------------------

    def _sync_differences(self):
        """Bring the differences to what is matched now. One that is the same as before keeps
        its cause and owner."""
        self.ensure_one()
        self.invalidate_recordset(["line_ids", "match_ids"])
        # Without the other side everything would be a difference.
        has_theirs = any(line.side == "theirs" for line in self.line_ids)
        found = self._find_differences() if has_theirs else []
        new = {(one.kind, frozenset((*one.ours, *one.theirs))): one for one in found}
        # A note "created" on each of thousands would take longer than all the rest.
        Difference = (
            self.env["ar.reconciliation.difference"]
            .sudo()
            .with_context(tracking_disable=True, mail_create_nosubscribe=True)
        )
        old = {(one.kind, frozenset(one.line_ids.ids)): one for one in self.difference_ids.sudo()}
        rounding = self.currency_id.rounding
        for key, one in old.items():
            if key in new:
                amount = from_units(new[key].amount, rounding)
                if one.amount != amount:
                    one.amount = amount
        Difference.concat(*(one for key, one in old.items() if key not in new)).unlink()
        Difference.create(
            [
                {
                    "reconciliation_id": self.id,
                    "kind": one.kind,
                    "amount": from_units(one.amount, rounding),
                    "days": one.days,
                    "cause": Difference._suggest_cause(one.kind),
                    "user_id": self.user_id.id,
                    "date_deadline": self.company_id._ar_today() + timedelta(days=14),
                    "line_ids": [Command.set(key[1])],
                }
                for key, one in new.items()
                if key not in old
            ]
        )
        self.invalidate_recordset()

    def _find_differences(self):
        lines = self.line_ids
        by_match = {}
        for line in lines:
            if line.match_id:
                by_match.setdefault(line.match_id.id, {"ours": [], "theirs": []})[line.side].append(
                    line.id
                )
        matches = [
            entries.Match("", tuple(sides["ours"]), tuple(sides["theirs"]), 0, 0)
            for _match, sides in sorted(by_match.items())
        ]
        ours, theirs = lines._get_entries("ours"), lines._get_entries("theirs")
        return differences.find_differences(ours, theirs, matches, self.window)
