"""What a level will say to a customer: a notice that is made, looked at, and gone again."""

from contextlib import contextmanager
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ...tools.dunning.discount import asked_of
from ...tools.ledger import cover
from ..base.apart import apart

# Items that a sample lists.
MOST_ITEMS = 15
# Of a made-up item, where nothing is open.
SAMPLE_AMOUNT, SAMPLE_NUMBER, SAMPLE_NOTICE = 1234.56, "INV/00042", "00042"


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    def action_preview(self):
        """Show the level's words as a customer will read them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preview of %s", self.name),
            "res_model": "ar.dunning.preview",
            "view_mode": "form",
            "target": "new",
            "context": {"default_level_id": self.id, "dialog_size": "extra-large"},
        }

    @contextmanager
    def _sample(self, profile=None, lang=None, tone="neutral"):
        """A notice of this level as it would be proposed today, as superuser; nothing of it stays.

        :param profile: the customer account; else any of the company
        :param lang: the language that the customer is spoken to in, else its own
        """
        self.ensure_one()
        with apart(self.sudo().env) as env:
            level = self._origin.with_env(env)
            profile = profile and profile._origin.with_env(env)
            yield level._make_sample(profile, lang, tone)

    def _make_sample(self, profile, lang, tone):
        company = self.company_id or self.env.company
        profile = (profile or self._find_any_profile(company)).with_company(company)
        rows = self._read_sample_rows(profile)
        contacts = self.env["res.partner"].browse({row["contact_id"] for row in rows} - {None})
        contact = profile._get_contact(contacts)
        if lang:
            (contact | profile.partner_id).write({"lang": lang})
        notice = self.env["ar.dunning.notice"].create(
            {**self._prepare_sample(profile, rows), "contact_id": contact.id, "tone": tone}
        )
        notice.line_ids.create(self._prepare_sample_lines(notice, rows))
        notice.line_ids._add_interest()
        notice._settle()
        return notice.with_context(lang=notice._get_lang())

    def _prepare_sample(self, profile, rows):
        company = profile.company_id
        day = company._ar_today()
        return {
            "name": f"DUN/{day.year}/{SAMPLE_NOTICE}",
            "profile_id": profile.id,
            "partner_id": profile.partner_id.id,
            "company_id": company.id,
            "currency_id": rows[0]["currency_id"] if rows else company.currency_id.id,
            "policy_id": self.policy_id.id,
            "level_id": self.id,
            "collector_id": profile.collector_id.id,
            "date": day,
            "deadline": self.deadline_days and day + timedelta(days=self.deadline_days),
            "group_key": "preview",
        }

    def _find_sample_profile(self, company):
        """A customer with an overdue item at this level, else any; none in a new company."""
        planner, profiles = self.env["ar.dunning.planner"].sudo(), self.env["ar.profile"]
        due = planner._read_due(company)
        reached = {partner for _item, partner, delay in due if delay == self.delay_days}
        late = {partner for _item, partner, _delay in due}
        own = Domain("company_id", "=", company.id)
        for partners in (reached, late):
            domain = own & Domain("partner_id", "in", list(partners - {None}))
            if profile := profiles.search(domain, limit=1):
                return profile
        return profiles.search(own, limit=1)

    def _find_any_profile(self, company):
        profile = self.env["ar.profile"].search([("company_id", "=", company.id)], limit=1)
        # A new company: it speaks to itself.
        return profile or self.env["ar.profile"].get_or_create(company.partner_id, company)

    def _read_sample_rows(self, profile):
        """Open items that this level would speak of, else others, of one currency."""
        company = profile.company_id
        day = company._ar_today()
        rows = self.env["ar.dunning.planner"]._read_rows(company, day, profile.partner_id.ids)
        owed = sorted(
            (row for row in rows if cover.kind_of(row) == cover.DEBIT),
            key=lambda row: (row["date_due"], row["id"]),
        )
        late = [row for row in owed if (day - row["date_due"]).days >= self.delay_days]
        chosen = late or owed
        return [row for row in chosen if row["currency_id"] == chosen[0]["currency_id"]][
            :MOST_ITEMS
        ]

    def _prepare_sample_lines(self, notice, rows):
        if rows:
            return [
                notice._prepare_line("item", row, notice.date, *asked_of(row, notice.date), self.id)
                for row in rows
            ]
        due = notice.date - timedelta(days=self.delay_days)
        return [
            {
                "notice_id": notice.id,
                "company_id": notice.company_id.id,
                "kind": "item",
                "name": SAMPLE_NUMBER,
                "invoice_date": due - timedelta(days=30),
                "date_due": due,
                "days_overdue": max(self.delay_days, 0),
                "currency_id": notice.currency_id.id,
                "amount": SAMPLE_AMOUNT,
                "amount_open": SAMPLE_AMOUNT,
                "amount_company": SAMPLE_AMOUNT,
                "level_id": self.id,
                "date": notice.date,
            }
        ]
