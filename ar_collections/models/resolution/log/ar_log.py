"""The log: what happened, in rows that nobody changes, each with a hash of what it says."""

from odoo import api, fields, models
from odoo.exceptions import UserError

# What happened to a record, in the order in which it may.
CREATED, CHANGED, STATE, DELETED = "created", "changed", "state", "deleted"
ERASED = "erased"


class ArLog(models.Model):
    """One thing that happened. Rows are written at the end of a transaction, many in one statement;
    they hold no reference to one another, so that nobody waits for anybody.

    ``content`` is the canonical text of what happened, ``hash`` the SHA-256 of salt and text. A
    seal (``ar.log.seal``) binds rows together; verification is in ``ar_log_query.py``.
    """

    _name = "ar.log"
    _inherit = ["ar.guard.mixin"]
    _description = "Log of Collections"
    _order = "id desc"
    _rec_name = "date"
    # Who and when are in the text that is hashed; what is not in it is not kept.
    _log_access = False

    date = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    user_id = fields.Many2one(
        "res.users", string="Who", readonly=True, index="btree_not_null", ondelete="set null"
    )
    res_model = fields.Char(string="Kind of Record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record ID", model_field="res_model", required=True, readonly=True
    )
    event = fields.Selection("_selection_event", required=True, readonly=True)
    content = fields.Text(
        readonly=True, help="The text that is hashed. Empty: it was erased for privacy."
    )
    salt = fields.Char(
        readonly=True, help="Stands before the text when it is hashed: nobody can guess the text."
    )
    hash = fields.Char(
        string="SHA-256", required=True, readonly=True, help="Of the salt and the text after it."
    )
    seal_id = fields.Many2one(
        "ar.log.seal",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the row has not been sealed yet.",
    )
    position = fields.Integer(
        string="Place", readonly=True, help="In the tree of its seal, whose head has place 0."
    )
    record_name = fields.Char(string="Record", compute="_compute_record_name")
    words = fields.Text(string="What Happened", compute="_compute_words")

    # Two rows cannot be at one place of a seal.
    _place_uniq = models.UniqueIndex(
        "(seal_id, position) WHERE seal_id IS NOT NULL", "There is a row at this place already."
    )
    # What the next seal takes.
    _unsealed_idx = models.Index("(company_id, id) WHERE seal_id IS NULL")
    _company_idx = models.Index("(company_id, id)")
    _record_idx = models.Index("(res_id, res_model)")

    @api.model
    def _selection_event(self):
        return [
            (CREATED, self.env._("Created")),
            (CHANGED, self.env._("Changed")),
            (STATE, self.env._("New state")),
            (DELETED, self.env._("Deleted")),
            (ERASED, self.env._("Texts erased")),
            ("posted", self.env._("Posted")),
            ("unposted", self.env._("Reset to draft or cancelled")),
            ("matched", self.env._("Matched")),
            ("unmatched", self.env._("Matching undone")),
        ]

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_record_name(self):
        for name, rows in self.grouped("res_model").items():
            model = self.env.get(name)
            if model is None:
                rows.record_name = name
                continue
            kind = self.env["ir.model"]._get(name).name
            there = model.sudo().browse(set(rows.mapped("res_id"))).exists()
            names = {record.id: record.display_name for record in there}
            for row in rows:
                row.record_name = f"{kind}: {names.get(row.res_id) or row.res_id}"

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_words(self):
        for row in self:
            row.words = row._get_words()

    # -- nobody writes here ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        # OVERRIDES the guard: rows are written by ``_write_waiting`` alone.
        raise UserError(self.env._("Rows of the log are written by what happens, not by hand."))

    def write(self, vals):  # pylint: disable=method-required-super
        # OVERRIDES the guard
        raise UserError(self.env._("The log keeps what happened and cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The log keeps what happened; none of it is deleted."))

    @api.model
    def _search(self, domain, *args, **kwargs):
        # EXTENDS 'base': what happened in this transaction is to be found, too.
        self._write_waiting()
        return super()._search(domain, *args, **kwargs)

    # -- links -------------------------------------------------------------------------

    def action_view_record(self):
        """Open what the row is about.

        :raise UserError: it is not there any more
        """
        self.ensure_one()
        self.check_access("read")
        model = self.env.get(self.res_model)
        if model is None or not model.browse(self.res_id).exists():
            raise UserError(
                self.env._("%s is not there any more. The log keeps what it was.", self.record_name)
            )
        return model.browse(self.res_id)._get_records_action()

    @api.model
    def verify(self, company_ids):
        """Look at all rows and seals of companies.

        :param company_ids: list of ids; nothing: the companies of the user
        :return: {'ok': bool, 'rows': number, 'seals': number, 'broken': list of dicts with 'model',
            'id', 'reason' (a code) and 'words' (a sentence that names the row or seal)}
        :raise AccessError: the user may not read the log, or not of these companies
        """
        companies = self._get_companies(company_ids)
        rows, seals, broken = 0, 0, []
        for company in companies:
            found = self._verify_company(company)
            rows, seals = rows + found.rows, seals + found.seals
            broken += found.broken
        return {"ok": not broken, "rows": rows, "seals": seals, "broken": broken}
