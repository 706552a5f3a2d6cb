"""The credit check of 1,000 orders in one go, measured on whatever ledger a database holds.

    odoo shell -c odoo.conf -d DATABASE --no-http < bench/credit_check.py

Needs the sales add-on. Makes an order for each of 1,000 customers of the company with the most,
checks them together, and undoes what it did. Prints seconds and queries.
"""

import time

NUMBER = 1000

env = globals()["env"]  # the shell's


def measure(what, work):
    """Do ``work`` on cold caches and print what it took."""
    env.flush_all()
    env.invalidate_all()
    queries, start, used = env.cr.sql_log_count, time.perf_counter(), time.process_time()
    work()
    env.flush_all()
    print(
        f"{what}: {time.perf_counter() - start:.2f} s, {time.process_time() - used:.2f} s of them "
        f"in Python, {env.cr.sql_log_count - queries} queries"
    )


groups = env["ar.profile"]._read_group([], ["company_id"], ["__count"])
company, count = max(groups, key=lambda group: group[1])
env = env(context={"allowed_company_ids": company.ids, "tracking_disable": True})
profiles = env["ar.profile"].search([("company_id", "=", company.id)], limit=NUMBER)
product = env["product.product"].create({"name": "Measured", "type": "service", "taxes_id": False})
orders = env["sale.order"].create(
    [
        {
            "partner_id": profile.partner_id.id,
            "company_id": company.id,
            "order_line": [(0, 0, {"product_id": product.id, "price_unit": 500})],
        }
        for profile in profiles
    ]
)
for number, profile in enumerate(profiles):
    env["ar.credit.limit"]._set_permanent(profile, 400 if number % 10 else 10**9, reason="Measured")
print(f"{len(orders)} orders of {count} customers of {company.name}")
measure("the check alone, with its lock and notes", orders._ar_credit_guard)
measure("exposure, limit and use of their customers", lambda: profiles.mapped("credit_use"))
env.cr.rollback()
