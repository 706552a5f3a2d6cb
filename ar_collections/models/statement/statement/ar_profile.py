"""The customer account shows its statements, and keeps them when customers are merged."""

from odoo import api, fields, models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    statement_ids = fields.One2many(
        "ar.statement", "profile_id", string="Statements", readonly=True
    )
    statement_count = fields.Integer(compute="_compute_statement_count")

    @api.depends("statement_ids")
    def _compute_statement_count(self):
        counts = dict(self._group_own("ar.statement"))
        for profile in self:
            profile.statement_count = counts.get(profile, 0)

    def action_make_statements(self):
        """Ask for kind and period of new statements of these customers."""
        return self._ask_statements()

    def _ask_statements(self, lines=None):
        """The dialog that makes statements of these customers.

        :param lines: journal items: of these alone, as open items
        """
        chosen = {}
        if lines:
            chosen = {
                "default_kind": "open",
                "default_move_line_ids": [fields.Command.set(lines.ids)],
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make Statements"),
            "res_model": "ar.statement.make",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_company_id": self[:1].company_id.id or self.env.company.id,
                "default_partner_ids": self.partner_id.ids,
                **chosen,
            },
        }

    def action_view_statements(self):
        """Open the customer's statements."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_statement_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {
            "default_partner_id": self.partner_id.id,
            "default_company_id": self.company_id.id,
        }
        return action

    def _merge_into(self, target):
        # EXTENDS 'customer': statements of both survive; where both have one of the same
        # period, those that come over count as later versions.
        statements = self.env["ar.statement"].sudo()
        own = statements.search([("profile_id", "=", self.id)], order="id")
        for statement in own:
            same = [
                *statement._get_same_domain(),
                ("id", "!=", statement.id),
                ("version", ">=", 1),
            ]
            same = [
                ("partner_id", "=", target.partner_id.id) if term[0] == "partner_id" else term
                for term in same
            ]
            versions = statements.search(same).mapped("version")
            statement.write(
                {
                    "version": max([*versions, 0]) + 1 if versions else statement.version,
                    "partner_id": target.partner_id.id,
                    "profile_id": target.id,
                    # Whom it was sent to, and how, is what it was.
                    "contact_id": statement.contact_id.id,
                    "channel": statement.channel,
                }
            )
        return super()._merge_into(target)
