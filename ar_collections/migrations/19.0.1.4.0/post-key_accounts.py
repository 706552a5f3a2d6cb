"""Formal levels ask for approval where a customer is a key account; no customer is one yet."""


def migrate(cr, version):
    if version:
        cr.execute("UPDATE ar_dunning_level SET key_approval = TRUE WHERE is_legal")
