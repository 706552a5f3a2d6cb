"""The night's look: which thresholds were crossed, which are kept again, what became of alerts."""

from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ....tools.insight import alert
from .ar_alert_rule import CUSTOMER, Watch

# Days after which the effect of an alert is looked at.
REVIEW_DAYS = 30


class ArAlertRule(models.Model):
    _inherit = "ar.alert.rule"

    @api.model
    def _cron_watch(self):
        """Look at all rules, company by company."""
        companies = self.env["res.company"].search([("chart_template", "!=", False)])
        self._work_through(companies, self._watch_company, whole=True)

    @api.model
    def _watch_company(self, company):
        """Raise, clear and review the alerts of a company; a rule that fails is told to a
        manager, and the others go on."""
        watch = self._get_watch(company)
        sudo = self.with_env(watch.company.env)
        rules = sudo._for_company(watch.company)
        values = sudo._measure(rules, watch)
        for rule in rules.filtered(lambda rule: values[rule.indicator] is not None):
            sudo._attempt_one(
                rule,
                lambda rule: rule._watch(watch, values[rule.indicator]),
                lambda rule, error: rule._tell_manager(watch, error),
            )
        sudo._attempt_one(
            rules[:1],
            lambda rule: rule._tell_robots(watch),
            lambda rule, error: rule._tell_manager(watch, error),
        )

    @api.model
    def _get_watch(self, company):
        """The company alone, as superuser, on its today."""
        own = company.sudo().with_company(company).with_context(allowed_company_ids=company.ids)
        return Watch(own, company._ar_today())

    @api.model
    def _for_company(self, company):
        """The rules that count in a company, and those switched off whose alerts are not done
        with. One whose add-on is gone says nothing."""
        running = self.env["ar.alert"].search(self._domain_running(company))
        rules = self.search([("company_id", "in", company._ar_chain().ids)]) | running.rule_id
        known = self._get_indicators()
        return rules.filtered(lambda rule: rule.indicator in known)

    @api.model
    def _domain_running(self, company):
        """The alerts of a company whose figure is still wanted."""
        wanted = Domain("state", "!=", "closed") | Domain("cleared_on", "=", False)
        # What became of the figure is looked at a month later, if it can be told then.
        recent = company._ar_today() - timedelta(days=3 * REVIEW_DAYS)
        wanted |= Domain("value_after_on", "=", False) & Domain("date", ">=", recent)
        return Domain("company_id", "=", company.id) & wanted

    @api.model
    def _measure(self, rules, watch):
        """{code of the indicator: {profile id, or False: figure}}, each read once; None for one
        that failed."""
        values, watch = {}, watch._replace(kpis=rules._get_kpis_watched())
        with self.env["ar.worklist"]._reading_once():
            for code, own in rules.grouped("indicator").items():
                values[code] = self._attempt_one(
                    own,
                    lambda rules: rules._read_values(watch),
                    lambda rules, error: rules[0]._tell_manager(watch, error),
                )
        return values

    def _read_values(self, watch):
        """The figures of the one indicator of these rules."""
        code = self[0].indicator
        indicator = self._get_indicators()[code]
        if indicator.kpi:
            return self._read_kpi(watch, indicator.kpi)
        if indicator.kind:
            return self._read_kind(indicator.kind, watch)
        return getattr(self, f"_measure_{code}")(watch)

    def _get_kpis_watched(self):
        """Codes of the key figures that these rules ask for; they are read together."""
        indicators = self._get_indicators()
        return tuple(sorted({indicators[rule.indicator].kpi for rule in self} - {""}))

    def _tell_manager(self, watch, error):
        """A figure cannot be read, or an alert cannot be raised: a task, and nothing else."""
        summary = self.env._("The alert rule “%s” failed", self.name)
        watch.company._ar_tell_manager(summary, str(error))

    # -- one rule ----------------------------------------------------------------------

    def _watch(self, watch, values):
        """Bring the alerts of a rule in line with the figures of a company; twice is once."""
        self.ensure_one()
        alerts = self.env["ar.alert"].search(
            self._domain_running(watch.company) & Domain("rule_id", "=", self.id)
        )
        standing = alerts.filtered(lambda one: not one.cleared_on)
        change = alert.judge(
            values,
            self.threshold,
            self.direction == "at_most",
            {one.profile_id.id for one in standing},
            {one.profile_id.id for one in alerts},
            self._get_figure_of_others(),
            self._get_subjects(watch, values),
        )
        alerts._follow(change.known, watch.today, REVIEW_DAYS)
        standing.filtered(lambda one: one.profile_id.id in change.cleared)._clear(watch.today)
        again = alerts.filtered(
            lambda one: one.state != "closed" and one.profile_id.id in change.raised
        )
        # Somebody works on it already: that alert stands again.
        again.cleared_on = False
        done = {one.profile_id.id for one in again}
        fresh = {subject: value for subject, value in change.raised.items() if subject not in done}
        return self._raise(watch, fresh)

    def _get_figure_of_others(self):
        """The figure of customers that are not told of: 0, or as far from bad news as can be."""
        if self.subject != CUSTOMER:
            return None
        indicator = self._get_indicators()[self.indicator]
        return alert.NOTHING if indicator.at_most else 0.0

    def _get_subjects(self, watch, values):
        """The customers that the rule is about, of those with a figure; None for all."""
        if not self.active:
            return ()
        if self.subject != CUSTOMER or not (self.rating_ids or self.collector_ids):
            return None
        domain = Domain("company_id", "=", watch.company.id) & Domain("id", "in", list(values))
        if self.rating_ids:
            domain &= Domain("rating_id", "in", self.rating_ids.ids)
        if self.collector_ids:
            domain &= Domain("collector_id", "in", self.collector_ids.ids)
        return set(self.env["ar.profile"].search(domain).ids)

    def _raise(self, watch, values):
        """New alerts, and what the rule does at once. What it cannot do is told by the alert."""
        profiles = self.env["ar.profile"].browse([id_ for id_ in values if id_])
        collectors = {profile.id: profile.collector_id.id for profile in profiles}
        manager = watch.company._ar_get_manager().id
        alerts = self.env["ar.alert"].create(
            [
                {
                    "rule_id": self.id,
                    "company_id": watch.company.id,
                    "profile_id": subject,
                    "date": watch.today,
                    "threshold": self.threshold,
                    "direction": self.direction,
                    "value": value,
                    "value_now": value,
                    "value_now_on": watch.today,
                    "action": self.action,
                    "user_id": self.user_id.id or collectors.get(subject, manager),
                }
                for subject, value in values.items()
            ]
        )
        if alerts and self.action in self._get_actions():
            self._attempt_one(
                alerts,
                getattr(self, f"_act_{self.action}"),
                lambda alerts, error: alerts.write({"error": str(error)}),
            )
        return alerts
