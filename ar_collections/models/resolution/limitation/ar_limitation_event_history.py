"""What customers promised and agreed to, as the law of limitation sees it."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.resolution.limitation import Event

# How a promise came in that can be read again; of the others nothing is proved.
WRITTEN = ("reply", "page")


class ArLimitationEvent(models.Model):
    _inherit = "ar.limitation.event"

    @api.model
    def _get_sources(self):
        # EXTENDS the room limitation
        return [*super()._get_sources(), "promise", "plan"]

    def _find_asked(self, model, asked, domain):
        """Records of a model about the customers asked for, as the superuser."""
        domain &= Domain("partner_id", "in", [partner for partner, _company in asked.accounts])
        domain &= Domain("company_id", "in", [company for _partner, company in asked.accounts])
        return self.env[model].sudo().search(domain)

    def _read_promise(self, asked):
        """Promises for named items; one in text is an acknowledgement that can be proved. One for
        the whole account names no debt; what was taken back may have been our mistake."""
        given = Domain("state", "!=", "withdrawn") & Domain("names_items", "=", True)
        for one in self._find_asked("ar.promise", asked, given):
            written = one.source in WRITTEN
            event = Event(
                "promise_written" if written else "promise",
                one.taken_on,
                proved=written,
                ref=(one._name, one.id),
            )
            for item_id in asked.rows.keys() & set(one.move_line_ids.ids):
                yield item_id, event

    def _describe_promise(self, event):
        return self.env._("Promise to pay of %s", format_date(self.env, event.day))

    def _read_plan(self, asked):
        """Payment plans that the customer has accepted, on paper with a signature."""
        accepted = Domain("acknowledged_on", "!=", False)
        for one in self._find_asked("ar.plan", asked, accepted):
            event = Event(
                "plan_signed" if one.accept_way == "paper" else "plan",
                one.acknowledged_on,
                ref=(one._name, one.id),
                words=(one.name,),
            )
            for item_id in asked.rows.keys() & set(one.move_line_ids.ids):
                yield item_id, event

    def _describe_plan(self, event):
        (number,) = event.words
        day = format_date(self.env, event.day)
        return self.env._("Payment plan %(number)s, accepted on %(day)s", number=number, day=day)
