"""A ledger whose quarter is that of the profession's worked example, computed by hand."""

from freezegun import freeze_time

from odoo import Command

from ...common import ArCommon

TODAY = "2026-04-30"
COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"
FIRST, LAST = "2026-01-01", "2026-03-31"


@freeze_time(TODAY)
class KpiCommon(ArCommon):
    """Opening 6,200; sales 10,890 (11,090 less a credit note of 200); closing 6,340, of which
    3,590 are not due; 90 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("kpi_collector", COLLECTOR, name="Clara")
        cls.beta = cls._make_partner("Beta Works", country_id=cls.env.ref("base.fr").id)
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.profile.collector_id = cls.collector
        make = cls._make_invoice
        cls.old = make(amount=6200, date="2025-11-15", due="2025-12-15")
        cls.late = make(amount=4000, date="2026-01-10", due="2026-02-09")
        cls.open = make(amount=3500, date="2026-02-05", due="2026-03-07")
        cls.new = make(cls.beta, amount=3590, date="2026-03-12", due="2026-04-11")
        refund = make(amount=200, date="2026-02-20", move_type="out_refund")
        cls._pay(cls.old, 5000, "2026-01-20")
        (cls._receivable(cls.old) + cls._receivable(refund)).reconcile()
        cls._pay(cls.late, 4000, "2026-02-19")
        cls._pay(cls.open, 750, "2026-03-17")
        cls._pay(cls.old, 1000, "2026-03-20")
        # After the quarter.
        make(amount=1000, date="2026-04-05", due="2026-05-05")
        cls.env.flush_all()

    @classmethod
    def _kpis(cls, first=FIRST, last=LAST, companies=None, by=None, user=None):
        kpis = cls.env["ar.kpi"].with_user(user or cls.collector)
        return kpis.get_kpis(first, last, (companies or cls.company).ids, by)

    @classmethod
    def _make_promises(cls, **numbers):
        """So many promises of each state, that fell due in the quarter."""
        for state, number in numbers.items():
            for _one in range(number):
                with freeze_time("2026-03-01"):
                    promise = (
                        cls.env["ar.promise"]
                        .with_user(cls.collector)
                        .create({"profile_id": cls.profile.id, "date": "2026-03-10", "amount": 1})
                    )
                promise.sudo()._move_to(state)

    @classmethod
    def _make_disputes(cls, *days):
        """Disputes that ended in the quarter after so many days; None: one that is open."""
        reason = cls.env.ref("ar_collections.ar_dispute_reason_price")
        for taken in days:
            dispute = (
                cls.env["ar.dispute"]
                .with_user(cls.collector)
                .create(
                    {
                        "profile_id": cls.profile.id,
                        "move_line_ids": [Command.set(cls._receivable(cls.open).ids)],
                        "amount": 10,
                        "reason_id": reason.id,
                    }
                )
            )
            cls.env.flush_all()
            # As if it had been entered then.
            cls.env.cr.execute(
                """UPDATE ar_dispute SET date_opened = '2026-03-01',
                          date_closed = DATE '2026-03-01' + %s::int,
                          state = CASE WHEN %s::int IS NULL THEN 'open' ELSE 'withdrawn' END
                    WHERE id = %s""",
                [taken, taken, dispute.id],
            )
            cls.env.invalidate_all()
