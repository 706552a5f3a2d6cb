"""Promises that holds stood for are records of their own, which see by themselves what is paid."""

from odoo import SUPERUSER_ID, api, fields

# Where a promise was given: the day and the amount are there.
DAYS = {"ar.dispatch": "promised_date", "ar.reply": "date"}
AMOUNTS = {"ar.dispatch": "promised_amount", "ar.reply": "amount"}


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    repair_watch(env)
    today = fields.Date.today()
    holds = env["ar.hold"].search(
        [
            ("kind", "=", "promise"),
            ("origin_ref", "!=", False),
            ("date_to", ">=", today),
        ]
    )
    known = holds.filtered(lambda hold: hold.origin_ref and hold.origin_ref._name in DAYS)
    for origin, own in known.grouped(lambda hold: hold.origin_ref).items():
        carry_over(env, origin, own)


def repair_watch(env):
    """The scheduled action looked at holds; it is not written by updates."""
    watch = env.ref("ar_collections.ir_cron_promise_watch", raise_if_not_found=False)
    if watch:
        watch.write(
            {
                "name": "Collections: match payments with promises",
                "model_id": env["ir.model"]._get_id("ar.promise"),
                "code": "model._cron_watch()",
            }
        )


def carry_over(env, origin, holds):
    """Make a promise of what the holds of an answer say; nothing where nothing is open."""
    origin.follow_activity_id.unlink()
    profile, day = origin.profile_id, origin[DAYS[origin._name]]
    amount, currency = origin[AMOUNTS[origin._name]], origin.currency_id
    items = origin._find_promised(holds.move_id, currency) if holds.move_id else None
    rows = env["ar.open.item"]._read_rows(profile.company_id.ids, profile.partner_id.ids)
    debt = sum(
        row["residual_currency"]
        for row in rows
        if row["currency_id"] == currency.id
        and row["residual_currency"] > 0
        and (items is None or row["id"] in items.ids)
    )
    if day and currency.compare_amounts(debt, 0) > 0:
        taken = min(day, *holds.mapped("date_from"))
        env["ar.promise"].create(
            {
                "profile_id": profile.id,
                "date": day,
                "amount": min(amount, debt) if amount else 0.0,
                "currency_id": currency.id,
                "move_line_ids": [(6, 0, items.ids if items else [])],
                "taken_on": taken,
                "source": origin._get_promise_source(),
                "origin_ref": f"{origin._name},{origin.id}",
            }
        )
    holds.action_release()
