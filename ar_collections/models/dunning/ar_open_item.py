"""Open items show what was said about them."""

from odoo import fields, models
from odoo.tools import SQL


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    ar_level_id = fields.Many2one(related="move_line_id.ar_level_id", string="Level")
    ar_last_notice_date = fields.Date(
        related="move_line_id.ar_last_notice_date", string="Last Reminded"
    )

    def _read_highest_levels(self, company_ids, partner_ids):
        """The highest level of what customers still owe after credits: read from the notices that
        were sent, not from the field on the items, which repeats it.

        :return: {(partner id, company id): (level id, its number in the policy)}
        """
        scope = self._prepare_scope(company_ids, partner_ids, today=True)
        if self._is_empty(scope):
            return {}
        levels, lines = self.env["ar.dunning.level"], self.env["ar.dunning.notice.line"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner_id, company_id) partner_id, company_id, id, number
                  FROM (SELECT item.partner_id, item.company_id, level.id, level.delay_days,
                               (SELECT COUNT(*)
                                  FROM ar_dunning_level below
                                 WHERE below.policy_id = level.policy_id
                                   AND below.delay_days <= level.delay_days) AS number
                          FROM %(items)s AS item
                          JOIN ar_dunning_notice_line line ON line.move_line_id = item.id
                          JOIN ar_dunning_level level ON level.id = line.level_id
                          LEFT JOIN %(left)s ON left_of.id = item.id
                         WHERE item.residual > 0 AND COALESCE(left_of.residual, item.residual) > 0
                           AND line.state = 'sent' AND line.kind = 'item'
                           AND line.superseded IS NOT TRUE) AS said
                 ORDER BY partner_id, company_id, number DESC, delay_days DESC, id DESC
                """,
                items=self._sql_source(scope),
                left=self._sql_left(scope),
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
        return {
            (partner_id, company_id): (level_id, number)
            for partner_id, company_id, level_id, number in rows
        }
