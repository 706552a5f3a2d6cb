"""What a digest says, and when it leaves."""

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz

from odoo import Command, api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, format_amount, format_date

from ..base.guarded import COLLECTOR, LEDGER, SALES

# The hour of the person's day from which on the digest is made.
MORNING = 6
# What is older is no news, however long nobody was told.
MOST_DAYS_BACK = 7
# Digests that are looked at for what was told: more than the days that items are told ahead.
DIGESTS_KNOWN = 70
# Lines that one part of a company shows; the rest is counted.
MOST_LINES = 40
TEMPLATE = "ar_collections.ar_digest_mail"
EVERYBODY = f"{COLLECTOR},{LEDGER}"


class Line(NamedTuple):
    """One thing that a digest tells, with what it is worth.

    :param record: opens it
    :param words: a few words in the person's language
    :param sums: {currency: amount}
    """

    record: object
    customer: str
    words: str
    sums: dict


class Scope(NamedTuple):
    """Whom a digest is for, and of what.

    :param since: moment from which on steps are news (UTC)
    :param until: moment up to which they are: what happens then is for the next one
    :param told: ids of the items that were told of before
    """

    user: object
    company: object
    since: object
    until: object
    told: frozenset


class ArDigest(models.Model):
    # A part is an entry of ``_get_parts`` and a method ``_find_<code>(scope)``: a list of ``Line``.
    _inherit = "ar.digest"

    # -- when --------------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Tell each person who wants to be told, once on each of the person's days."""
        self.env["ar.job.mixin"]._work_through(self._get_ready(), self._send_to)

    @api.model
    def _get_ready(self):
        """The people who want to be told of something."""
        return self.env["res.users"].search(Domain("share", "=", False) & self._get_wishes())

    @api.model
    def _get_wishes(self):
        """The domain of the people who want to be told of something; later rooms add theirs."""
        return Domain("ar_digest_days", ">", 0) | Domain("ar_digest_steps", "=", True)

    @api.model
    def _send_to(self, user):
        """Make the digest of a person's day, unless it is made or there is nothing to say."""
        day = self._get_day(user)
        early = self._get_moment(user).hour < MORNING
        if early or not email_normalize(user.email or "") or self._is_made(user, day):
            return self.browse()
        lang = user.company_id._ar_pick_lang(user)
        told = self.with_context(lang=lang, allowed_company_ids=user.company_ids.ids)
        now = fields.Datetime.now()
        pages, items = told._prepare_pages(user, now)
        if not pages:
            return self.browse()
        values = {"date": day, "user_id": user.id, "company_id": user.company_id.id}
        # The unique index has the last word: who comes second makes no e-mail.
        digest = self.sudo().create({**values, "made_on": now, "item_ids": items})
        digest.mail_mail_id = digest.with_context(lang=lang)._make_mail(pages)
        self.env["ir.cron"]._ar_wake("mail.ir_cron_mail_scheduler_action")
        return digest

    @api.model
    def _is_made(self, user, day):
        made = Domain("user_id", "=", user.id) & Domain("date", "=", day)
        return bool(self.sudo().search_count(made, limit=1))

    @api.model
    def _get_moment(self, user):
        """Now, in the person's time zone; in the company's where that is not known."""
        try:
            zone = pytz.timezone(user.tz) if user.tz else user.company_id._ar_zone()
        except pytz.UnknownTimeZoneError:
            zone = user.company_id._ar_zone()
        return pytz.utc.localize(fields.Datetime.now()).astimezone(zone)

    @api.model
    def _get_day(self, user):
        return self._get_moment(user).date()

    # -- what --------------------------------------------------------------------------

    @api.model
    def _get_parts(self):
        """What a digest tells, in order: {code: title}."""
        return {
            "due": self.env._("Fall due soon"),
            "said": self.env._("What customers said"),
            "sent": self.env._("Sent"),
            "failed": self.env._("Did not arrive"),
        }

    @api.model
    def _prepare_pages(self, user, now):
        """(pages, ids of the items told of): a page for each company with something to say.

        A page is a dict with ``company`` and ``parts``: (title, lines, how many more in words,
        totals).
        """
        pages, items = [], []
        for scope in self._get_scopes(user, now):
            parts = []
            for code, title in self._get_parts().items():
                lines = getattr(self, f"_find_{code}")(scope)
                if lines:
                    left = len(lines) - MOST_LINES
                    more = self.env._("And %s more.", left) if left > 0 else ""
                    parts.append((title, lines[:MOST_LINES], more, self._get_totals(lines)))
                if code == "due":
                    items += [line.record.id for line in lines]
            if parts:
                pages.append({"company": scope.company.name, "parts": parts})
        return pages, items

    @api.model
    def _get_scopes(self, user, now):
        """The companies whose customers the person may see, each with what is news there."""
        # What did not arrive was not told.
        arrived = [("user_id", "=", user.id), ("state", "not in", ("failed", "cancelled"))]
        last = self.sudo().search(arrived, limit=DIGESTS_KNOWN)
        told = frozenset(id_ for digest in last for id_ in digest.item_ids or ())
        for company in user.company_ids.filtered("active").sorted("id"):
            if self._sees_all(user) or self._tells_sales(user, company):
                yield Scope(user, company, self._get_start(company, last[:1]), now, told)

    @api.model
    def _tells_sales(self, user, company):
        return user.has_group(SALES) and company.sudo().ar_aging_for_sales

    @api.model
    def _get_start(self, company, last):
        """From when on steps are news: since the last digest, or since yesterday."""
        today = company._ar_today()
        back = MOST_DAYS_BACK if last else 1
        start = datetime.combine(today - timedelta(days=back), time.min)
        start = company._ar_zone().localize(start).astimezone(pytz.utc).replace(tzinfo=None)
        return max(start, last.made_on) if last else start

    @api.model
    def _sees_all(self, user):
        """Whether the person sees all customers; salespeople see their own."""
        return any(user.has_group(group) for group in EVERYBODY.split(","))

    @api.model
    def _get_totals(self, lines):
        """The sums of lines by currency, as one text."""
        totals = defaultdict(float)
        for line in lines:
            for currency, amount in line.sums.items():
                totals[currency] += amount
        return ", ".join(
            format_amount(self.env, amount, currency) for currency, amount in totals.items()
        )

    # -- items that fall due -----------------------------------------------------------

    @api.model
    def _find_due(self, scope):
        """The items of the person's customers that fall due, as the person may see them."""
        days = scope.user.ar_digest_days
        if not days:
            return []
        items = self.env["ar.open.item"].with_user(scope.user)
        today = scope.company._ar_today()
        domain = Domain("company_id", "=", scope.company.id)
        domain &= Domain("date_due", ">=", today)
        domain &= Domain("date_due", "<=", today + timedelta(days=days))
        domain &= Domain("residual_currency", ">", 0) & Domain("id", "not in", sorted(scope.told))
        mine = Domain("salesperson_id", "=", scope.user.id)
        mine |= Domain("partner_id", "in", self._find_customers(scope).ids)
        return [
            Line(
                item,
                item.partner_id.display_name,
                self.env._(
                    "%(number)s, due on %(day)s",
                    number=item.name,
                    day=format_date(self.env, item.date_due),
                ),
                {item.currency_id: item.residual_currency},
            )
            for item in items.with_context(lang=self.env.context.get("lang")).search(
                domain & mine, order="date_due, id"
            )
        ]

    @api.model
    def _find_customers(self, scope):
        """The customers that the person answers for in a company."""
        domain = Domain("company_id", "=", scope.company.id) & self._get_own(scope)
        return self.env["ar.profile"].sudo().search(domain).partner_id

    @api.model
    def _get_own(self, scope):
        """The domain of the accounts that are the person's: as salesperson, or as collector."""
        own = Domain("partner_id.user_id", "=", scope.user.id)
        if self._sees_all(scope.user):
            own |= Domain("collector_id", "in", self._get_collectors(scope))
        return own

    @api.model
    def _get_collectors(self, scope):
        """The ids of those on whose customers the person works today."""
        return scope.user.ids

    @api.model
    def _get_invoiced(self, scope):
        """The domain of what is said of invoices that the person has sold."""
        if not self._sees_all(scope.user):
            return Domain.FALSE
        return Domain("notice_id.line_ids.move_id.invoice_user_id", "=", scope.user.id)

    # -- steps -------------------------------------------------------------------------

    @api.model
    def _find_steps(self, scope, domain):
        """The dispatches of the person's customers that are news; as superuser, since salespeople
        read no dispatches, of customers whom the person may read."""
        if not scope.user.ar_digest_steps:
            return self.env["ar.dispatch"]
        found = (
            self.env["ar.dispatch"]
            .sudo()
            .search(
                Domain("company_id", "=", scope.company.id)
                & Domain("date", ">=", scope.since)
                & Domain("date", "<", scope.until)
                & (Domain("profile_id", "any", self._get_own(scope)) | self._get_invoiced(scope))
                & domain,
                order="date, id",
            )
        )
        known = self._filter_readable(scope, found.partner_id)
        return found.filtered(lambda one: one.partner_id.id in known)

    @api.model
    def _filter_readable(self, scope, partners):
        """The ids of those customers whom the person may read."""
        own = self.env["res.partner"].with_user(scope.user)
        return set(own.search([("id", "in", partners.ids)]).ids)

    @api.model
    def _find_said(self, scope):
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        steps = self._find_steps(scope, Domain("outcome", "!=", False))
        return [self._get_line(scope, one, self._get_said_words(one, outcomes)) for one in steps]

    @api.model
    def _get_said_words(self, step, outcomes):
        """The outcome, the reason, what is promised, what was said."""
        words = [outcomes[step.outcome].name if step.outcome in outcomes else ""]
        words.append(step.reason_id.name)
        if step.promised_date:
            words.append(self.env._("by %s", format_date(self.env, step.promised_date)))
        words.append((step.note or "")[:120])
        return ", ".join(filter(None, words))

    @api.model
    def _find_sent(self, scope):
        states = Domain("state", "in", ("sent", "delivered")) & Domain("outcome", "=", False)
        steps = self._find_steps(scope, states)
        return [self._get_line(scope, one, self._get_step_words(one)) for one in steps]

    @api.model
    def _find_failed(self, scope):
        states = Domain("state", "in", ("bounced", "failed", "unknown"))
        steps = self._find_steps(scope, states & Domain("outcome", "=", False))
        words = [(one, (one.error or "").strip()[:160]) for one in steps]
        return [
            self._get_line(scope, one, ": ".join(filter(None, (self._get_step_words(one), error))))
            for one, error in words
        ]

    @api.model
    def _get_step_words(self, step):
        labels = dict(step._fields["channel"]._description_selection(self.env))
        level = step.level_id.name or self.env["ir.model"]._get(step.res_model).sudo().name
        return ", ".join(filter(None, (level, labels.get(step.channel))))

    @api.model
    def _get_line(self, scope, step, words):
        """A step as a line; who reads no accounts is led to the customer."""
        all_seen = self._sees_all(scope.user)
        record = step.profile_id if all_seen else step.partner_id
        return Line(
            record, step.partner_id.display_name, words, {step.currency_id: step.amount_total}
        )

    # -- the e-mail --------------------------------------------------------------------

    def _make_mail(self, pages):
        """The e-mail in the mail queue, with links that ask for the rights of who opens them."""
        self.ensure_one()
        user, company = self.user_id, self.company_id
        title = self.env._("Your customers on %s", format_date(self.env, self.date))
        values = {"title": title, "pages": pages, "user": user, "get_link": self._get_link}
        values["money"] = lambda sums: self._get_totals([Line(None, "", "", sums)])
        body = self.env["ir.qweb"]._render(TEMPLATE, values, minimal_qcontext=True)
        return (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": title,
                    "body_html": body,
                    "author_id": company.partner_id.id,
                    "email_from": company.email_formatted or user.email_formatted,
                    "recipient_ids": [Command.set(user.partner_id.ids)],
                    "auto_delete": False,
                    "is_notification": False,
                }
            )
        )

    def _get_link(self, line):
        """Opens what a line is about: the customer of an item, in the reader's own session."""
        record = line.record
        if record._name == "ar.open.item":
            record = record.sudo().move_id
        return f"{self.get_base_url()}/mail/view?model={record._name}&res_id={record.id}"
