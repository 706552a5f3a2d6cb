"""Ranges of ages as records, so that snapshots stand in one order in every language."""

from odoo import api, fields, models
from odoo.tools import SQL

from ....tools.ledger.aging import bucket_label, bucket_ranges


class ArSnapshotBucket(models.Model):
    """A range of ages that snapshots tell. Whatever limits each of them was taken with, and
    whoever took it, the ranges stand in the order of ages and in the reader's language."""

    _name = "ar.snapshot.bucket"
    _inherit = ["ar.guard.mixin"]
    _description = "Age in Aging Snapshots"
    _order = "day_from, day_to"

    day_from = fields.Integer(
        string="From Day", required=True, readonly=True, help="Days overdue; 0 is what is not due."
    )
    day_to = fields.Integer(
        string="To Day",
        readonly=True,
        help="The last day; 0 where there is none: not due, or the oldest.",
    )

    _days_uniq = models.UniqueIndex("(day_from, day_to)", "This range of ages is there already.")

    @api.depends("day_from", "day_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        words = self.env._("Not due"), self.env._("Over %s")
        for bucket in self:
            bucket.display_name = bucket_label(bucket.day_from, bucket.day_to, *words)

    def _search_display_name(self, operator, value):
        """By what people read, in their language; there are a few dozen ranges at most."""
        found = self.search([]).filtered_domain([("display_name", operator, value)])
        return [("id", "in", found.ids)]

    @api.model
    def _of_limits(self, limits):
        """The ranges of a report with these limits, in its order, made where they are missing."""
        days = bucket_ranges(limits)
        known = self._map_days()
        if missing := [pair for pair in days if pair not in known]:
            # Two who make the same at once: the second waits, and is tried again by Odoo.
            self.env.cr.execute(
                SQL(
                    "INSERT INTO ar_snapshot_bucket (day_from, day_to) VALUES %s"
                    " ON CONFLICT DO NOTHING",
                    SQL(", ").join(SQL("%s", pair) for pair in missing),
                )
            )
            known = self._map_days()
        return [known[pair] for pair in days]

    def _map_days(self):
        return {(bucket.day_from, bucket.day_to): bucket for bucket in self.search([])}
