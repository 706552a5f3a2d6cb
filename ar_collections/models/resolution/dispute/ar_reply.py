"""What a customer disputes in a letter, or on the page without a login."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

#: Disputes that one customer opens on the page in a day; what is more, a person reads first.
MOST_A_DAY = 5


class ArReply(models.Model):
    _inherit = "ar.reply"

    _writable = {"new": ("dispute_reason_id",)}

    dispute_reason_id = fields.Many2one(
        "ar.dispute.reason",
        string="What Is Wrong",
        ondelete="set null",
        index="btree_not_null",
        help="Of the dispute that is opened.",
    )
    disputed_line_ids = fields.Many2many(
        "account.move.line",
        "ar_reply_disputed_line_rel",
        "reply_id",
        "move_line_id",
        string="Items Disputed",
        readonly=True,
        help="The instalments that the customer chose on the page.",
    )

    def _get_dispute_source(self):
        # EXTENDS the answers
        return "reply"

    def _prepare_dispute(self):
        # EXTENDS the answers
        return {"reason_id": self.dispute_reason_id.id} if self.dispute_reason_id else {}

    def _answer_alone(self):
        # EXTENDS the room reply: the customer said what is wrong with which items.
        if self.kind != "dispute":
            return super()._answer_alone()
        lines = self._find_disputable_alone()
        if not lines:
            return False
        try:
            with self.env.cr.savepoint():
                dispute = self._open_dispute(lines)
        except UserError:
            return False
        dispute.source = "page"
        self._close("handled", self.env._("Dispute opened: %s", dispute.name))
        # Nobody did it: the customer asked for it.
        self.handled_by_id = False
        return True

    def _find_disputable_alone(self):
        """What of the chosen items may be disputed without anybody reading it first: not what was
        disputed on the page before, and only so many disputes a day."""
        disputes = self.env["ar.dispute"].sudo()
        own = [("profile_id", "=", self.profile_id.id), ("source", "=", "page")]
        since = fields.Datetime.now() - timedelta(days=1)
        if disputes.search_count([*own, ("create_date", ">=", since)]) >= MOST_A_DAY:
            return self.env["account.move.line"]
        lines = disputes._find_disputable(self.profile_id, self.move_ids)
        if self.disputed_line_ids:
            lines &= self.disputed_line_ids
        said = disputes.search([*own, ("item_ids.move_line_id", "in", lines.ids)])
        return lines - said.item_ids.move_line_id
