"""Digests: what salespeople and collectors are told of their customers, once a morning."""

from odoo import api, fields, models

from ...tools.base import leaving

# Days that a digest may wait in the mail queue: by then there is a newer one.
PATIENCE = 2


class ArDigest(models.Model):
    """One e-mail to one person on one day of that person, which the database enforces.

    What it says is put together in ``ar_digest_send.py``.
    """

    _name = "ar.digest"
    _inherit = ["ar.gate.mixin", "ar.mailed.mixin"]
    _description = "Digest of a Person's Customers"
    _order = "date desc, id desc"
    _rec_name = "user_id"

    _transitions = {
        "sent": ("leaving", "failed", "unknown"),
        "failed": ("leaving", "unknown"),
        "cancelled": ("leaving", "failed"),
        "unknown": ("leaving", "failed"),
    }

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, help="The person's own company."
    )
    date = fields.Date(string="Day", required=True, readonly=True, help="The person's day.")
    made_on = fields.Datetime(
        required=True, readonly=True, help="What happened up to then is in it or in earlier ones."
    )
    item_ids = fields.Json(
        string="Items", readonly=True, help="The open items of which it tells that they fall due."
    )
    state = fields.Selection(
        [
            ("leaving", "Leaving"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
            ("unknown", "Unknown"),
        ],
        default="leaving",
        required=True,
        readonly=True,
    )

    _once_uniq = models.UniqueIndex("(user_id, date)", "This person was told of this day already.")
    # What the watch looks at, every few minutes.
    _leaving_idx = models.Index("(id) WHERE state IN ('leaving', 'unknown')")

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("It says what became of an e-mail. The next one comes tomorrow.")

    # -- what the mail queue says ------------------------------------------------------

    def _get_since(self):
        # EXTENDS the e-mails
        return self.made_on

    def _leaves_later(self):
        # EXTENDS the e-mails
        return True

    def _set_left(self):
        # EXTENDS the e-mails
        return self._move_to("sent", error=False)

    def _set_mail_failed(self, reason, failure_type):
        # EXTENDS the e-mails
        self._move_to("failed", error=reason)

    def _set_withdrawn(self, reason):
        # EXTENDS the e-mails
        self._move_to("cancelled", ("leaving",), error=reason)

    def _set_trying(self):
        # EXTENDS the e-mails
        return self._move_to("unknown", error=False)

    def _set_doubtful(self):
        # EXTENDS the e-mails
        doubtful = self.filtered(lambda one: one.state == "unknown" and not one.error)
        doubtful.write(
            {"error": self.env._("The server stopped while it sent this e-mail: it may have left.")}
        )
        return doubtful

    def _find_outdated(self):
        # EXTENDS the e-mails
        found = {}
        for one in self:
            facts = leaving.Facts(
                stands=one.user_id.active,
                days=(one._get_day(one.user_id) - one.date).days,
                patience=PATIENCE,
            )
            if leaving.decide(facts):
                found[one.id] = self.env._("It waited too long to leave.")
        return found

    def _set_outdated(self, reason):
        # EXTENDS the e-mails
        return self._move_to("cancelled", error=reason)
