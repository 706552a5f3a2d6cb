"""How rows come into the log: noted when something happens, written together before the commit."""

import json
import os
from hashlib import sha256

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.resolution import log
from .ar_log import ERASED

# Under which the transaction keeps what is to be written.
WAITING = "ar_collections.log"
SALT_BYTES = 16


class ArLog(models.Model):
    _inherit = "ar.log"

    # -- what is said ------------------------------------------------------------------

    @api.model
    def _read_values(self, records, names):
        """{id: {name: value that JSON knows}} of the fields ``names``, as the superuser."""
        records = records.sudo()
        fields_ = [records._fields[name] for name in names]
        return {
            record.id: {field.name: _as_plain(record, field) for field in fields_}
            for record in records
        }

    @api.model
    def _find_changes(self, records, names, before):
        """What differs of the records from ``before``, values of ``_read_values``: {id: {name:
        [before, after]}}."""
        changes = {}
        for id_, values in self._read_values(records, names).items():
            told = {name: [before[id_][name], new] for name, new in values.items()}
            told = {name: pair for name, pair in told.items() if pair[0] != pair[1]}
            if told:
                changes[id_] = told
        return changes

    @api.model
    def _append(self, model, event, rows):
        """Note that something happened to records of a model; it is written later.

        :param rows: list of (id, id of the customer account or None, id of the company, what the
            row says: a dictionary of values that JSON knows)
        """
        if not rows:
            return
        date, uid = fields.Datetime.now(), self.env.uid
        callbacks = self.env.cr.precommit
        if WAITING not in callbacks.data:
            callbacks.add(self.sudo()._write_waiting)
            callbacks.data[WAITING] = []
        callbacks.data[WAITING] += [
            (date, company, account, uid, model, id_, event, said)
            for id_, account, company, said in rows
        ]

    @api.model
    def _map_accounts(self, items):
        """The accounts that receivable journal items belong to: {(customer, company): id}."""
        items = items.sudo()
        partners = items.partner_id.commercial_partner_id
        if not partners:
            return {}
        profiles = self.env["ar.profile"].sudo()
        domain = Domain("partner_id", "in", partners.ids)
        domain &= Domain("company_id", "in", items.company_id.ids)
        found = profiles.search_fetch(domain, ["partner_id", "company_id"])
        return {(one.partner_id, one.company_id): one.id for one in found}

    # -- what is written ---------------------------------------------------------------

    @api.model
    def _write_waiting(self):
        """Write what happened in this transaction so far, in one statement.

        Called before the transaction commits and before each savepoint, so that what is rolled
        back leaves no row.
        """
        if not (waiting := self.env.cr.precommit.data.pop(WAITING, None)):
            return
        random = os.urandom(SALT_BYTES * len(waiting)).hex()
        step = 2 * SALT_BYTES
        columns = []
        for at, (date, company, account, uid, model, id_, event, said) in enumerate(waiting):
            moment = fields.Datetime.to_string(date)
            head = log.head(account, company, moment, event, id_, model, uid)
            salt, text = random[at * step : (at + 1) * step], log.content(head, said)
            digest = log.digest(salt, text)
            columns.append((moment, company, account, uid, model, id_, event, text, salt, digest))
        self.env.cr.execute(_sql_insert(columns))

    def _erase_rows(self, profile):
        """Delete the texts and salts of rows, keep their hashes, and say so in the log.

        :param profile: the account that they are about
        """
        if not (ids := self.ids):
            return
        self.env.cr.execute(
            SQL("UPDATE ar_log SET content = NULL, salt = NULL WHERE id IN %s", tuple(ids))
        )
        self.invalidate_recordset(["content", "salt"], flush=False)
        told = {"rows": sorted(ids)}
        self._append(profile._name, ERASED, [(profile.id, profile.id, profile.company_id.id, told)])


def _sql_insert(rows):
    """The statement that writes rows, in the order in which it happened. Who or what has gone in
    the same transaction is left out of the columns; the text names it all the same."""
    types = ("timestamp", "int", "int", "int", "text", "int", "text", "text", "text", "text")
    arrays = SQL(", ").join(
        SQL("%s::%s[]", list(column), SQL(kind))
        for column, kind in zip(zip(*rows, strict=True), types, strict=True)
    )
    return SQL(
        """
        INSERT INTO ar_log (date, company_id, profile_id, user_id, res_model, res_id, event,
                            content, salt, hash, position)
        SELECT row.date, row.company_id, profile.id, res_users.id, row.res_model, row.res_id,
               row.event, row.content, row.salt, row.hash, 0
          FROM unnest(%s) WITH ORDINALITY
            AS row (date, company_id, profile_id, user_id, res_model, res_id, event, content, salt,
                    hash, place)
     LEFT JOIN ar_profile profile ON profile.id = row.profile_id
     LEFT JOIN res_users ON res_users.id = row.user_id
      ORDER BY row.place
        """,
        arrays,
    )


def _as_plain(record, field):
    """The value of a field as JSON knows it: amounts and days are texts, records are named."""
    value = record[field.name]
    kind = field.type
    if kind in ("float", "monetary"):
        return _point(value)
    if kind == "json":
        return json.dumps(value, sort_keys=True)
    if kind in ("date", "datetime"):
        return field.to_string(value) if value else None
    if kind == "many2one":
        return _named(value) if value else None
    if kind in ("one2many", "many2many"):
        return [_named(one) for one in value.sorted("id")]
    if kind == "reference":
        return f"{value._name},{value.id}" if value else None
    if kind == "binary":
        return sha256(value).hexdigest() if value else None
    if kind in ("boolean", "integer", "many2one_reference"):
        return value
    return str(value) if value not in (False, None) else None


def _point(number):
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _named(record):
    """A record by id and name; a file by what is in it, too."""
    if record._name == "ir.attachment":
        return [record.id, record.name, sha256(record.raw or b"").hexdigest()]
    return [record.id, record.display_name]
