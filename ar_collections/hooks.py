"""Hooks of the module's life cycle."""


def post_init_hook(env):
    """Give every customer who has receivables a profile, in one statement; reminders begin with
    what falls due from now on."""
    env["ar.profile"]._create_missing()
    env["res.company"]._ar_begin_dunning()
