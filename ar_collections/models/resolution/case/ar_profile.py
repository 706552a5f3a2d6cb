"""The customer account shows its cases and write-offs, and is where they begin."""

from odoo import fields, models
from odoo.fields import Command

from .ar_case import ALIVE


class ArProfile(models.Model):
    # EXTENDS 'customer'
    _inherit = "ar.profile"

    case_ids = fields.One2many("ar.case", "profile_id", string="Cases")
    case_count = fields.Integer(string="Open Cases", compute="_compute_case_count")
    writeoff_ids = fields.One2many("ar.writeoff", "profile_id", string="Write-Offs")
    writeoff_count = fields.Integer(string="Written Off", compute="_compute_writeoff_count")
    is_insolvent = fields.Boolean(
        string="Insolvent", compute="_compute_case_count", search="_search_is_insolvent"
    )

    def _compute_case_count(self):
        alive = [("state", "in", ALIVE)]
        rows = self._group_own("ar.case", alive, ["kind", "state"])
        counts, insolvent = {}, set()
        for profile, kind, state, count in rows:
            counts[profile.id] = counts.get(profile.id, 0) + count
            if kind == "insolvency" and state == "open":
                insolvent.add(profile.id)
        for profile in self:
            profile.case_count = counts.get(profile.id, 0)
            profile.is_insolvent = profile.id in insolvent

    def _search_is_insolvent(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = [("kind", "=", "insolvency"), ("state", "=", "open")]
        ids = self.env["ar.case"].search(domain).profile_id.ids
        return [("id", "in" if True in value else "not in", ids)]

    def _compute_writeoff_count(self):
        rows = self.env["ar.writeoff"]._read_group(
            [("profile_id", "in", self.ids), ("state", "not in", ("cancelled", "reversed"))],
            ["profile_id"],
            ["__count"],
        )
        counts = {profile.id: count for profile, count in rows}
        for profile in self:
            profile.writeoff_count = counts.get(profile.id, 0)

    def action_view_cases(self):
        """Open the cases of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_case_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {"default_profile_id": self.id}
        return action

    def action_view_writeoffs(self):
        """Open what was written off of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_writeoff_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_hand_over(self):
        """Prepare a case of all that is overdue and in none yet; open the one that is being
        prepared, or those that it is all in."""
        self.ensure_one()
        rows = self.env["ar.open.item"]._read_rows(self.company_id.ids, self.partner_id.ids)
        late = self.env["account.move.line"].browse(
            [row["id"] for row in rows if row["days_overdue"] > 0]
        )
        cases = self.env["ar.case"].search([("profile_id", "=", self.id), ("state", "in", ALIVE)])
        begun = cases.filtered(lambda case: case.state != "open")
        rest = late - cases.sudo().move_line_ids
        if begun or (cases and not rest):
            return (begun or cases)._get_records_action()
        return self._ask_hand_over(rest)

    def action_write_off(self):
        """Ask what of the customer's items is written off, and why."""
        self.ensure_one()
        return self._ask_write_off(self.env["account.move.line"])

    def action_insolvent(self):
        """The customer is insolvent: everything stops, and the claim is filed."""
        self.ensure_one()
        self.check_access("write")
        return self.env["ar.case"]._open_insolvency(self)._get_records_action()

    def _ask_hand_over(self, lines):
        """The form of a new case with these journal items."""
        self.ensure_one()
        self.env["ar.case"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Over"),
            "res_model": "ar.case",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_profile_id": self.id,
                "default_move_line_ids": [Command.set(lines.ids)],
            },
        }

    def _ask_write_off(self, lines):
        """The dialog of a write-off, with these journal items if there are any."""
        self.ensure_one()
        self.env["ar.writeoff"].check_access("create")
        wizard = self.env["ar.writeoff.make"].create({"profile_id": self.id})
        wizard._offer_items(lines.ids)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write Off"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }
