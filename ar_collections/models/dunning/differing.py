"""Writing only what changed."""


def differing(record, values):
    """Those of ``values`` that ``record`` does not have already, amounts as they are rounded.

    Most often that is nothing: a write of the same values would still cost its share.
    """
    return {name: value for name, value in values.items() if _differs(record, name, value)}


def _differs(record, name, value):
    field = record._fields[name]
    old = record[name].id if field.type == "many2one" else record[name]
    if old == value:
        return False
    known, wanted = (field.convert_to_cache(one, record) for one in (old, value))
    return (known or None) != (wanted or None)
