"""The summary of a day's confirmations for the auditor: computed once, on paper and as XLSX."""

import io

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.statement.confirmation import STANDINGS, sum_up
from ....tools.statement.confirmation_xlsx import SummaryBook


class ArBalanceRound(models.Model):
    _inherit = "ar.balance.round"

    def _get_summary(self):
        """Every customer in the ledger of that day, with what was asked and answered.

        The balances are the ledger's, so that they add up to it, whoever was asked.

        :return: {'rows': [{'customer', 'number', 'balance', 'asked', 'asked_on', 'channel',
            'answered_on', 'by', 'standing', 'difference', 'note'}], 'sums': see
            ``tools.confirmation.sum_up``, 'ledger', 'exchange_pending', 'gap'}; amounts in the
            company's currency, 'gap' is what the rows differ from the ledger by: nil
        """
        self.ensure_one()
        balances = {id_: balance for id_, (balance, _any) in self._read_sums().items()}
        asked = self._map_confirmations()
        left = {one.partner_id.id or None: one.reason for one in self.left_ids}
        unsent = {one.partner_id.id: one for one in self.statement_ids if one.state == "draft"}
        ids = {*balances, *asked, *left, *unsent}
        names = self.env["res.partner"].browse([id_ for id_ in ids if id_])
        names.fetch(["name"])
        rows = []
        for id_ in ids:
            row = self._prepare_row(asked.get(id_), unsent.get(id_), left.get(id_))
            row["customer"] = names.browse(id_).name if id_ else self.env._("Without customer")
            row["balance"] = balances.get(id_, 0.0)
            if row["asked"] is not None and self.company_currency_id.compare_amounts(
                row["asked"], row["balance"]
            ):
                row["note"] = self.env._("The ledger of this day has changed since.")
            rows.append(row)
        rows.sort(key=lambda row: (-abs(row["balance"]), row["customer"] or ""))
        return {"rows": rows, **self._prepare_sums(rows)}

    def _map_confirmations(self):
        """{partner id: the last confirmation of the day}; one that was not withdrawn first."""
        domain = Domain("company_id", "=", self.company_id.id) & Domain("date", "=", self.date)
        found = {}
        for one in self.env["ar.balance.confirmation"].search(domain, order="id"):
            earlier = found.get(one.partner_id.id)
            if not earlier or one.state != "withdrawn" or earlier.state == "withdrawn":
                found[one.partner_id.id] = one
        return found

    def _prepare_row(self, one, unsent, reason):
        """What was asked and answered, without the customer's name and balance."""
        if not one:
            return {
                "number": unsent.name if unsent else "",
                "asked": None,
                "asked_on": None,
                "channel": "",
                "answered_on": None,
                "by": "",
                "standing": "not_sent" if unsent else "not_asked",
                "difference": 0.0,
                "note": self._get_unsent_words(unsent) or reason or "",
            }
        channels = dict(one._fields["channel"]._description_selection(self.env))
        standing = one.state
        if standing == "asked":
            standing = "expired" if one.expired else "unanswered"
        return {
            "number": one.name,
            "asked": one.balance,
            "asked_on": one.date_asked or None,
            "channel": channels.get(one.channel, ""),
            "answered_on": one.statement_id.answer_date or None,
            "by": one.answered_by or "",
            "standing": standing,
            "difference": one.difference_amount,
            "note": one.error or "",
        }

    def _get_unsent_words(self, unsent):
        """Why a statement that was made has not left; '' for one that has."""
        if unsent and unsent.queued:
            return self.env._("Waits to be sent")
        return (unsent and unsent.error) or ""

    def _prepare_sums(self, rows):
        currency = self.company_currency_id
        known = [{**row, "asked": row["asked"] or 0.0} for row in rows]
        ties = self.env["ar.open.item"].sudo()._read_tie_out(self.company_id.ids, self.date)
        ledger = currency.round(sum(tie["ledger"] for tie in ties.values()))
        pending = currency.round(sum(tie["exchange_pending"] for tie in ties.values()))
        sums = sum_up(known, self.company_currency_id.rounding)
        return {
            "sums": sums,
            "ledger": ledger,
            "exchange_pending": pending,
            "gap": currency.round(sums["balance"] - pending - ledger),
        }

    def _get_standings(self):
        """{standing: what it is called}, in the language of the context."""
        words = (
            self.env._("Confirmed"),
            self.env._("Differed, settled"),
            self.env._("Differs"),
            self.env._("No answer yet"),
            self.env._("No answer in time"),
            self.env._("Withdrawn"),
            self.env._("Not sent"),
            self.env._("Not asked"),
        )
        return dict(zip(STANDINGS, words, strict=True))

    # -- paper and workbook ------------------------------------------------------------

    def action_print_summary(self):
        """The summary on paper."""
        report = self.env.ref("ar_collections.action_report_ar_balance_summary")
        return report.report_action(self, config=False)

    def action_xlsx(self):
        """Download the summary as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ar_collections/balance_round/{self.id}/xlsx",
            "target": "download",
        }

    def _get_title(self):
        self.ensure_one()
        day = format_date(self.env, self.date, date_format="yyyy-MM-dd")
        return self.env._("Balance confirmations %s", day)

    def _prepare_paper(self):
        """The summary as the page shows it: amounts and days as texts."""
        summary = self._get_summary()
        standings = self._get_standings()

        def money(amount):
            return "" if amount is None else self.company_currency_id.format(amount)

        def day(value):
            return format_date(self.env, value) if value else ""

        def share(value):
            return "" if value is None else f"{value * 100:.1f} %"

        sums = summary["sums"]
        return {
            "rows": [
                {
                    **row,
                    "standing": standings[row["standing"]],
                    "balance": money(row["balance"]),
                    "difference": money(row["difference"]) if row["difference"] else "",
                    "asked_on": day(row["asked_on"]),
                    "answered_on": day(row["answered_on"]),
                }
                for row in summary["rows"]
            ],
            "standings": [
                (standings[standing], count, money(amount), share(part))
                for standing, count, amount, part in sums["standings"]
            ],
            "count": sums["count"],
            "balance": money(sums["balance"]),
            "coverage": share(sums["coverage"]),
            "answered": share(sums["answered"]),
            "confirmed": money(sums["confirmed"]),
            "difference": money(sums["difference"]),
            "ledger": money(summary["ledger"]),
            "pending": money(summary["exchange_pending"]) if summary["exchange_pending"] else "",
            "gap": money(summary["gap"]),
        }

    def _get_xlsx(self):
        """The summary as a workbook: bytes, in the reader's language."""
        self.ensure_one()
        self.check_access("read")
        output = io.BytesIO()
        with SummaryBook(output, self._get_xlsx_words(), self.company_currency_id) as book:
            book.add(self._get_summary())
        return output.getvalue()

    def _get_xlsx_words(self):
        return {
            "title": self._get_title(),
            "head": [
                (self.env._("Company"), self.company_id.name),
                (self.env._("Balance of"), format_date(self.env, self.date)),
                (self.env._("Currency"), self.company_currency_id.name),
            ],
            "sheets": (self.env._("Summary"), self.env._("Customers")),
            "standings": self._get_standings(),
            "sums": {
                "standing": self.env._("Result"),
                "count": self.env._("Customers"),
                "balance": self.env._("Balance"),
                "share": self.env._("Share"),
                "total": self.env._("Total"),
                "confirmed": self.env._("Confirmed"),
                "coverage": self.env._("Coverage (confirmed / total)"),
                "answered": self.env._("Answered (share of the total)"),
                "difference": self.env._("Differences told"),
                "ledger": self.env._("Trade receivables in the general ledger"),
                "exchange_pending": self.env._("Exchange entries booked later"),
                "gap": self.env._("Unexplained"),
            },
            "columns": {
                "customer": self.env._("Customer"),
                "number": self.env._("Statement"),
                "balance": self.env._("Balance"),
                "asked": self.env._("Amount to Confirm"),
                "asked_on": self.env._("Asked on"),
                "channel": self.env._("Channel"),
                "answered_on": self.env._("Answered on"),
                "by": self.env._("Answered by"),
                "standing": self.env._("Result"),
                "difference": self.env._("Difference"),
                "note": self.env._("Note"),
            },
        }
