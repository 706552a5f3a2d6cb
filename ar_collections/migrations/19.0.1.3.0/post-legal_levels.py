"""Formal levels are legal demands, as they are shipped: they reach who wants no reminders."""


def migrate(cr, version):
    if version:
        cr.execute(
            "UPDATE ar_dunning_level SET is_legal = TRUE WHERE propose_handover OR letter_attached"
        )
