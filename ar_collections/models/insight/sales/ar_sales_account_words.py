"""What is told to salespeople of an account: chosen, since it is read as superuser."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date

# What is told of the timeline, and of how many entries. Of calls the outcome alone: what collectors
# note is theirs.
TOLD = ("message", "call", "promise", "dispute", "payment", "hint")
SPOKEN = ("payment", "hint")
MOST_ENTRIES = 20


class ArSalesAccount(models.Model):
    _inherit = "ar.sales.account"

    @api.model
    def _get_told_kinds(self):
        """Codes of ``_get_agreed_kinds`` of ``ar.profile`` whose lines salespeople read."""
        return ("promises", "plans", "disputes", "cases")

    @api.model
    def _get_told_steps(self):
        """Codes of ``_get_next_kinds`` of ``ar.profile`` that salespeople read: tasks and answers
        are the collectors'."""
        return ("level", "deadline", "call", "promise", "instalment", "dispute", "case")

    @api.model
    def _read_stands(self, accounts):
        """{id of an account: what is disputed, promised or planned}, in a query for each kind."""
        found = {}
        for code in ("call", "promise", "dispute"):
            steps = accounts._read_next_steps([code])
            found |= {id_: accounts._say_step(own[0]) for id_, own in steps.items() if own}
        return found

    def _say_last_reminder(self, account):
        notice = account.last_notice_id
        if not notice:
            return False
        return self.env._(
            "%(level)s, on %(day)s",
            level=notice.level_id.display_name,
            day=format_date(self.env, account.company_id._ar_day_of(notice.sent_date))
            if notice.sent_date
            else format_date(self.env, notice.date),
        )

    def _list_agreed(self, account):
        """Sentences or lines; reasons of holds are the collectors'."""
        lines = []
        for code in self._get_told_kinds():
            for line in getattr(account, f"_list_{code}")():
                lines.append(": ".join(filter(None, (line["text"], line["value"]))))
        if account.held:
            lines.append(self.env._("Reminders are stopped."))
        if account.credit_hold:
            lines.append(self.env._("New orders and deliveries are stopped."))
        return lines

    def _prepare_history(self, account):
        timeline = self.env["ar.timeline"].sudo()
        page = timeline.read_page(account.id, limit=MOST_ENTRIES, kinds=list(TOLD))
        rows = [
            Markup(
                "<tr><td class='text-nowrap pe-3'>{}</td><td class='pe-3'>{}</td><td>{}</td></tr>"
            ).format(
                entry["when"],
                entry["title"] or entry["name"],
                entry["text"] if entry["kind"] in SPOKEN else "",
            )
            for entry in page["entries"]
        ]
        if not rows:
            return False
        return Markup("<table class='table table-sm'>{}</table>").format(Markup("").join(rows))
