"""By what notices are told apart. Another way is an entry of ``_get_dimensions``."""

from datetime import time

from odoo import api, models
from odoo.tools import SQL, format_date, format_time

from .ar_effect import EffectDimension

# Key figures know these of a customer, and so do effects.
OF_CUSTOMERS = ("grade", "country", "salesperson", "collector", "company")
# States of dispatches of what has left, or may have.
LEFT = ("sent", "delivered", "unknown")


class ArEffect(models.AbstractModel):
    _inherit = "ar.effect"

    @api.model
    def get_dimensions(self):
        """What effects can be told by, for screens: {name: label}."""
        return {name: one.label for name, one in self._get_dimensions().items()}

    def _get_dimensions(self):
        """{name: EffectDimension}, in the order of the screen."""
        return {
            **self._get_notice_dimensions(),
            **self._get_moment_dimensions(),
            **self._get_customer_dimensions(),
        }

    def _get_notice_dimensions(self):
        """What was said, and how."""
        return {
            "level": EffectDimension(
                self.env._("Level"), SQL("item.level_id"), self._name_levels, SQL()
            ),
            "way": EffectDimension(
                self.env._("Channel"), SQL("told_by.ways"), self._name_ways, self._sql_ways()
            ),
            "tone": EffectDimension(self.env._("Tone"), SQL("item.tone"), self._name_tones, SQL()),
        }

    def _get_moment_dimensions(self):
        """When it was said, on the company's clock."""
        moment = SQL("item.sent_date AT TIME ZONE 'UTC' AT TIME ZONE own.zone")
        return {
            # What is printed or called has no moment of its own.
            "hour": EffectDimension(
                self.env._("Hour of Sending"),
                SQL("CASE WHEN told_by.timed THEN EXTRACT(HOUR FROM %s)::int + 1 END", moment),
                self._name_hours,
                self._sql_ways(),
            ),
            "weekday": EffectDimension(
                self.env._("Day of the Week"),
                SQL("EXTRACT(ISODOW FROM %s)::int", moment),
                self._name_weekdays,
                SQL(),
            ),
        }

    def _get_customer_dimensions(self):
        """Whom it was said to, as the customer accounts are today."""
        kpis = self.env["ar.kpi"]
        return {
            name: EffectDimension(
                one.label,
                one.key,
                lambda keys, dimension=one: self._name_customers(dimension, keys),
                one.join,
            )
            for name, one in kpis._get_dimensions().items()
            if name in OF_CUSTOMERS
        }

    def _sql_ways(self):
        """The ways by which a notice has left, in one text, and whether one of them has a
        moment."""
        self.env["ar.dispatch"].flush_model(["channel", "notice_id", "state"])
        timed = [
            code
            for code in self.env["ar.channel"]._get_codes()
            if self.env["ar.channel"]._get(code)._is_timed
        ]
        return SQL(
            """LEFT JOIN LATERAL (
                    SELECT STRING_AGG(DISTINCT dispatch.channel, '+' ORDER BY dispatch.channel)
                           AS ways,
                           BOOL_OR(dispatch.channel = ANY(%s)) AS timed
                      FROM ar_dispatch dispatch
                     WHERE dispatch.notice_id = item.id AND dispatch.state IN %s) AS told_by
                 ON TRUE""",
            timed,
            LEFT,
        )

    # -- names, in their order ---------------------------------------------------------

    def _name_levels(self, keys):
        levels = self.env["ar.dunning.level"].sudo().browse(filter(None, keys))
        policies = len(levels.policy_id) > 1
        return {
            level.id: f"{level.display_name} ({level.policy_id.display_name})"
            if policies
            else level.display_name
            for level in self.env["ar.kpi"]._sort_levels(levels)
        }

    def _name_ways(self, keys):
        labels = dict(self.env["ar.channel"]._selection())
        plus = self.env._("%(first)s and %(second)s", first="{}", second="{}")
        names = {}
        for key in sorted(filter(None, keys), key=lambda one: (one.count("+"), one)):
            first, *rest = [labels.get(code, code) for code in key.split("+")]
            for label in rest:
                first = plus.format(first, label)
            names[key] = first
        return {**names, False: self.env._("Not known")}

    def _name_tones(self, keys):
        return dict(self.env["ar.dunning.notice"]._fields["tone"]._description_selection(self.env))

    def _name_hours(self, keys):
        """Keys are hours and 1, so that midnight is not nothing."""
        names = {
            key: self.env._(
                "%(first)s to %(last)s",
                first=self._format_hour(key - 1),
                last=self._format_hour(key % 24),
            )
            for key in sorted(filter(None, keys))
        }
        return {**names, False: self.env._("Letters, calls and visits")}

    @api.model
    def _format_hour(self, hour):
        return format_time(self.env, time(hour), time_format="short")

    def _name_weekdays(self, keys):
        # The first of January 2024 was a Monday.
        return {
            key: format_date(self.env, f"2024-01-{key:02}", date_format="EEEE")
            for key in sorted(filter(None, keys))
        }

    def _name_customers(self, dimension, keys):
        names = self.env["ar.kpi"]._get_names(dimension, keys)
        return dict(sorted(names.items(), key=lambda pair: (not pair[0], pair[1].casefold())))
