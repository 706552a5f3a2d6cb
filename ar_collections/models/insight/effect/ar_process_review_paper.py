"""The review as it is read: on the screen, and on the printed page."""

import json

from markupsafe import Markup

from odoo import models
from odoo.tools import json_default


class ArProcessReview(models.Model):
    _inherit = "ar.process.review"

    def _dump_sections(self, sections):
        """Sections as text, whose columns keep their order."""
        return json.dumps(
            [{**one, "columns": list(one["columns"].items())} for one in sections],
            default=json_default,
        )

    def _load_sections(self):
        """The sections that were kept, or those of today."""
        if self.state != "closed" or not self.kept:
            return self._get_sections()
        return [{**one, "columns": dict(one["columns"])} for one in json.loads(self.kept)]

    def _print_sections(self):
        """The sections as texts, for ``report_ar_kpi_section``."""
        self.ensure_one()
        kpis, currency = self.env["ar.kpi"], self.sudo().company_id.currency_id
        return [
            {
                "title": section["title"],
                "note": section["note"],
                "columns": [
                    {"title": title, "is_text": kind == "text"}
                    for title, kind in section["columns"].values()
                ],
                "rows": [
                    [
                        {
                            "text": kpis._print_value(row, name, kind, currency),
                            "is_text": kind == "text",
                        }
                        for name, (_title, kind) in section["columns"].items()
                    ]
                    for row in section["rows"]
                ],
            }
            for section in self._load_sections()
        ]

    def _render_sections(self):
        template = "ar_collections.ar_process_review_figures"
        values = {"sections": self._print_sections()}
        return Markup(self.env["ir.qweb"]._render(template, values))
