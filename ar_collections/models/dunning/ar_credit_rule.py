"""The credit check asks for the dunning level; a level may put a customer on credit hold."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ArCreditRule(models.Model):
    _inherit = "ar.credit.rule"

    code = fields.Selection(
        selection_add=[("level", "Dunning level"), ("hold",)], ondelete={"level": "cascade"}
    )
    level_number = fields.Integer(
        string="Level",
        default=3,
        help="Broken from this dunning level of an open item, counted from 1 in its policy.",
    )

    @api.constrains("level_number", "code")
    def _check_level_number(self):
        for rule in self:
            if rule.code == "level" and rule.level_number < 1:
                raise ValidationError(
                    self.env._(
                        "The rule %s needs a dunning level, counted from 1.", rule.display_name
                    )
                )

    @api.model
    def _get_hold_codes(self):
        # EXTENDS the room credit
        return (*super()._get_hold_codes(), "level")

    def _as_value(self, checkpoint=None):
        # EXTENDS the room credit
        return super()._as_value(checkpoint)._replace(level=self.level_number)


class ArCreditCheck(models.AbstractModel):
    _inherit = "ar.credit.check"

    def _fill_more(self, values, trees, codes):
        # EXTENDS the room credit: the highest level of an open item, over the company tree.
        super()._fill_more(values, trees, codes)
        if "level" not in codes:
            return
        levels = self._read_highest_levels(values, trees)
        for (partner_id, company_id), found in values.items():
            found["level"] = max(
                levels.get((partner_id, id_), 0) for id_ in self._tree_of(company_id, trees)
            )

    def _read_highest_levels(self, pairs, trees):
        """{(partner id, company id): number of the highest level of what is still owed}: read
        from the notices that were sent, not from the field on the items, which repeats it."""
        companies = {id_ for _p, company_id in pairs for id_ in self._tree_of(company_id, trees)}
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(
            sorted(companies), sorted({partner_id for partner_id, _company in pairs})
        )
        levels, lines = self.env["ar.dunning.level"], self.env["ar.dunning.notice.line"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.partner_id, item.company_id, MAX(
                           (SELECT COUNT(*)
                              FROM ar_dunning_level below
                             WHERE below.policy_id = level.policy_id
                               AND below.delay_days <= level.delay_days))
                  FROM %(items)s AS item
                  JOIN ar_dunning_notice_line line ON line.move_line_id = item.id
                  JOIN ar_dunning_level level ON level.id = line.level_id
                 WHERE item.residual > 0 AND line.state = 'sent' AND line.kind = 'item'
                   AND line.superseded IS NOT TRUE
                 GROUP BY item.partner_id, item.company_id
                """,
                items=items._sql_source(scope),
                to_flush=[
                    *(
                        lines._fields[name]
                        for name in ("kind", "level_id", "move_line_id", "state", "superseded")
                    ),
                    levels._fields["delay_days"],
                    levels._fields["policy_id"],
                ],
            )
        )
        return {(partner_id, company_id): level for partner_id, company_id, level in rows}

    def _say_level(self, customer, rule, facts, *_args):
        return self.env._(
            "%(customer)s was reminded up to level %(level)s; below level %(limit)s is tolerated.",
            customer=customer,
            level=facts.level,
            limit=rule.level,
        )
