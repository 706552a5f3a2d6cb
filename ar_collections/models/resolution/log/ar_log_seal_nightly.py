"""Sealing: every few hours what has happened since the last seal gets the next one."""

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ....tools.resolution import log, merkle
from ...base.notify import notify

# Rows of one seal; what is more is sealed at once by the next one.
MAX_ROWS = 100_000
# Findings that a notification shows.
MOST_SHOWN = 10


class ArLogSeal(models.Model):
    _inherit = "ar.log.seal"

    @api.model
    def _cron_seal(self):
        """Seal what happened in each company, and tell its auditor."""
        companies = self.env["res.company"].search([])
        self._work_through(companies, self._seal_and_tell, lock=True)

    @api.model
    def _seal_and_tell(self, company):
        seal = self._seal(company)
        if seal.size >= MAX_ROWS:
            self.env["ir.cron"]._ar_wake("ar_collections.ir_cron_log_seal")
        self._tell_auditor(company)

    @api.model
    def _seal(self, company):
        """Make the next seal of a company.

        What other transactions have not committed yet is not seen, and is in the one after: a row
        knows its seal, no range of ids does. Nobody who writes rows waits.

        :return: the seal; empty if nothing has happened
        """
        self.env["ar.log"]._write_waiting()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, hash FROM ar_log WHERE company_id = %s AND seal_id IS NULL
              ORDER BY id LIMIT %s
                """,
                company.id,
                MAX_ROWS,
            )
        )
        if not rows:
            return self.browse()
        leaves = [(id_, log.read_hash(text)) for id_, text in rows]
        seal = self.sudo().create(self._prepare_seal(company, leaves))
        self.env.cr.execute(
            SQL(
                """
                UPDATE ar_log SET seal_id = %s, position = row.place
                  FROM unnest(%s) WITH ORDINALITY AS row (id, place)
                 WHERE ar_log.id = row.id
                """,
                seal.id,
                [id_ for id_, _hash in leaves],
            )
        )
        self.env["ar.log"].invalidate_model(["seal_id", "position"], flush=False)
        seal.invalidate_recordset(["row_ids"], flush=False)
        return seal

    @api.model
    def _prepare_seal(self, company, leaves):
        before, now = self._get_newest(company), fields.Datetime.now()
        number, previous = before.number + 1, before.root or merkle.EMPTY.hex()
        head = log.seal_head(
            company.id, fields.Datetime.to_string(now), number, previous, len(leaves)
        )
        root = merkle.root(log.leaves_of(head, [hash_ for _id, hash_ in leaves]))
        return {
            "company_id": company.id,
            "number": number,
            "date": now,
            "size": len(leaves),
            "head": head,
            "previous": previous,
            "root": root.hex(),
            "code": log.code_of(root),
            "first_row": leaves[0][0],
            "last_row": leaves[-1][0],
            "leaves": base64.b64encode(log.pack(leaves)),
        }

    @api.model
    def _check_manager(self):
        """:raise AccessError: the acting person is no collections manager"""
        if not self.env.su and not self.env.user.has_group(
            "ar_collections.ar_collections_group_manager"
        ):
            raise AccessError(self.env._("Managers of Collections seal the log by hand."))

    @api.model
    def _answer_verified(self, result):
        """The notification that says what verification found."""
        facts = {"rows": result["rows"], "seals": result["seals"]}
        if result["ok"]:
            words = self.env._("%(rows)s rows and %(seals)s seals are as written.", **facts)
            return notify(words, "success", reload=False)
        told = [one["words"] for one in result["broken"]]
        rest = len(told) - MOST_SHOWN
        if rest > 0:
            told[MOST_SHOWN:] = [self.env._("And %s more.", rest)]
        return notify("\n".join(told), "danger", reload=False, sticky=True)
