"""Stages of a case: what comes after what before the courts, agencies and administrators of a
country."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

KINDS = [
    ("legal", "Lawyer and court"),
    ("agency", "Collection agency"),
    ("arbitration", "Arbitration"),
    ("insolvency", "Insolvency"),
]


class ArCaseStage(models.Model):
    """One step of a procedure; where a country has none of its own for a kind of case, those
    without a country count."""

    _name = "ar.case.stage"
    _inherit = ["ar.case.sourced"]
    _description = "Stage of a Case"
    _order = "kind, country_id, sequence, id"
    _writable = {NEW: ("company_id",), ANY: SETTINGS}
    _logged = ("name", "kind", "country_id", "days", "limitation")

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, default="legal", required=True, index=True)
    country_id = fields.Many2one(
        "res.country",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: for countries without stages of their own.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    sequence = fields.Integer(default=10)
    days = fields.Integer(
        string="Usual Days",
        help="After so many days somebody is asked what is next. 0: nobody is.",
    )
    limitation = fields.Selection(
        [("none", "Nothing"), ("stops", "Stops it"), ("restarts", "Starts it anew")],
        string="Effect on Limitation",
        default="none",
        required=True,
    )
    fold = fields.Boolean(string="Folded", help="The column is folded on the board.")
    is_closing = fields.Boolean(
        string="Last Stage", help="Nothing comes after it: the case is to be closed."
    )
    note = fields.Text(translate=True, help="What is to be done, and what to mind.")
    active = fields.Boolean(default=True)

    @api.constrains("days")
    def _check_days(self):
        for stage in self:
            if stage.days < 0:
                raise ValidationError(
                    self.env._(
                        "The stage %s cannot last less than a day. Enter 0 if nobody is to be "
                        "asked.",
                        stage.name,
                    )
                )

    @api.depends("country_id")
    def _compute_display_name(self):
        # EXTENDS 'base': two countries may call their stages the same.
        super()._compute_display_name()
        for stage in self:
            if stage.country_id.code:
                stage.display_name = f"{stage.name} ({stage.country_id.code})"

    @api.model
    def _find_stages(self, kind, country, company):
        """The stages of a case in their order: the country's, or those without one.

        :return: ``ar.case.stage``, as superuser
        """
        stages = self.sudo().search(
            [
                ("kind", "=", kind),
                ("country_id", "in", (False, country.id)),
                ("company_id", "in", (False, *company._ar_chain().ids)),
            ]
        )
        own = stages.filtered("country_id")
        return (own or stages).sorted(lambda stage: (stage.sequence, stage.id))
