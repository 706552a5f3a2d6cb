"""The cards at the top of a customer account."""

from datetime import datetime

import pytz

from odoo import api, models
from odoo.tools import format_amount, format_date

from ....tools.ledger.aging import bucket_key, bucket_labels

DAYS_TO_PAY_MONTHS = 12


class ArProfile(models.Model):
    _inherit = "ar.profile"

    @api.model
    def _get_cards(self):
        """The cards at the top of the account, in their order: {code: title}. Each is shown by
        ``_show_<code>``, which gives a dict as of ``read_cockpit``, or nothing."""
        return {
            "owed": self.env._("Overdue"),
            "next": self.env._("Next"),
            "agreed": self.env._("Agreed and Held"),
            "pays": self.env._("Payment Behaviour"),
            "credit": self.env._("Credit"),
            "contact": self.env._("Contact"),
        }

    @api.model
    def _prepare_line(self, text, value="", tone="", **more):
        """A line of a card.

        :param text: what it is about; ``value`` stands opposite
        :param more: ``link``, an address; ``method``, a button of the account that it calls
        """
        return {"text": text, "value": value or "", "tone": tone, **more}

    def _format_own(self, amount):
        """An amount in the company's currency."""
        return format_amount(self.env, amount, self.currency_id)

    # -- what is owed ------------------------------------------------------------------

    def _show_owed(self):
        days = self.max_days_overdue
        late = self.currency_id.compare_amounts(self.overdue_amount, 0) > 0
        lines = [self._prepare_line(self.env._("Open"), self._format_own(self.open_amount))]
        if not self.currency_id.is_zero(self.credit_amount):
            lines.append(
                self._prepare_line(
                    self.env._("Unallocated credits"), self._format_own(self.credit_amount)
                )
            )
        if late:
            lines.append(self._prepare_line(self.env._("Oldest"), self._say_days(days)))
        return {
            "value": self._format_own(self.overdue_amount),
            "tone": "danger" if late else "success",
            "bars": self._prepare_bars(),
            "lines": lines,
        }

    @api.model
    def _say_days(self, days):
        return self.env._("1 day late") if days == 1 else self.env._("%s days late", days)

    def _prepare_bars(self):
        """What is owed by age, debts alone: [{'label', 'value', 'share' (per cent), 'late'}]."""
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids, self.partner_id.ids, today=True)
        sums = {}
        for row in items._read_ages(scope):
            sums[row["bucket"]] = sums.get(row["bucket"], 0.0) + row["debts"]
        labels = bucket_labels(
            scope.limits, not_due=self.env._("Not due"), over=self.env._("Over %s")
        )
        total = sum(sums.values())
        return [
            {
                "label": label,
                "value": self._format_own(sums[key]),
                "share": round(100 * sums[key] / total, 1),
                "place": place,
            }
            for place, label in enumerate(labels)
            if total > 0 and sums.get(key := bucket_key(place), 0) > 0
        ]

    # -- how the customer pays ---------------------------------------------------------

    def _show_pays(self):
        items = self.env["ar.open.item"]
        pair = self.partner_id.id, self.company_id.id
        facts = items._read_behaviour(
            self.company_id.ids, self.partner_id.ids, DAYS_TO_PAY_MONTHS
        ).get(pair, {})
        lines = []
        if facts.get("experiences"):
            lines.append(
                self._prepare_line(self.env._("Invoices paid or late"), facts["experiences"])
            )
            lines.append(
                self._prepare_line(
                    self.env._("On time"), self.env._("%s %%", round(facts["on_time"]))
                )
            )
        for receipt in items._read_incoming(self.company_id, self.partner_id):
            currency = self.env["res.currency"].browse(receipt["currency_id"])
            lines.append(
                self._prepare_line(
                    self.env._("Last payment, %s", format_date(self.env, receipt["date"])),
                    format_amount(self.env, receipt["amount_currency"], currency),
                )
            )
        if self.reason_id:
            words = self.env._("Does not pay because")
            lines.append(self._prepare_line(words, self.reason_id.name))
        return {**self._prepare_habit(facts.get("mean_delay")), "lines": lines}

    def _prepare_habit(self, delay):
        """How many days after the due date the customer usually pays, as the value of a card."""
        if delay is None:
            return {"value": self.env._("Not known yet"), "tone": "muted"}
        days = round(delay)
        if days > 0:
            words = self.env._("%s days late", days) if days > 1 else self.env._("1 day late")
            return {"value": words, "tone": "warning"}
        words = self.env._("%s days early", -days) if days else self.env._("On the day")
        return {"value": words, "tone": "success"}

    # -- credit ------------------------------------------------------------------------

    def _show_credit(self):
        if not self.env["ar.credit.limit"].has_access("read"):
            return None
        over = self.currency_id.compare_amounts(self.credit_available, 0) < 0
        limited = self.has_credit_limit
        lines = []
        if self.rating_id:
            lines.append(self._prepare_line(self.env._("Grade"), self.rating_id.display_name))
        if limited:
            lines.append(
                self._prepare_line(
                    self.env._("Available"),
                    self._format_own(self.credit_available),
                    "danger" if over else "",
                )
            )
        lines.append(self._prepare_line(self.env._("Exposure"), self._format_own(self.exposure)))
        if self.credit_hold:
            lines.append(
                self._prepare_line(self.env._("Credit hold"), self.credit_hold_reason, "danger")
            )
        use = self.credit_use_words or self.env._("%s %% used", round(self.credit_use))
        return {
            "value": self._format_own(self.credit_limit) if limited else self.env._("No limit"),
            "tone": "danger" if limited and over else "",
            "hint": use if limited else "",
            "lines": lines,
        }

    # -- contact -----------------------------------------------------------------------

    def _show_contact(self):
        """Whom to speak to, the number as it is dialled, and what time it is there."""
        contact = self._get_contact()
        called = self.env["ar.talk"]._find_called(self)
        found = called._ar_read_phone(self.company_id)
        number = called._ar_show_phone(self.company_id)
        lines = []
        if number:
            lines.append(self._prepare_line(self.env._("Phone"), number, link=found.link or ""))
            lines.append(self._prepare_line(self.env._("Time there"), self._say_time(called)))
        if contact.email:
            lines.append(
                self._prepare_line(
                    self.env._("E-mail"), contact.email, link=f"mailto:{contact.email}"
                )
            )
        ways = dict(self._fields["preferred_channel"]._description_selection(self.env))
        if self.preferred_channel:
            lines.append(self._prepare_line(self.env._("Prefers"), ways[self.preferred_channel]))
        return {
            "value": contact.name or self.partner_id.name,
            "tone": "",
            "lines": lines or [self._prepare_line(self.env._("No phone, no e-mail"), "", "danger")],
        }

    def _say_time(self, contact):
        """“14:05 (Europe/Berlin)”: the time where a contact is."""
        zone = self.env["ar.talk"].new({"profile_id": self.id})._get_zone(contact)
        now = datetime.now(pytz.utc).astimezone(zone)
        return f"{now:%H:%M} ({zone.zone})"

    def _list_ended_deadline(self):
        """Since when the last reminder's deadline is over, as long as something is overdue: most
        calls are made then."""
        if not self.env["ar.dunning.notice"].has_access("read"):
            return []
        notice, today = self.last_notice_id, self.company_id._ar_today()
        if not notice.deadline or notice.deadline >= today or self.overdue_amount <= 0:
            return []
        days = (today - notice.deadline).days
        since = self.env._("ended yesterday")
        if days > 1:
            since = self.env._("ended %s days ago", days)
        return [self._prepare_line(self.env._("Deadline of %s", notice.name), since, "warning")]
