"""What a law says, with how sure we are of it: unchecked until a company confirms its own row."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .ar_guard_mixin import ANY, NEW, SETTINGS

CONFIDENCES = [("source", "A public source"), ("knowledge", "General knowledge")]
CHECK = frozenset({"checked_on", "checked_by_id"})


class ArLawMixin(models.AbstractModel):
    """A row of law. What ships is for all companies, and nobody has checked it for any of them.

    A company confirms its own row; one for all companies is copied for it, with the day and who
    did it. Whoever changes what the row says has to confirm it again.
    """

    _name = "ar.law.mixin"
    _inherit = ["ar.guard.mixin"]
    _description = "Row of Law"
    _check_company_domain = models.check_company_domain_parent_of
    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    # What a confirmation is about: names of fields.
    _law_says = frozenset()
    # The fields that say from where the row is known; all of them are to be a source.
    _law_known_from = ("confidence",)

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="A company's own rows come before those for all. Empty: all companies.",
    )
    confidence = fields.Selection(
        CONFIDENCES,
        string="Known From",
        required=True,
        default="knowledge",
        help="General knowledge is unchecked until you confirm it.",
    )
    source = fields.Char(translate=True, help="Where it can be read.")
    note = fields.Text(string="Explanation", translate=True)
    checked_on = fields.Date(
        readonly=True, copy=False, help="The day on which somebody compared it with the law."
    )
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    unchecked = fields.Boolean(
        compute="_compute_unchecked",
        search="_search_unchecked",
        help="Part of it is general knowledge, and nobody has confirmed it.",
    )

    @api.depends(lambda self: (*self._law_known_from, "checked_on"))
    def _compute_unchecked(self):
        for row in self:
            sure = all(row[name] == "source" for name in self._law_known_from)
            row.unchecked = not (sure or row.checked_on)

    def _search_unchecked(self, operator, value):
        if operator != "in":
            return NotImplemented
        unsure = Domain.OR(Domain(name, "!=", "source") for name in self._law_known_from)
        unsure &= Domain("checked_on", "=", False)
        return unsure if True in value else ~unsure

    def write(self, vals):
        # EXTENDS the guard: what was confirmed was confirmed as it stood.
        if self._law_says & vals.keys() and not CHECK & vals.keys():
            self.check_access("write")
            checked = self.filtered("checked_on")
            checked.sudo().write(dict.fromkeys(CHECK, False))
        return super().write(vals)

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Confirm it with its button.")

    # -- steps -------------------------------------------------------------------------

    def action_confirm(self):
        """Say that the row was compared with the law, for the current company: one for all
        companies is copied for it.

        :return: the company's own row, opened where it is another one
        """
        self.ensure_one()
        self.check_access("write")
        company = self.env.company
        if self.company_id and self.company_id not in company._ar_chain():
            raise UserError(
                self.env._(
                    "“%(law)s” is a row of %(company)s. Switch to that company to confirm it.",
                    law=self.name,
                    company=self.company_id.name,
                )
            )
        own = self if self.company_id else self._copy_law_for(company)
        own.sudo().write({"checked_on": company._ar_today(), "checked_by_id": self.env.uid})
        return True if own == self else own._get_records_action()

    def _copy_law_for(self, company):
        """The company's own row of the same place: there already, or a copy."""
        self.ensure_one()
        for row in self.search([("company_id", "=", company.id)]):
            if row._get_law_place() == self._get_law_place():
                return row
        return self.copy({"company_id": company.id, "name": self.name})

    def _get_law_place(self):
        """Where and for whom a row holds: a company has one of its own for each place."""
        raise NotImplementedError
