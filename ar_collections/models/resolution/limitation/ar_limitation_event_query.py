"""What happened to claims, read from where it is known."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ....tools.resolution.limitation import Event

# Channels whose "delivered" another system has told us: the customer's mail server, the provider
# of text messages, the customer's own system. A call is no demand in text, and that a letter was
# posted does not prove that it arrived: its receipt is recorded by hand.
PROVING = ("email", "sms", "webhook")
# Channels that carry the text of the level as it reserves our rights.
RESERVING = ("email", "letter")


class ArLimitationEvent(models.Model):
    _inherit = "ar.limitation.event"

    # -- demands -----------------------------------------------------------------------

    def _read_dispatch(self, asked):
        """The reminders that listed an item; proved once the channel says that they arrived, or
        the customer has opened our page about them."""
        if not asked.rows:
            return
        companies = {}
        for row in self.env.execute_query_dict(self._sql_dispatches(asked.ids)):
            company_id = row["company_id"]
            if company_id not in companies:
                companies[company_id] = self.env["res.company"].sudo().browse(company_id)
            moment, proved = self._get_arrival(row)
            day = row["posted_date"] or companies[company_id]._ar_day_of(moment)
            if proved:
                day = companies[company_id]._ar_day_of(moment)
            reserving = row["reserving"] and row["channel"] in RESERVING
            yield (
                row["move_line_id"],
                Event(
                    "reserving" if reserving else "demand",
                    day,
                    proved=proved,
                    ref=("ar.dispatch", row["id"]),
                    words=(row["channel"], row["name"]),
                ),
            )

    @staticmethod
    def _get_arrival(row):
        """(moment, proved) of a dispatch: the first that proves it, else when it left."""
        proofs = [row["seen"]] if row["seen"] else []
        if row["state"] == "delivered" and row["channel"] in PROVING:
            proofs.append(row["date"])
        return (min(proofs), True) if proofs else (row["date"], False)

    def _sql_dispatches(self, ids):
        lines = self.env["ar.dunning.notice.line"]._fields
        notices = self.env["ar.dunning.notice"]._fields
        dispatches, seen = self.env["ar.dispatch"]._fields, self.env["ar.seen"]._fields
        return SQL(
            """
            SELECT line.move_line_id, line.company_id, dispatch.id, dispatch.channel,
                   dispatch.state, dispatch.date, dispatch.posted_date, notice.name,
                   notice.reserving, seen.first_date AS seen
              FROM ar_dunning_notice_line line
              JOIN ar_dunning_notice notice ON notice.id = line.notice_id
              JOIN ar_dispatch dispatch ON dispatch.notice_id = notice.id
              LEFT JOIN ar_seen seen
                     ON seen.res_model = 'ar.dunning.notice' AND seen.res_id = notice.id
             WHERE line.move_line_id = ANY(%(ids)s) AND line.state = 'sent'
               AND line.kind IN ('item', 'overdue') AND dispatch.state IN ('sent', 'delivered')
             ORDER BY dispatch.id, line.move_line_id
            """,
            ids=list(ids),
            to_flush=[
                *(lines[name] for name in ("kind", "move_line_id", "notice_id", "state")),
                *(notices[name] for name in ("name", "reserving")),
                *(
                    dispatches[name]
                    for name in ("channel", "date", "notice_id", "posted_date", "state")
                ),
                *(seen[name] for name in ("first_date", "res_id", "res_model")),
            ],
        )

    def _describe_dispatch(self, event):
        channel, number = event.words
        labels = dict(self.env["ar.dispatch"]._fields["channel"]._description_selection(self.env))
        values = {
            "channel": labels.get(channel, channel),
            "day": format_date(self.env, event.day),
            "number": number,
        }
        if event.proved:
            return self.env._("%(channel)s of %(day)s arrived (%(number)s)", **values)
        return self.env._("%(channel)s of %(day)s (%(number)s)", **values)

    # -- money -------------------------------------------------------------------------

    def _read_receipt(self, asked):
        """Payments on an item that is still open are part payments. Credit notes are ours."""
        receipts = self.env["ar.open.item"]._read_receipts(asked.ids)
        for item_id, parts in receipts.items():
            for part in parts:
                if part.kind == "payment":
                    yield (
                        item_id,
                        Event("payment", part.day, ref=("account.move.line", part.credit_id)),
                    )

    def _describe_receipt(self, event):
        return self.env._("Part payment of %s", format_date(self.env, event.day))

    # -- what people recorded ----------------------------------------------------------

    def _read_hand(self, asked):
        """What was recorded for the items, or for all that the customers owed on its day."""
        domain = Domain("state", "=", "recorded")
        domain &= Domain("partner_id", "in", [partner for partner, _company in asked.accounts])
        domain &= Domain("company_id", "in", [company for _partner, company in asked.accounts])
        for one in self.sudo().search(domain, order="day, id"):
            event = Event(
                one.kind,
                one.day,
                proved=one.proved,
                until=one.until or None,
                ref=(self._name, one.id),
                words=(one.reference or "",),
            )
            for item_id in one._find_items(asked):
                yield item_id, event

    def _find_items(self, asked):
        """Those of the items that the event is about."""
        self.ensure_one()
        own = asked.accounts.get((self.partner_id.id, self.company_id.id), ())
        if self.names_items:
            chosen = set(self.move_line_ids.ids)
            return [item_id for item_id in own if item_id in chosen]
        return [item_id for item_id in own if asked.rows[item_id]["date"] <= self.day]

    def _describe_hand(self, event):
        (reference,) = event.words
        kind = self._get_kinds()[event.kind].name
        day = format_date(self.env, event.day)
        if reference:
            return self.env._(
                "%(what)s of %(day)s (%(reference)s)", what=kind, day=day, reference=reference
            )
        return self.env._("%(what)s of %(day)s", what=kind, day=day)
