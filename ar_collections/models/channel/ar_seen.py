"""What customers have looked at: the first and the last time, and how often."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..base.ar_job_mixin import BUSY

# Who loads a page again has not looked twice.
PAUSE = timedelta(minutes=10)


class ArSeen(models.Model):
    """That a customer has opened a page of ours about a message, or about the account.

    A row of its own: whoever sends or books at that moment never meets a customer who reads.
    """

    _name = "ar.seen"
    _inherit = ["ar.guard.mixin"]
    _description = "What a Customer Has Seen"
    _order = "last_date desc, id desc"
    _rec_name = "last_date"

    res_model = fields.Char(string="Kind of Document", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True, index=True
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    first_date = fields.Datetime(string="Seen On", required=True, readonly=True)
    last_date = fields.Datetime(string="Last Seen On", required=True, readonly=True)
    times = fields.Integer(string="How Often", required=True, readonly=True, default=1)

    _document_uniq = models.UniqueIndex("(res_model, res_id)", "A document has one such row.")

    @api.model
    def _note(self, records, profile):
        """Note that the customer looks at ``records``; nothing is said where that cannot be noted
        at this moment. Our own people do not count.

        :param records: messages of one kind, or the account itself
        """
        if not records.ids or not profile or self.env.user._is_internal():
            return
        known = self._read(records)
        now = fields.Datetime.now()
        due = [i for i in records.ids if i not in known or known[i].last_date <= now - PAUSE]
        if not due:
            return
        if not self.env.cr.readonly:
            self._write_seen(records.browse(due), profile, now)
            return
        # The page was read from a replica.
        with self.env.registry.cursor() as cursor:
            own = self.with_env(self.env(cr=cursor))
            own._write_seen(records.browse(due), profile, now)

    @api.model
    def _write_seen(self, records, profile, now):
        """One statement, that waits for nobody."""
        name, company_id = records._name, profile.sudo().company_id.id
        rows = SQL(", ").join(
            SQL("(%s, %s, %s, %s, %s, %s, 1)", name, id_, profile.id, company_id, now, now)
            for id_ in records.ids
        )
        key = f"{self._name} {records._name} {min(records.ids)}"
        try:
            with self.env.cr.savepoint():
                lock = SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s))", key)
                if not self.env.execute_query(lock)[0][0]:
                    return
                self.env.execute_query(
                    SQL(
                        """INSERT INTO ar_seen
                               (res_model, res_id, profile_id, company_id, first_date, last_date,
                                times)
                           VALUES %s
                           ON CONFLICT (res_model, res_id) DO UPDATE
                              SET last_date = excluded.last_date, times = ar_seen.times + 1
                           RETURNING id""",
                        rows,
                    )
                )
        except BUSY:
            return
        self.invalidate_model()

    @api.model
    def _read(self, records):
        """{id: row} of what of ``records`` was seen; one query."""
        domain = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        return {row.res_id: row for row in self.sudo().search(domain)}
