"""The nightly re-scoring of payment behaviour, measured on whatever ledger a database holds.

    odoo shell -c odoo.conf -d DATABASE --no-http < bench/credit_rescoring.py

Takes the company with the most customers, and undoes what it did. Prints seconds and queries of
the whole job and of its two heavy readings.
"""

import time

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
env = env(context={"allowed_company_ids": company.ids})
company = company.with_env(env)
items = env["ar.open.item"]
scope = items._prepare_scope(company.ids)
print(f"{count} customers of {company.name}")
for turn in ("first night", "second night"):
    measure(f"re-scoring, {turn}", lambda: env["ar.credit.review"]._rescore(company))
measure("of it, payments and overdue items", lambda: items._read_experiences(scope, 12))
measure("of it, relationships", lambda: items._read_relationships(scope))
env.cr.rollback()
