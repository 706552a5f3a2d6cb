"""One at a time: rows that nobody else changes until this is done."""

from odoo.exceptions import LockError


def lock(records, told=None):
    """Lock ``records`` until the end of the transaction; what is read of them afterwards is read
    by whoever calls.

    :param told: the record that the refusal names, else the first of them
    :raise LockError: somebody else has one of them at this moment: a sentence with a way out
    """
    try:
        records.lock_for_update(allow_referencing=True)
    except LockError as error:
        told = told or records[:1]
        raise LockError(
            records.env._(
                "Somebody else is working on %s at this moment. Reload the page in a minute, and "
                "look what became of it.",
                told.sudo().display_name,
            )
        ) from error
