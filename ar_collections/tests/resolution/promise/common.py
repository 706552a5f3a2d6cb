"""A customer who promises, a collector who takes it, and the days that follow."""

from odoo.tests import freeze_time, tagged

from ...common import ArCommon

TODAY = "2026-03-31"
COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class ArPromiseCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user("promise_collector", COLLECTOR, email="clara@example.com")
        cls.policy = cls._make_policy(5, 20, 40, promise_alone_days=14)
        cls.partner.user_id = cls.collector
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)

    def _promise(
        self, date="2026-04-10", amount=0.0, items=None, profile=None, user=None, **values
    ):
        """A promise as the collector takes it."""
        if items is not None:
            values["move_line_ids"] = [(6, 0, self._receivable(items).ids)]
        if amount:
            values["amount"] = amount
        promises = self.env["ar.promise"].with_user(user or self.collector)
        promise = promises.create(
            {"profile_id": (profile or self.profile).id, "date": date, **values}
        )
        return promise.with_env(self.env)

    def _night(self, day):
        """The scheduled actions of the room, on a day."""
        self.env.flush_all()
        with freeze_time(f"{day} 02:00:00"), self.enter_registry_test_mode():
            for name in ("ir_cron_promise_watch", "ir_cron_deferral_end"):
                self.env.ref(f"ar_collections.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _held(self, promise):
        """{invoice: amount} that a promise holds, 0 for all of it."""
        return {hold.move_id: hold.amount for hold in promise.sudo()._find_holds()}

    def _tasks(self, profile=None):
        return (profile or self.profile).activity_ids.mapped("summary")

    def _undo(self, moves):
        """Undo the matching of invoices."""
        self._receivable(moves).remove_move_reconcile()
