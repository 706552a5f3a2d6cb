"""What an e-mail says of the aging."""

from odoo import models
from odoo.tools.misc import formatLang


class ArAgingReport(models.AbstractModel):
    """The report in a message: its totals, as texts in the reader's language."""

    _inherit = "ar.aging.report"

    def _get_mail_values(self, options):
        """What the mail template shows, in its context under ``aging``.

        :param options: those of ``get_aging``
        :return: {'title', 'companies', 'words', 'notes', 'tied', 'totals': one per currency,
            {'currency', 'lines': [{'label', 'amount', 'strong'}]}}
        """
        query = self._understand(options)
        report = self._build_report(query)
        return {
            "title": self._get_title(query),
            "companies": self._get_company_names(query),
            "words": self._get_words(query),
            "notes": report["notes"],
            "tied": not report["tie_out"] or report["tie_out"]["tied"],
            "totals": [
                {
                    "currency": total["currency"],
                    "lines": self._get_mail_lines(query, report["buckets"], total),
                }
                for total in report["totals_by_currency"]
            ],
        }

    def _get_mail_lines(self, query, labels, total):
        lines = [*zip(labels, total["buckets"], strict=True)]
        if query.credits == "apart":
            lines.append((self.env._("Credits"), total["credits"]))
        lines = [(label, amount, False) for label, amount in lines]
        lines.append((self.env._("Total %s", total["currency"]), total["total"], True))
        if query.compare_to:
            lines.append((self.env._("Before"), total["previous"], False))
            lines.append((self.env._("Change"), total["delta"], False))
        return [
            {"label": label, "amount": formatLang(self.env, amount), "strong": strong}
            for label, amount, strong in lines
        ]
