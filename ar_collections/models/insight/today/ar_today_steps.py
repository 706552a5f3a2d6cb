"""What comes next with a customer, in a few words; of a handful of customers at once."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount, format_date


class ArToday(models.AbstractModel):
    # A step is an entry of ``_get_next_steps`` and a method ``_next_<code>(profiles)``:
    # {account id: words}.
    _inherit = "ar.today"

    @api.model
    def _get_next_steps(self):
        """{code: model that must be readable}, in the order in which they are told: the first that
        a customer has."""
        return {
            "notice": "ar.dunning.notice",
            "talk": "ar.dispatch",
            "promise": "ar.promise",
            "dispute": "ar.dispute",
            "task": "mail.activity",
        }

    @api.model
    def _read_next_steps(self, profiles):
        """{account id: what comes next}, in one query for each kind of step."""
        found, left = {}, profiles
        for code, model in self._get_next_steps().items():
            if not left:
                break
            if self.env[model].has_access("read"):
                found |= getattr(self, f"_next_{code}")(left)
                left = profiles.browse(id_ for id_ in profiles.ids if id_ not in found)
        return found | {one.id: self.env._("Nothing is planned: call, or remind") for one in left}

    @api.model
    def _get_first(self, model, domain, order, names):
        """The first record of each account: {account id: record}.

        :param names: the fields that are read of it
        """
        first = {}
        for record in self.env[model].search_fetch(domain, ["profile_id", *names], order=order):
            first.setdefault(record.profile_id.id, record)
        return first

    @api.model
    def _next_notice(self, profiles):
        """A reminder that a run has proposed, or that waits to leave."""
        own = Domain("profile_id", "in", profiles.ids) & Domain("state", "in", ("draft", "queued"))
        own &= Domain("left_out", "=", False)
        words = {
            "draft": self.env._("Confirm the run: %s"),
            "queued": self.env._("Leaves soon: %s"),
        }
        return {
            id_: words[notice.state] % notice.level_id.display_name
            for id_, notice in self._get_first(
                "ar.dunning.notice", own, "level_id desc, id desc", ["level_id", "state"]
            ).items()
        }

    @api.model
    def _next_talk(self, profiles):
        """A call or visit that is due, or planned."""
        own = Domain("profile_id", "in", profiles.ids) & Domain("state", "=", "queued")
        own &= Domain("channel", "in", ("call", "visit"))
        words = {"call": self.env._("Call on %s"), "visit": self.env._("Visit on %s")}
        own &= Domain("call_date", "!=", False)
        talks = self._get_first("ar.dispatch", own, "call_date, id", ["call_date", "channel"])
        return {
            id_: words[talk.channel] % format_date(self.env, talk.call_date)
            for id_, talk in talks.items()
        }

    @api.model
    def _next_promise(self, profiles):
        own = Domain("profile_id", "in", profiles.ids) & Domain("state", "=", "open")
        return {
            id_: self.env._(
                "Promised %(amount)s by %(day)s",
                amount=format_amount(self.env, promise.amount, promise.currency_id),
                day=format_date(self.env, promise.date),
            )
            for id_, promise in self._get_first(
                "ar.promise", own, "date, id", ["amount", "currency_id", "date"]
            ).items()
        }

    @api.model
    def _next_dispute(self, profiles):
        own = Domain("profile_id", "in", profiles.ids)
        own &= Domain("state", "in", ("open", "investigating"))
        return {
            id_: self.env._(
                "Answer the dispute by %s", format_date(self.env, dispute.deadline) or "…"
            )
            for id_, dispute in self._get_first(
                "ar.dispute", own, "deadline, id", ["deadline"]
            ).items()
        }

    @api.model
    def _next_task(self, profiles):
        """A task of the account itself."""
        own = Domain("res_model", "=", "ar.profile") & Domain("res_id", "in", profiles.ids)
        tasks = self.env["mail.activity"].search(own, order="date_deadline, id")
        first = {}
        for task in tasks:
            name = task.summary or task.activity_type_id.name or ""
            first.setdefault(
                task.res_id,
                self.env._(
                    "%(task)s, by %(day)s", task=name, day=format_date(self.env, task.date_deadline)
                ),
            )
        return first
