"""Every night: behaviour is scored again, and reviews that are due are opened."""

from odoo import api, models
from odoo.tools import SQL, format_date, split_every

from ....tools.credit import scoring
from .ar_credit_scorer import Evidence

# Customers whose reviews are opened in one batch.
BATCH = 200
# Profiles written in one statement.
ROWS = 10000


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    @api.model
    def _cron_nightly(self):
        """Score the behaviour of all customers of all companies, then open what is due."""
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        # A company's step that fails is done again tomorrow, and keeps no other from being done.
        for step in self._get_steps():
            if not self._work_through(companies, step, whole=True):
                return

    @api.model
    def _get_steps(self):
        """What the night does for each company, in this order; what was done before a pause is
        not done again."""
        worse = {}

        def rescore(company):
            worse[company] = self._rescore(company)

        def open_worsened(company):
            self._open_worsened(company, worse.get(company, {}))

        return [
            self.env["ar.credit.agency"]._load_due,
            rescore,
            open_worsened,
            self._open_due,
        ]

    # -- behaviour ---------------------------------------------------------------------

    @api.model
    def _rescore(self, company):
        """Score what the ledger says of every customer of a company, and write it to the
        profiles. The number of queries does not depend on how many there are.

        :return: {profile id: (score at the last review, score now)} of those that got so much
            worse that the company wants a review
        """
        factors = self.env["ar.credit.factor"]._for_company(company)
        factors = factors.filtered(lambda f: f.source == "ledger" and f.weight)
        if not factors:
            return {}
        rows = self._read_profiles(company)
        partners = {row["id"]: row["partner_id"] for row in rows}
        evidence = Evidence(self.env, company, partners, everybody=True)
        found = self.env["ar.credit.scorer"]._measure(set(factors.mapped("metric")), evidence)
        tables = [(f.id, f.weight, f.metric, f._points_table(), f.straight) for f in factors]
        bands = self.env["ar.credit.rating"]._for_company(company)._bands()
        changed, worse = [], {}
        for row in rows:
            values = {metric: known.get(row["id"]) for metric, known in found.items()}
            now = self._score_behaviour(tables, values)
            self._compare(company, row, now, bands, changed, worse)
        self._write_behaviour(company, changed)
        return worse

    @api.model
    def _read_profiles(self, company):
        """What the profiles of a company remember of behaviour, as rows."""
        self.env["ar.profile"].flush_model()
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT id, partner_id, rating_id, trend, review_trend,
                       CASE WHEN behaviour_known THEN behaviour_score END AS last,
                       CASE WHEN behaviour_base_known THEN behaviour_base END AS base
                  FROM ar_profile
                 WHERE company_id = %s
              ORDER BY id
                """,
                company.id,
            )
        )

    @api.model
    def _score_behaviour(self, tables, values):
        """The score of the ledger's factors alone; None if nothing is known."""
        found = scoring.score(
            scoring.Factor(key, "ledger", weight, scoring.table_points(values[metric], table, line))
            for key, weight, metric, table, line in tables
        )
        return None if found.total is None else round(found.total, 2)

    @api.model
    def _compare(self, company, row, now, bands, changed, worse):
        """Note a profile whose figures changed, and one whose behaviour got worse."""
        before = None if row["base"] is None else float(row["base"])
        last = None if row["last"] is None else float(row["last"])
        base = before
        reviewed = bool(row["rating_id"])
        if reviewed and base is None and now is not None:
            # The first behaviour that is known after a review is what is measured against.
            base = now
        moved = scoring.trend(base, now, company.ar_credit_worsening_points)
        trend = moved if moved in ("up", "down") else row["review_trend"] or moved
        if (now, base, trend) != (last, before, row["trend"]):
            changed.append((row["id"], now, base, trend))
        points = company.ar_credit_worsening_points
        if reviewed and scoring.worsened(base, now, company.ar_credit_worsening, points, bands):
            worse[row["id"]] = (base, now)

    @api.model
    def _write_behaviour(self, company, changed):
        """Write (profile id, score, base, trend) rows in a few statements."""
        today = company._ar_today()
        for rows in split_every(ROWS, changed):
            values = SQL(", ").join(
                SQL("(%s, %s::numeric, %s::numeric, %s::varchar)", *row) for row in rows
            )
            self.env.execute_query(
                SQL(
                    """
                    UPDATE ar_profile profile
                       SET behaviour_score = new.score,
                           behaviour_known = new.score IS NOT NULL,
                           behaviour_base = new.base,
                           behaviour_base_known = new.base IS NOT NULL,
                           behaviour_date = %s,
                           trend = new.trend
                      FROM (VALUES %s) AS new (id, score, base, trend)
                     WHERE profile.id = new.id
                 RETURNING profile.id
                    """,
                    today,
                    values,
                )
            )
        self.env["ar.profile"].invalidate_model()

    # -- reviews -----------------------------------------------------------------------

    @api.model
    def _open_worsened(self, company, worse):
        """Open a review of each customer whose behaviour got worse, once."""
        profiles = self.env["ar.profile"].browse(worse)
        pending = self.search(
            [("profile_id", "in", profiles.ids), ("state", "in", ("draft", "proposed"))]
        )
        self._open_batches(
            profiles - pending.profile_id,
            "worsening",
            lambda profile: self.env._(
                "Payment behaviour fell from %(before)s to %(now)s points since the last review.",
                before=f"{worse[profile.id][0]:.0f}",
                now=f"{worse[profile.id][1]:.0f}",
            ),
        )

    @api.model
    def _open_due(self, company):
        """Open the periodic reviews of a company that fall due, once."""
        today = company._ar_today()
        profiles = self.env["ar.profile"].search(
            [
                ("company_id", "=", company.id),
                ("next_review_date", "<=", today),
                ("review_ids", "not any", [("state", "in", ("draft", "proposed"))]),
            ]
        )
        self._open_batches(
            profiles,
            "due",
            lambda profile: self.env._(
                "The periodic review was due on %s.",
                format_date(self.env, profile.next_review_date),
            ),
        )

    @api.model
    def _open_batches(self, profiles, kind, say):
        """Open reviews batch by batch; a customer that fails gets the reason on his account."""
        for batch in self._in_batches(profiles, BATCH):
            self._attempt(
                batch,
                lambda part: self._open_batch(part, kind, say),
                failed=lambda profile, error: profile.message_post(
                    body=self.env._("No credit review could be opened: %s", str(error))
                ),
            )

    @api.model
    def _open_batch(self, profiles, kind, say):
        reviews = self.sudo().create(
            [
                {"profile_id": profile.id, "kind": kind, "reason": say(profile)}
                for profile in profiles
            ]
        )
        # A task each, but not a mail each.
        reviews.with_context(mail_activity_quick_update=True)._ask_collector()
