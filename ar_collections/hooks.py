"""Hooks of the module's life cycle."""

from odoo.tools import SQL


def post_init_hook(env):
    """Give every customer who has receivables a profile, in one statement. Reminders begin with
    what falls due from now on, keep to the hours of customers, and leave when somebody goes
    live.
    """
    env["ar.profile"]._create_missing()
    env["res.company"]._ar_begin_dunning()
    if not env.ref("base.module_ar_collections").demo:
        # A demo company is looked at when somebody has the time.
        env["res.company"]._ar_begin_courtesy()
        env["res.company"]._ar_begin_all_setups()


def uninstall_hook(env):
    """Let go of what came with the add-on.

    Odoo deletes these records one kind after the other, before the tables go, and would stumble
    over what people made with them: notices name levels, companies a scheme. All of that goes.
    """
    # Tasks of kinds that go are kept as any task. Odoo does so with those that are still to do,
    # and stumbles over those that were done, which are archived.
    kinds = env["ir.model.data"].search(
        [("module", "=like", "ar_collections%"), ("model", "=", "mail.activity.type")]
    )
    tasks = env["mail.activity"].with_context(active_test=False)
    tasks = tasks.search([("activity_type_id", "in", kinds.mapped("res_id"))])
    tasks.write({"activity_type_id": env.ref("mail.mail_activity_data_todo").id})
    tables = [model._table for name, model in env.registry.items() if name.startswith("ar.")]
    keys = env.execute_query(
        SQL(
            """
            SELECT home.relname, con.conname
              FROM pg_constraint con
              JOIN pg_class home ON home.oid = con.conrelid
              JOIN pg_class named ON named.oid = con.confrelid
             WHERE con.contype = 'f' AND con.confdeltype IN ('a', 'r')
                   AND named.relname = ANY(%s)
                   AND named.relnamespace = current_schema::regnamespace
            """,
            tables,
        )
    )
    for table, key in keys:
        env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(key))
        )
