"""Title, options and filters of the aging, in words."""

from odoo import models
from odoo.tools.misc import format_date, formatLang


class ArAgingReport(models.AbstractModel):
    """The request in words: what stands over the figures on paper and in sheets."""

    _inherit = "ar.aging.report"

    def _get_title(self, query):
        return self.env._("Aged receivables as of %s", format_date(self.env, query.as_of))

    def _get_company_names(self, query):
        companies = self.env["res.company"].sudo().browse(query.company_ids)
        return ", ".join(companies.mapped("name"))

    def _get_words(self, query):
        """The options and filters, in sentences without full stops."""
        words = [self._get_group_words(query)]
        if query.basis == "invoice":
            words.append(self.env._("Age counts from the invoice date"))
        else:
            words.append(self.env._("Age counts from the due date"))
        if query.currency == "document":
            words.append(self.env._("Amounts in the currency of the documents"))
        if query.credits == "apart":
            words.append(self.env._("Credits in a column of their own"))
        return words + self._get_filter_words(query)

    def _get_group_words(self, query):
        dimensions = self._get_dimensions()
        first = dimensions[query.group_by].label
        if not query.then_by:
            return self.env._("By %s", first)
        return self.env._(
            "By %(first)s, then by %(second)s", first=first, second=dimensions[query.then_by].label
        )

    def _get_filter_words(self, query):
        """What is left out, and what is compared."""
        words = []
        if query.only_overdue:
            words.append(self.env._("Only what is overdue"))
        if query.hide_credits:
            words.append(self.env._("Without credits"))
        if query.min_amount:
            minimum = formatLang(self.env, query.min_amount)
            words.append(self.env._("Only rows of at least %s", minimum))
        if query.partner_ids is not None:
            words.append(self._get_partner_words(query.partner_ids))
        for name, keys in query.filters.items():
            words.append(self._get_filter_sentence(name, keys))
        if query.compare_to:
            day = format_date(self.env, query.compare_to)
            words.append(self.env._("Compared with %s", day))
        return words

    def _get_partner_words(self, partner_ids):
        if self._is_everybody(partner_ids):
            return self.env._("Customers of %s", self.env.user.name)
        # Anything can be asked for: names are told of what the person may read.
        readable = self.env["res.partner"].browse(partner_ids).exists()._filtered_access("read")
        names = self._get_partner_names(set(readable.ids))
        return self.env._("Customers: %s", self._join_names(names.values()) or "–")

    def _get_filter_sentence(self, name, keys):
        dimension = self._get_dimensions()[name]
        present = {str(key) if name == "tag" else key for key in keys if key}
        present = self._get_readable_keys(dimension, present)
        names = list(self._get_names(dimension, present).values())
        if not all(keys):
            names.append(dimension.empty)
        return self.env._(
            "%(group)s: %(names)s", group=dimension.label, names=self._join_names(names) or "–"
        )

    def _get_readable_keys(self, dimension, keys):
        model = self.env[dimension.model]
        if not model.has_access("read"):
            return set()
        ids = {int(part) for key in keys for part in str(key).split(",")}
        readable = set(model.browse(ids).exists()._filtered_access("read").ids)
        return {key for key in keys if {int(part) for part in str(key).split(",")} <= readable}

    def _join_names(self, names):
        """The first ten, in order, and how many more there are."""
        names = sorted(names)
        more = len(names) - 10
        joined = ", ".join(names[:10])
        return (
            self.env._("%(names)s and %(count)s more", names=joined, count=more)
            if more > 0
            else joined
        )

    def _get_tie_out_words(self, figures):
        """The tie-out of one company currency as (label, amount) lines, as far as they say
        something."""
        lines = [(self.env._("This report"), figures["shown"])]
        if figures["hidden"]:
            lines.append((self.env._("Plus what it leaves out"), figures["hidden"]))
        lines.append(
            (self.env._("Less exchange differences booked later"), figures["exchange_pending"])
        )
        if figures["matched_elsewhere"]:
            label = self.env._("Less matching with other customers or companies")
            lines.append((label, figures["matched_elsewhere"]))
        lines.append((self.env._("General ledger, trade receivables"), figures["ledger"]))
        lines.append((self.env._("Unexplained difference"), figures["difference"]))
        return lines
