"""What people may write is said once, in the model, and holds for every way of writing."""

import math

from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import ValidationError

from .closing import closed_error, declared, is_change, without, writer_error

# Keys of ``_writable`` beside the states: at any time, and when a record is made.
ANY = "*"
NEW = "new"
# Instead of names: what is no decision but a setting, every field that is not read-only.
SETTINGS = "settings"
# What Odoo keeps by itself, whatever is written.
AUTOMATIC = frozenset(
    {"id", "display_name", "create_uid", "create_date", "write_uid", "write_date"}
)
NUMBERS = ("float", "integer", "monetary")
# What would leave no trace of a tracked field.
TRACELESS = ("mail_notrack", "tracking_disable")
# What the chatter and the activities of Odoo write, under rights of their own.
CHATTER = frozenset({"activity_ids", "message_follower_ids", "message_ids", "message_partner_ids"})


class ArGuardMixin(models.AbstractModel):
    """A record whose fields are closed unless its model says that people write them.

    A model names what people write in ``_writable``, by state (see ``ANY`` and ``NEW``), and in
    ``_writable_by`` who may, where it is not everybody with the right to write the model. An
    ``_inherit`` class, of a later room or of another add-on, adds its own fields in the same
    way. All else is written by the superuser, in methods that ask for rights first.

    What is closed cannot be given at birth either: not by values, not by a default in the
    context or of a user, not by a copy. No key in the context opens a guard, and none hides what
    a person changed from the chatter.
    """

    _name = "ar.guard.mixin"
    _description = "Guarded Record"

    # {state, ANY or NEW: names of fields, or SETTINGS}
    _writable = {}
    # {name of a field: groups, as in ``groups=`` of a field}
    _writable_by = {}
    # Whether all files of a record are kept as evidence; see ``ir_attachment.py``.
    _kept_files = False
    _is_guarded = True

    def _keeps(self, attachments):
        """Those of its own files (superuser's) that a record keeps as evidence."""
        return attachments if self._kept_files else attachments.browse()

    @api.model
    @tools.ormcache()
    def _get_writable(self):
        """When people write a field: {name: frozenset of states, ``ANY``, ``NEW``}."""
        writable = {}
        for said in declared(self, "_writable"):
            for moment, names in said.items():
                for name in self._get_settings() if names == SETTINGS else names:
                    writable.setdefault(name, set()).add(moment)
        return {name: frozenset(moments) for name, moments in writable.items()}

    @api.model
    def _get_settings(self):
        """The fields that are not read-only, without company and parent: a setting stays there."""
        return [
            name
            for name, field in self._fields.items()
            if not field.readonly
            and (field.type != "many2one" or field.ondelete != "cascade")
            and name not in ("company_id", *AUTOMATIC, *CHATTER)
        ]

    @api.model
    @tools.ormcache()
    def _get_writable_by(self):
        """Who writes a field, where it is not everybody: {name: groups}."""
        groups = {}
        for said in declared(self, "_writable_by"):
            groups.update(said)
        return groups

    @api.model
    def _get_first_state(self):
        """The state in which a record of the model is born; None if it has no states."""
        return

    @api.model
    @tools.ormcache()
    def _get_closed(self):
        """The names of the fields that nobody gives a new record."""
        moments = {ANY, NEW, self._get_first_state()}
        open_names = {name for name, when in self._get_writable().items() if when & moments}
        return frozenset(
            name
            for name in self._fields.keys() - open_names
            if name not in AUTOMATIC and name not in CHATTER
        )

    @api.model
    def _get_way_out(self):
        """What to do instead of writing a closed field, a sentence for people."""
        return self.env._("Use its buttons, or make a new record.")

    # -- birth -------------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        # EXTENDS 'base': neither the context nor somebody's own default fills a closed field, or
        # one that others write; one that an administrator has set for everybody does, but for
        # a state. Our own methods make records under people's contexts, too.
        closed = self._get_closed() | self._get_others()
        defaults = super().default_get([name for name in fields if name not in closed])
        everybody = self.env["ir.default"].with_user(SUPERUSER_ID).with_company(self.env.company)
        given = everybody._get_model_defaults(self._name)
        for name in closed.intersection(fields):
            field = self._fields[name]
            if name in given and not (name == "state" and self._get_first_state()):
                defaults[name] = given[name]
            elif field.default:
                value = field.convert_to_cache(field.default(self), self.new(), validate=False)
                value = field.convert_to_record(value, self)
                defaults[name] = field.convert_to_write(value, self)
        return defaults

    @api.model
    def _get_others(self):
        """The names of the fields that the acting person, as superuser or not, leaves to others."""
        user = self.env.user
        if user._is_superuser():
            return frozenset()
        writers = self._get_writable_by()
        return frozenset(name for name, groups in writers.items() if not user.has_groups(groups))

    @api.model_create_multi
    def create(self, vals_list):
        """Make records of what people may say; ``_complete`` adds the rest.

        :raise AccessError: a closed field is given another value than it is born with
        """
        # EXTENDS 'base'
        if self.env.su:
            return super().create(self._complete([dict(vals) for vals in vals_list]))
        self.check_access("create")
        for vals in vals_list:
            self._check_numbers(vals)
            # Constraints are asked before record rules, and their sentences name the customer.
            self._check_named(vals)
        done = self._complete([self._keep_open(vals) for vals in vals_list])
        return super(ArGuardMixin, self._with_trace()).create(done).with_env(self.env)

    @api.model
    def _complete(self, vals_list):
        """Hook: add to the values of new records what people do not write (a number …)."""
        return vals_list

    @api.model
    def _keep_open(self, vals):
        """``vals`` without closed fields that say nothing; one that says something is refused."""
        closed = self._get_closed() & vals.keys()
        told = [name for name in closed if vals[name] and not self._is_born_with(name, vals[name])]
        if told:
            raise self._closed_error(told)
        self._check_writers({name for name in vals.keys() - closed if vals[name]})
        return {name: value for name, value in vals.items() if name not in closed}

    @api.model
    def _is_born_with(self, name, value):
        field = self._fields[name]
        return field.default is not None and value == self.default_get([name]).get(name)

    def copy_data(self, default=None):
        # EXTENDS 'base': a copy is born like any other record.
        return without(super().copy_data(default), self._get_closed())

    # -- forms -------------------------------------------------------------------------

    def onchange(self, values, field_names, fields_spec):
        # EXTENDS 'web': what a form computes may be computed as superuser; whoever names a record
        # that he may not read would read what follows from it.
        if not self.env.su:
            self.check_access("write" if self else "create")
            self._check_named(dict(values or {}))
        return super().onchange(values, field_names, fields_spec)

    def _check_named(self, values):
        """Whether the person may read the records that values, or defaults for them, point to.
        What the record itself points to already is shown, whoever may read it.

        :raise AccessError: he may not read one of them
        """
        context = self.env.context
        born = self._get_closed() | self._get_others()
        for name, field in self._fields.items():
            if field.type not in ("many2one", "reference"):
                continue
            default = None if name in born else context.get(f"default_{name}")
            for value in (values.get(name), default):
                named = self._get_pointed(field, value)
                if named and named != self[:1].sudo()[name]:
                    named.check_access("read")

    def _get_pointed(self, field, value):
        """The record that a value of a field points to; None where it points to none."""
        model, id_ = field.comodel_name, value
        if field.type == "reference":
            model, _comma, id_ = value.partition(",") if isinstance(value, str) else ("", "", "")
            id_ = int(id_) if id_.isdecimal() and model in self.env else None
        elif isinstance(value, dict):
            id_ = value.get("id")
        return self.env[model].browse(id_) if id_ and isinstance(id_, int) else None

    # -- life --------------------------------------------------------------------------

    def write(self, vals):
        """Write what people may change in the state that the records are in.

        :raise AccessError: a field is closed, or the record would lie where they may not write
        """
        # EXTENDS 'base'
        if self.env.su:
            return super().write(vals)
        # Before anything is said about the records: a refusal must not tell what is in them.
        self.check_access("read")
        for name in vals.keys() & self._fields.keys():
            self._check_field_access(self._fields[name], "write")
        self._check_numbers(vals)
        self._check_written(vals)
        self._check_named(vals)
        result = super(ArGuardMixin, self._with_trace()).write(vals)
        # Values may have put the record where record rules would not have let it be written.
        self.check_access("write")
        return result

    @api.model
    def _check_numbers(self, vals):
        """Refuse what is no number: it compares with no limit, and adds up to nothing.

        :raise ValidationError: a number is not finite
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if value and field and field.type in NUMBERS and not _is_finite(value):
                raise ValidationError(
                    self.env._(
                        "%(field)s: %(value)s is no number that can be reckoned with.",
                        field=field._description_string(self.env),
                        value=str(value)[:40],
                    )
                )

    def _with_trace(self):
        """The records without the keys of the context that switch tracking off."""
        hidden = dict.fromkeys(key for key in TRACELESS if self.env.context.get(key))
        return self.with_context(**hidden) if hidden else self

    def _check_written(self, vals):
        """Refuse what is closed now. A field that is open at some time may come back as it was:
        forms send that, too."""
        moments = {name: self._get_writable().get(name, frozenset()) for name in vals}
        if never := {name for name in vals if not moments[name]} - CHATTER - AUTOMATIC:
            raise self[:1]._closed_error(never)
        changed = set()
        for record in self:
            now = {ANY, record._get_state()}
            names = {name for name, value in vals.items() if is_change(record, name, value)}
            told = [name for name in names - CHATTER - AUTOMATIC if not moments[name] & now]
            if told:
                raise record._closed_error(told)
            changed |= names
        self._check_writers(changed)

    def _get_state(self):
        """The state that the whitelist speaks of; None if the model has no states."""
        return

    @api.model
    def _check_writers(self, names):
        for name in names:
            groups = self._get_writable_by().get(name)
            if groups and not self.env.user.has_groups(groups):
                raise writer_error(self, [name], [groups])

    def _closed_error(self, names):
        return closed_error(self, names, self._get_way_out())


def _is_finite(value):
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False
    except (TypeError, ValueError):
        # No number at all, which the field itself refuses.
        return True
