"""Each hold has a reason."""


def migrate(cr, version):
    if version:
        cr.execute("UPDATE ar_hold SET reason = 'On hold' WHERE COALESCE(TRIM(reason), '') = ''")
