"""Look for the seal whose code somebody reads off a paper."""

from odoo import fields, models


class ArLogCheck(models.TransientModel):
    _name = "ar.log.check"
    _description = "Check a Code of the Log"

    code = fields.Char(
        required=True,
        help="As on the paper: 16 letters and digits, with or without lines.",
    )
    result = fields.Text(readonly=True)
    ok = fields.Boolean(readonly=True)

    def action_check(self):
        """Say whether the seal exists and all that it stands for is as it was."""
        self.ensure_one()
        found = self.env["ar.log.seal"].check_code(self.code, self.env.companies.ids)
        self.write({"result": found["words"], "ok": found["ok"]})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Check a Code"),
        }
