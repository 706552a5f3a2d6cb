"""What a reviewer reads of a notice in one line: by which ways, to whom, and why now."""

from odoo import api, fields, models
from odoo.tools import format_date

from ...base.guarded import COLLECTOR

# Of a notice in one of these states the ways are still to be chosen.
OPEN_STATES = ("draft", "queued", "failed")


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    ways = fields.Json(
        string="Channels",
        compute="_compute_ways",
        help="By which ways it leaves, or has left, and what stands in the way of delivery.",
    )
    goes_to = fields.Char(
        compute="_compute_ways",
        groups=COLLECTOR,
        help="The address of the first way.",
    )
    why_now = fields.Text(
        compute="_compute_why_now",
        help="Why this customer is reminded now at this level.",
    )

    # -- by which ways -----------------------------------------------------------------

    @api.depends("state", "level_id", "contact_id", "profile_id.preferred_channel")
    @api.depends("dispatch_ids.channel", "line_ids.state")
    @api.depends_context("lang")
    def _compute_ways(self):
        with self.env["ar.channel"]._asking_once():
            leads = self._map_leads()
            planned = self._map_planned(leads)
            addresses = self._map_first_addresses(leads, planned)
        hints = self._say_problems(planned)
        used = self._read_used_ways()
        for notice in self:
            codes = used.get(notice.id, ())
            if notice.id in planned:
                codes = planned[notice.id].channels
            notice.ways = {
                "ways": [self._describe_way(code) for code in codes],
                "warning": hints.get(notice.id, ""),
            }
            notice.goes_to = addresses.get(notice.id) or False

    @api.model
    def _describe_way(self, code):
        """Code, name and icon of a channel."""
        channel = self.env["ar.channel"]._get(code)
        return {"code": code, "label": channel._get_label(), "icon": channel._icon}

    def _map_planned(self, leads):
        """{notice id: the ``Choice`` of its message}: the notices of one message leave by the ways
        of its lead, one of ``_map_leads``."""
        everything = self.browse().union(*leads.values())
        choices = self.env["ar.channel"]._choose(everything)
        return {id_: choices[lead.id] for id_, lead in leads.items()}

    def _map_leads(self):
        """{notice id: the notice that leads its message}, of those that have not left."""
        waiting = self.filtered(lambda one: one.state in OPEN_STATES and not one.left_out)
        bundles = waiting._map_bundles() if waiting else {}
        return {id_: bundle._group_messages()[0][0] for id_, bundle in bundles.items()}

    def _map_first_addresses(self, leads, planned):
        """{notice id: where the first of its ways goes to}"""
        by_code, found = {}, {}
        for id_, choice in planned.items():
            for code in choice.channels[:1]:
                by_code.setdefault(code, []).append(id_)
        for code, ids in by_code.items():
            own = self.browse().union(*(leads[id_] for id_ in ids))
            addresses = self.env["ar.channel"]._get(code)._map_recipients(own)
            found.update({id_: addresses[leads[id_].id] for id_ in ids})
        return found

    @api.model
    def _say_problems(self, planned):
        """{notice id: sentences on what stands in the way of delivery}, of ``Choice``s."""
        found = {}
        for id_, choice in planned.items():
            sentences = list(dict.fromkeys(choice.problems.values()))
            if not choice.channels:
                sentences.append(self.env._("The notice cannot be delivered."))
            if sentences:
                found[id_] = " ".join(sentences)
        return found

    def _read_used_ways(self):
        """{notice id: the channels that have spoken of it}, in their order; one query."""
        gone = self.filtered(lambda one: one.state not in OPEN_STATES)
        order = list(self.env["ar.channel"]._get_codes())
        groups = (
            self.env["ar.dispatch"]
            .sudo()
            ._read_group(
                [("notice_id", "in", gone.ids), ("state", "!=", "cancelled")],
                ["notice_id", "channel"],
            )
        )
        used = {}
        for notice, code in groups:
            used.setdefault(notice.id, []).append(code)
        place = {code: index for index, code in enumerate(order)}
        return {
            id_: sorted(codes, key=lambda code: place.get(code, len(order)))
            for id_, codes in used.items()
        }

    # -- why now -----------------------------------------------------------------------

    @api.depends("line_ids.state", "line_ids.level_id", "state", "level_id")
    @api.depends_context("lang")
    def _compute_why_now(self):
        decisions = self._read_decisions()
        last = self._read_last_said()
        for notice in self:
            own = decisions.get(notice.id)
            notice.why_now = notice._say_why(own, last) if own else notice._say_days()

    def _read_decisions(self):
        """{notice id: its run's decisions}. Whoever may read a notice may read why it is there."""
        lines = self.env["ar.dunning.run.line"].sudo()
        found = lines.search([("notice_id", "in", self.ids)], order="days_overdue desc, id")
        return {notice.id: own for notice, own in found.grouped("notice_id").items()}

    def _read_last_said(self):
        """{journal item id: (day, level name) of the last time that it was reminded}; one query."""
        lines = self.line_ids.filtered(lambda line: line.kind == "item")
        groups = self.env["ar.dunning.notice.line"]._read_group(
            [
                ("move_line_id", "in", lines.move_line_id.ids),
                ("notice_id", "not in", self.ids),
                ("kind", "=", "item"),
                ("state", "=", "sent"),
            ],
            ["move_line_id", "level_id"],
            ["date:max"],
        )
        last = {}
        for item, level, day in groups:
            if item.id not in last or day > last[item.id][0]:
                last[item.id] = (day, level.name)
        return last

    def _say_why(self, decisions, last):
        """One or two sentences of ``decisions``: of the item that the level is due for."""
        leading = decisions.filtered(
            lambda one: one.level_id == self.level_id and one.decision == "notice"
        )
        first = (leading or decisions)[:1]
        sentences = [f"{first.name}: {first.reason_text}."]
        if said := last.get(first.move_line_id.id):
            sentences.append(
                self.env._(
                    "Last reminded on %(day)s, %(level)s.",
                    day=format_date(self.env, said[0]),
                    level=said[1],
                )
            )
        others = len(decisions.filtered(lambda one: one.decision == "notice") - first)
        if others == 1:
            sentences.append(self.env._("One more item."))
        elif others:
            sentences.append(self.env._("%s more items.", others))
        return " ".join(sentences)

    def _say_days(self):
        """How late it is, where its run's decisions are not kept any more."""
        words = self.env["ar.dunning.run.line"]._get_late_words(self.days_overdue)
        return f"{words[:1].upper()}{words[1:]}."
