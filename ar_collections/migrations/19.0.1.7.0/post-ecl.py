"""Provisions that are fixed were booked beside the one before; no account was looked at."""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """UPDATE ar_ecl SET booked_balance = previous_allowance
            WHERE state IN ('confirmed', 'booked') AND booked_balance IS NULL"""
    )
