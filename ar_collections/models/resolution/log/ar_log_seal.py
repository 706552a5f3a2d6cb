"""Seals: each binds many rows of the log together, and the seal before it."""

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ....tools.resolution import log


class ArLogSeal(models.Model):
    """The root of a Merkle tree (RFC 6962) over rows of a company.

    Its first leaf is ``head``, a canonical text of number, moment, size and the root before; the
    others are the hashes of its rows, by their place. ``code`` is the beginning of the root, which
    stands on papers: whoever rewrites rows and seals cannot rewrite these.
    """

    _name = "ar.log.seal"
    _inherit = ["ar.guard.mixin", "ar.job.mixin"]
    _description = "Seal of the Log"
    _order = "number desc, id desc"
    _rec_name = "code"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    date = fields.Datetime(required=True, readonly=True)
    size = fields.Integer(string="Rows", required=True, readonly=True)
    head = fields.Text(
        required=True, readonly=True, help="The text that is the first leaf of the tree."
    )
    previous = fields.Char(string="Root Before", required=True, readonly=True)
    root = fields.Char(required=True, readonly=True, help="Over the head and the rows; RFC 6962.")
    code = fields.Char(
        string="Short Code",
        required=True,
        readonly=True,
        index=True,
        help="The beginning of the root: it stands on letters, statements and confirmations.",
    )
    first_row = fields.Integer(readonly=True, aggregator=None)
    last_row = fields.Integer(readonly=True, aggregator=None)
    # The rows as they were: ids and hashes, so that a changed or missing one can be named.
    leaves = fields.Binary(attachment=False, readonly=True, prefetch=False)
    told_date = fields.Datetime(
        string="Auditor Told On", readonly=True, help="When it was sent to the company's auditor."
    )
    row_ids = fields.One2many("ar.log", "seal_id", string="Sealed Rows", readonly=True)

    _number_uniq = models.UniqueIndex("(company_id, number)", "There is such a seal already.")

    def write(self, vals):  # pylint: disable=method-required-super
        # OVERRIDES the guard
        raise UserError(self.env._("A seal of the log cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A seal of the log cannot be deleted."))

    @api.model
    def _get_newest(self, company):
        """The newest seal of a company, as the superuser; may be empty."""
        return self.sudo().search([("company_id", "=", company.id)], order="number desc", limit=1)

    @api.model
    @tools.ormcache("company_id", "code")
    def _get_day(self, company_id, code):
        """The company's day on which the seal with this code was made; None without one."""
        seal = self.sudo().search([("company_id", "=", company_id), ("code", "=", code)], limit=1)
        return (seal and seal.company_id._ar_day_of(seal.date)) or None

    @api.model
    def check_code(self, code, company_ids=None):
        """Look for the seal whose code somebody has read off a paper, and verify all up to it.

        :param code: as typed
        :param company_ids: as for ``ar.log.verify``
        :return: {'ok': bool, 'seal_id': id or False, 'words': a sentence, 'broken': list}
        :raise UserError: it is no code
        """
        companies = self.env["ar.log"]._get_companies(company_ids)
        right = log.read_code(code)
        if not right:
            raise UserError(
                self.env._(
                    "“%s” is no code of a seal. It has 16 letters and digits, as "
                    "7K3M-9QAF-0X2B-HT5N.",
                    code or "",
                )
            )
        domain = [("code", "=", right), ("company_id", "in", companies.ids)]
        return self.sudo().search(domain, limit=1)._check_found(right)

    # -- buttons -----------------------------------------------------------------------

    def action_verify(self):
        """Verify the log of the companies that are switched on, and say what was found."""
        self.check_access("read")
        return self._answer_verified(self.env["ar.log"].verify(self.env.companies.ids))

    def action_seal(self):
        """Seal what has happened so far, in the companies that are switched on.

        :raise UserError: the user is no manager
        """
        self._check_manager()
        for company in self.env.companies:
            self.sudo()._seal(company)
        return True

    def action_view_rows(self):
        """Open the rows that the seal binds."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_log_action")
        return {**action, "domain": [("seal_id", "=", self.id)], "context": {}}
