"""Customers of several laws, with one level that reserves our rights."""

from odoo import fields

from ...common import ArCommon


class LimitationCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.country = {code: cls.env.ref(f"base.{code}") for code in ("cn", "de", "nl", "us", "pl")}
        cls.company.country_id = cls.country["de"]
        cls.policy = cls._make_policy(1)
        cls.level = cls.policy.level_ids
        cls.goods = cls.env["product.product"].create({"name": "Chair", "type": "consu"})
        cls.service = cls.env["product.product"].create({"name": "Repair", "type": "service"})

    @classmethod
    def _customer(cls, name, code=None, **values):
        country = cls.country[code].id if code else False
        return cls._make_partner(name, country_id=country, **values)

    @classmethod
    def _profile(cls, partner):
        return cls.env["ar.profile"].get_or_create(partner, cls.company)

    @classmethod
    def _event(cls, partner, kind, day, **values):
        values.setdefault("reference", "File 7")
        return cls.env["ar.limitation.event"].create(
            {"profile_id": cls._profile(partner).id, "kind": kind, "day": day, **values}
        )

    def _sent(self, invoices, day, channel="email", state="sent", **values):
        """A reminder of invoices that left on a day, and its dispatch."""
        partner = invoices[:1].partner_id
        notice = (
            self.env["ar.dunning.notice"]
            .sudo()
            .create(
                {
                    "name": f"REM/{day}",
                    "profile_id": self._profile(partner).id,
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "level_id": self.level.id,
                    "date": day,
                    "group_key": f"{channel} {day}",
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "company_id": self.company.id,
                                "move_line_id": line.id,
                                "move_id": line.move_id.id,
                                "name": line.move_name,
                                "currency_id": self.company.currency_id.id,
                                "level_id": self.level.id,
                                "repeat": self.repeats,
                                "date": day,
                            },
                        )
                        for line in self._receivable(invoices)
                    ],
                }
            )
        )
        type(self).repeats += 1
        notice._set_queued()
        notice._set_sent()
        dispatch = (
            self.env["ar.dispatch"]
            .sudo()
            .create({"notice_id": notice.id, "channel": channel, "recipient": "a@example.com"})
        )
        moment = fields.Datetime.to_datetime(f"{day} 10:00:00")
        dispatch._move_to("sent", date=moment)
        if state != "sent":
            dispatch._move_to(state, date=moment, **values)
        return dispatch

    repeats = 0

    def _date(self, invoices):
        """The last days of the items of invoices, as texts; '' where none is known."""
        items = self.env["ar.open.item"].browse(self._receivable(invoices).ids)
        self.env["ar.open.item"].invalidate_model()
        return [str(item.limitation_date or "") for item in items]

    def _item(self, invoice):
        self.env["ar.open.item"].invalidate_model()
        return self.env["ar.open.item"].browse(self._receivable(invoice)[:1].id)
