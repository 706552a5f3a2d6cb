"""Each night: whoever answers for a customer is told of claims that lapse, in one task."""

from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL, format_date, plaintext2html

from ....tools.resolution.limitation import THRESHOLDS, next_threshold

# From this threshold on, a manager is told, too.
MANAGER_DAYS = min(THRESHOLDS)
# Items that a task names; the list has them all.
MOST_NAMED = 20


class ArLimitationWarning(models.Model):
    _inherit = "ar.limitation.warning"

    @api.model
    def _cron_warn(self):
        """Called by a scheduled action once a day."""
        companies = self.env["res.company"].sudo().search([])
        self._work_through(companies, self._warn_company)

    @api.model
    def _warn_company(self, company):
        """Tell of the claims of one company that came under a threshold, and close the tasks of
        customers that have none left."""
        claims = self.env["ar.open.item"].sudo()._read_claims(company_ids=company.ids)
        near = {
            item_id: claim
            for item_id, claim in claims.items()
            if claim.row["partner_id"] and claim.limit and next_threshold(claim.days)
        }
        pairs = {(claim.row["partner_id"], company.id) for claim in near.values()}
        profiles = self.env["ar.profile"].sudo()
        profiles._ensure(pairs)
        customers = [partner_id for partner_id, _company_id in pairs]
        accounts = profiles.search(
            [("partner_id", "in", customers), ("company_id", "=", company.id)]
        )
        by_partner = {account.partner_id.id: account for account in accounts}
        news = self._insert_news(near, by_partner)
        for account in accounts:
            own = {i: c for i, c in near.items() if c.row["partner_id"] == account.partner_id.id}
            if fresh := news.keys() & own.keys():
                self._tell_of(account, own, {item_id: news[item_id] for item_id in fresh})
        self._close_tasks(company, accounts)

    def _insert_news(self, near, by_partner):
        """Note the thresholds that are passed; {item: narrowest one} of those that are new."""
        rows = [
            (by_partner[claim.row["partner_id"]].id, item_id, days, claim.limit.date)
            for item_id, claim in near.items()
            for days in THRESHOLDS
            if claim.days <= days
        ]
        if not rows:
            return {}
        self.flush_model()
        profile_ids, item_ids, thresholds, days = zip(*rows, strict=True)
        found = self.env.execute_query(
            SQL(
                """
                INSERT INTO ar_limitation_warning (profile_id, company_id, move_line_id, threshold,
                                                   date, create_uid, create_date, write_uid,
                                                   write_date)
                SELECT row.profile_id, profile.company_id, row.item_id, row.threshold, row.date,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(profiles)s::int[], %(items)s::int[], %(thresholds)s::int[],
                              %(days)s::date[]) AS row (profile_id, item_id, threshold, date)
                  JOIN ar_profile profile ON profile.id = row.profile_id
                    ON CONFLICT (move_line_id, threshold, date) DO NOTHING
                RETURNING move_line_id, threshold
                """,
                profiles=list(profile_ids),
                items=list(item_ids),
                thresholds=list(thresholds),
                days=list(days),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model()
        news = {}
        for item_id, threshold in found:
            news[item_id] = min(threshold, news.get(item_id, threshold))
        return news

    def _tell_of(self, account, claims, news):
        """One task for the customer's collector; from 30 days on another one for a manager."""
        users = account._get_collector()
        if min(news.values()) <= MANAGER_DAYS:
            users |= account.company_id._ar_get_manager()
        for user in users:
            task = self._give_task(account, user, claims)
            if user == users[0]:
                rows = self.sudo().search(
                    [("profile_id", "=", account.id), ("move_line_id", "in", list(news))]
                )
                rows.activity_id = task

    def _give_task(self, account, user, claims):
        """The user's one open task about the customer's claims, made or brought up to date."""
        company = account.company_id
        lang = company._ar_pick_lang(user)
        speaking = self.with_context(lang=lang)
        ordered = sorted(claims.values(), key=lambda claim: (claim.limit.date, claim.row["id"]))
        today, first = company._ar_today(), ordered[0].limit.date
        values = {
            "summary": speaking._get_summary(account, first),
            "note": plaintext2html(speaking._say_claims(account, ordered)),
        }
        deadline = max(today, first - timedelta(days=MANAGER_DAYS))
        own = self._find_tasks(account).filtered(lambda task: task._ar_get_owner() == user)
        if open_task := own[:1]:
            open_task.write({**values, "date_deadline": deadline})
            return open_task
        speaker = account.with_context(lang=lang, mail_activity_quick_update=True)
        return speaker.activity_schedule(
            "ar_collections.mail_activity_limitation",
            date_deadline=deadline,
            user_id=user.id,
            **values,
        )

    def _find_tasks(self, accounts):
        """The open tasks about limitation of customers."""
        kind = self.env.ref("ar_collections.mail_activity_limitation", raise_if_not_found=False)
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", accounts._name),
                    ("res_id", "in", accounts.ids),
                    ("activity_type_id", "=", kind.id if kind else 0),
                    ("automated", "=", True),
                ]
            )
        )

    def _get_summary(self, account, first):
        return self.env._(
            "Claims on %(customer)s lapse from %(day)s on",
            customer=account.partner_id.display_name,
            day=format_date(self.env, first),
        )

    def _say_claims(self, account, claims):
        """The items, the first to lapse first, with what is open and what the day comes from."""
        currencies = self.env["res.currency"].sudo()
        lines = [
            self.env._(
                "%(item)s: %(amount)s, enforceable until %(day)s (%(cause)s)",
                item=claim.row["name"],
                amount=currencies.browse(claim.row["currency_id"]).format(
                    claim.row["residual_currency"]
                ),
                day=format_date(self.env, claim.limit.date),
                cause=self.env["ar.open.item"]._get_cause_words(claim),
            )
            for claim in claims[:MOST_NAMED]
        ]
        if len(claims) > MOST_NAMED:
            lines.append(self.env._("… and %s more.", len(claims) - MOST_NAMED))
        lines.append(
            self.env._(
                "Save them with what restarts the limitation, proved, or with a suit: see the list "
                "Limitation."
            )
        )
        return "\n".join(lines)

    def _close_tasks(self, company, accounts):
        """Take away the tasks of customers without a claim that lapses within the thresholds."""
        told = self.sudo().search([("company_id", "=", company.id), ("activity_id", "!=", False)])
        saved = told.profile_id - accounts
        self._find_tasks(saved).unlink()
