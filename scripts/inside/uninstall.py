"""Given to `odoo shell`: use the main add-on, uninstall it, and print what it leaves behind."""

from datetime import timedelta

# `env` is the shell's.
env = globals()["env"]


def use():
    """What came with the add-on is in use, as after some months: notices at the levels of its
    policy, with its rules of interest; its aging scheme; its grades; tasks of its kinds."""
    company = env.ref("ar_collections_demo.company")
    here = env(context=dict(env.context, allowed_company_ids=company.ids))
    company.ar_aging_scheme_id = env["ar.aging.scheme"].search([], limit=1)
    policy = env.ref("ar_collections.ar_dunning_policy_default")
    policy.level_ids.interest_rule_id = env["ar.interest.rule"].search([], limit=1)
    policy.level_ids.approval = "none"
    profiles = here["ar.profile"].search([("company_id", "=", company.id)])
    profiles.policy_pinned_id = policy
    profiles.sudo().rating_id = env["ar.credit.rating"].search([], limit=1)
    today = company._ar_today()
    partners = here["res.partner"].create([{"name": f"In use {n}"} for n in range(8)])
    moves = here["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": today - timedelta(days=120),
                "invoice_date_due": today - timedelta(days=12 * number),
                "invoice_line_ids": [(0, 0, {"name": "Goods", "price_unit": 100, "tax_ids": []})],
            }
            for number, partner in enumerate(partners)
        ]
    )
    moves.action_post()
    run = here["ar.dunning.run"].create({"company_id": company.id})
    run.action_propose()
    run.action_confirm()
    # Nobody has an address: a task for each.
    run.notice_ids.filtered(lambda notice: notice.state == "queued")._make_delivery_task("In use")
    # One of them was done: it is archived, and still of its kind.
    run.notice_ids.profile_id.activity_ids[:1].action_feedback(feedback="Done")
    env["ar.check"]._cron_run()
    env.cr.commit()
    print("IN USE", len(run.notice_ids.level_id), "levels")


use()

name = "ar_collections"
env["ir.module.module"].search([("name", "=", name)]).button_immediate_uninstall()
env = env(user=env.ref("base.user_root"))
env.transaction.reset()


def rows(query, *values):
    env.cr.execute(query, values)
    return [": ".join(map(str, row)) for row in env.cr.fetchall()]


left = rows(
    "SELECT 'state', state FROM ir_module_module WHERE name = %s AND state != 'uninstalled'", name
)
left += rows("SELECT model, name FROM ir_model_data WHERE module = %s", name)
left += rows("SELECT 'model', model FROM ir_model WHERE model LIKE 'ar.%%'")
left += rows(
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_schema = 'public' AND (table_name LIKE 'ar\\_%%' OR column_name LIKE 'ar\\_%%')"
)
for line in left:
    print(f"LEFT BEHIND {line}")
print("UNINSTALLED")
