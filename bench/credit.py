"""Credit, measured on whatever ledger a database holds: the nightly re-scoring, the order check.

    odoo shell -c odoo.conf -d DATABASE --no-http < bench/credit.py

Takes the company with the most customers, and undoes what it did; the order check needs the
sales add-on and makes an order for each of 1,000 customers. Prints seconds and queries.
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


def measure_rescoring(company):
    """The whole nightly job, and its two heavy readings."""
    items = env["ar.open.item"]
    scope = items._prepare_scope(company.ids)
    for turn in ("first night", "second night"):
        measure(f"re-scoring, {turn}", lambda: env["ar.credit.review"]._rescore(company))
    measure("of it, payments and overdue items", lambda: items._read_experiences(scope, 12))
    measure("of it, relationships", lambda: items._read_relationships(scope))
    env.cr.rollback()


def measure_check(company):
    """Orders of 500 each; nine of ten customers are over their limit with it."""
    profiles = env["ar.profile"].search([("company_id", "=", company.id)], limit=NUMBER)
    values = {"name": "Measured", "type": "service", "taxes_id": False}
    product = env["product.product"].create(values)
    line = (0, 0, {"product_id": product.id, "price_unit": 500})
    orders = env["sale.order"].create(
        [
            {"partner_id": partner.id, "company_id": company.id, "order_line": [line]}
            for partner in profiles.partner_id
        ]
    )
    for number, profile in enumerate(profiles):
        amount = 400 if number % 10 else 10**9
        env["ar.credit.limit"]._set_permanent(profile, amount, reason="Measured")
    print(f"{len(orders)} orders")
    measure("the check alone, with its lock and notes", orders._ar_credit_guard)
    measure("exposure, limit and use of their customers", lambda: profiles.mapped("credit_use"))
    env.cr.rollback()


groups = env["ar.profile"]._read_group([], ["company_id"], ["__count"])
company, count = max(groups, key=lambda group: group[1])
env = env(context={"allowed_company_ids": company.ids, "tracking_disable": True})
print(f"{count} customers of {company.name}")
measure_rescoring(company.with_env(env))
if env["ir.module.module"]._get("ar_collections_sale").state == "installed":
    measure_check(company.with_env(env))
