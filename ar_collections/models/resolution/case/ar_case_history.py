"""Which stages a case was in, and what is said of it where people look."""

from odoo import fields, models


class ArCase(models.Model):
    _inherit = "ar.case"

    def _note_stage(self, day=None):
        """Keep since when the cases are in their stage, and when somebody is asked what is next."""
        rows = []
        for case in self.sudo():
            stage = case.stage_id
            since = fields.Date.to_date(day) or case.company_id._ar_today()
            days = stage.days and not stage.is_closing
            case.write(
                {
                    "stage_date": since,
                    "date_next": fields.Date.add(since, days=stage.days) if days else False,
                    "next_told": False,
                }
            )
            rows.append(
                {
                    "case_id": case.id,
                    "stage_id": stage.id,
                    "stage_name": stage.name,
                    "date": since,
                    "limitation": stage.limitation,
                    "user_id": self.env.uid,
                }
            )
        self.env["ar.case.step"].sudo().create(rows)

    def _correct_stage(self):
        """The day of the last stage was corrected."""
        for case in self.sudo():
            case.step_ids.sorted("id")[-1:].date = case.stage_date

    def _log(self, text):
        """Say it on the case and on the customer's account."""
        author = self.env.user.partner_id.id
        for case in self.sudo():
            case._message_log(body=text, author_id=author)
            words = f"{case.name}: {text}"
            case.profile_id._message_log(body=words, author_id=author)

    def _get_responsible(self):
        """Who gets the tasks of the case; never empty."""
        self.ensure_one()
        collector = self.profile_id.sudo()._get_collector()
        return self.company_id._ar_pick_collector(self.user_id, collector)
