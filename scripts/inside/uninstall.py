"""Given to `odoo shell`: uninstall the main add-on and print what it leaves behind."""

# `env` is the shell's.
env = globals()["env"]

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
