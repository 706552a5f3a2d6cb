"""What guarded records and our fields on Odoo's models have in common: declarations of all classes
are merged, what is closed is dropped or refused, and the refusal is a sentence."""

from odoo import models
from odoo.exceptions import AccessError

from .differing import differs


def declared(model, attribute):
    """The dictionaries called ``attribute`` of the model and of what extends it, in order."""
    for klass in reversed(type(model).mro()):
        found = klass.__dict__.get(attribute)
        if isinstance(found, dict):
            yield found


def without(vals_list, names):
    """Values of records without the fields ``names``; what is no values stays (None, False)."""
    return [
        vals and {name: value for name, value in vals.items() if name not in names}
        for vals in vals_list
    ]


def closed_error(records, names, way_out=""):
    """The refusal to write ``names``, which are nobody's to write.

    :param records: what was written, the first of it is named; empty at birth
    :param way_out: what to do instead, a sentence
    """
    return AccessError(
        records.env._(
            "%(fields)s of %(record)s is not written by hand. %(way_out)s",
            fields=_labels(records, names),
            record=_name(records),
            way_out=way_out,
        ).strip()
    )


def writer_error(records, names, groups):
    """The refusal to write ``names``, which are others' to write.

    :param groups: XML ids of groups, each may have several with commas between
    """
    ids = {one for some in groups for one in some.split(",")}
    return AccessError(
        records.env._(
            "%(field)s of %(record)s is written by: %(groups)s. Ask one of them.",
            field=_labels(records, names),
            record=_name(records),
            groups=", ".join(sorted(records.env.ref(one).sudo().name for one in ids)),
        )
    )


def _labels(records, names):
    labels = [
        field._description_string(records.env) if (field := records._fields.get(name)) else name
        for name in names
    ]
    return ", ".join(sorted(labels))


def _name(records):
    if records:
        return records[:1].sudo().display_name
    return records.env["ir.model"]._get(records._name).name


def is_change(record, name, value):
    """Whether writing ``value`` changes the field: forms write what is as it was, too."""
    field, record = record._fields[name], record.sudo()
    if field.type in ("one2many", "many2many"):
        return _is_command_change(value, set(record[name].ids))
    if field.type == "binary":
        return True
    return differs(record, name, value)


def _is_command_change(commands, ids):
    """Whether x2many ``commands`` change what is linked or what is said on the lines.

    Odoo takes records, ids in a list or in a tuple, and nothing (False, None), too: they replace
    what is there.
    """
    if isinstance(commands, models.BaseModel):
        return set(commands.ids) != ids
    commands = () if commands is None or commands is False else commands
    if isinstance(commands, tuple) or (commands and not isinstance(commands[0], list | tuple)):
        return set(commands) != ids
    for command in commands:
        if not isinstance(command, list | tuple):
            return True
        code = command[0]
        if code == 4 and command[1] in ids:
            continue
        if code == 6 and set(command[2]) == ids:
            continue
        return True
    return False
