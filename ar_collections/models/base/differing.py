"""Writing only what changed."""


def differing(record, values):
    """Those of ``values`` that ``record`` does not have already, amounts as they are rounded.

    Most often that is nothing: a write of the same values would still cost its share.
    """
    return {name: value for name, value in values.items() if differs(record, name, value)}


def differs(record, name, value):
    """Whether a field, none of several records, has another value than this one. Nothing is
    nothing, however it is written (False, None, 0, no text)."""
    field = record._fields[name]
    old = record[name]
    if field.type == "many2one":
        old = old.id
    if old == value:
        return False
    known, wanted = (field.convert_to_cache(one, record) for one in (old, value))
    return (known or None) != (wanted or None)
