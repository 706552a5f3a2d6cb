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
