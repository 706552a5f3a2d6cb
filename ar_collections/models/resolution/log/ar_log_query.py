"""Verification: every row against its hash, every seal against its rows and the seal before."""

import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_datetime

from ....tools.resolution import log, merkle
from ...base import arguments
from .ar_log import ERASED

# A transaction that is open for longer than this brings rows that are older than the last seal;
# beyond it, somebody has put them there.
MAX_OPEN = "1 day"


class Found(NamedTuple):
    """What verification found in a company.

    :param broken: list of dicts with 'model', 'id', 'reason', 'words'
    """

    rows: int
    seals: int
    broken: list


class ArLog(models.Model):
    _inherit = "ar.log"

    @api.model
    def _get_companies(self, company_ids):
        """The companies of ids that a person gave.

        :raise AccessError: one of them is not the user's, or the log is not
        """
        self.check_access("read")
        ids = arguments.to_ids(self.env, company_ids)
        companies = self.env["res.company"].browse(ids) if ids else self.env.companies
        if not self.env.su and not set(companies.ids) <= set(self.env.companies.ids):
            raise AccessError(
                self.env._("You may verify the log of the companies that you have switched on.")
            )
        return companies.sudo()

    @api.model
    def _verify_company(self, company):
        """Look at all rows and seals of a company: ``Found``."""
        self._write_waiting()
        self.env["ar.log.seal"].flush_model()
        seals = self.env["ar.log.seal"].sudo().search([("company_id", "=", company.id)])
        seals = seals.sorted("number")
        broken = self._find_broken_rows(company) + self._find_late_rows(company)
        known, previous, number = {one["id"] for one in broken}, merkle.EMPTY.hex(), 0
        for seal in seals:
            number += 1
            wrong = seal._find_wrong(number, previous)
            broken += [one for one in wrong if one["model"] != "ar.log" or one["id"] not in known]
            previous, number = seal.root, seal.number
            seal.invalidate_recordset(["leaves"], flush=False)
        broken += self.env["ar.log.seal"]._find_lost_codes(company, set(seals.mapped("code")))
        [(rows,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM ar_log WHERE company_id = %s", company.id)
        )
        return Found(rows, len(seals), broken)

    # -- rows --------------------------------------------------------------------------

    @api.model
    def _find_broken_rows(self, company):
        """The rows of a company whose text does not have their hash, or says something else than
        their columns do. PostgreSQL hashes them; only what is suspect is read."""
        suspect = self.env.execute_query_dict(
            SQL(
                """
                SELECT id, date, company_id, profile_id, user_id, res_model, res_id, event,
                       content, salt, hash
                  FROM ar_log
                 WHERE company_id = %s
                   AND (content IS NULL OR salt IS NULL
                        OR hash <> encode(sha256(convert_to(salt || content, 'UTF8')), 'hex')
                        OR NOT starts_with(content, concat(
                           '{"head":{"account":', coalesce(profile_id::text, 'null'),
                           ',"company":', company_id,
                           ',"date":"', to_char(date, 'YYYY-MM-DD HH24:MI:SS'),
                           '","event":"', event, '","id":', res_id,
                           ',"model":"', res_model,
                           '","user":', coalesce(user_id::text, 'null'), ',')))
              ORDER BY id
                """,
                company.id,
            )
        )
        erased = self._read_erased(company) if any(not row["content"] for row in suspect) else ()
        accounts = {row["profile_id"] for row in suspect} - {None}
        broken = []
        for row in suspect:
            if row["content"] is None and row["salt"] is None:
                if row["id"] not in erased:
                    words = self.env._("its text was deleted, and nobody has erased it")
                    broken.append(self._tell_row(row, "deleted_text", words))
            elif log.digest(row["salt"] or "", row["content"] or "") != row["hash"]:
                words = self.env._("its text does not have its hash: it was changed")
                broken.append(self._tell_row(row, "hash", words))
            elif not self._is_moved(row, accounts):
                words = self.env._("its columns do not say what its text says")
                broken.append(self._tell_row(row, "columns", words))
        return broken

    @api.model
    def _is_moved(self, row, accounts):
        """Whether columns differ from the text by what happens to a row: its account was merged
        with another one or deleted, its user was."""
        try:
            head = json.loads(row["content"])["head"]
            account, user = head["account"], head["user"]
            said = log.head(
                account,
                row["company_id"],
                fields.Datetime.to_string(row["date"]),
                row["event"],
                row["res_id"],
                row["res_model"],
                user,
            )
        except (KeyError, TypeError, ValueError):
            return False
        gone = account != row["profile_id"] and (
            not account or self.env["ar.profile"].sudo().browse(account).exists()
        )
        stranger = row["user_id"] is not None and row["user_id"] != user
        return said == head and not gone and not stranger

    @api.model
    def _read_erased(self, company):
        """The ids of the rows that somebody has erased, as the rows about that say."""
        erased = set()
        domain = [("company_id", "=", company.id), ("event", "=", ERASED)]
        for row in self.sudo().search(domain):
            if log.digest(row.salt or "", row.content or "") == row.hash:
                erased.update(row._read_said().get("rows") or ())
        return erased

    @api.model
    def _find_late_rows(self, company):
        """Rows that say to be much older than the seal before theirs: they were put there later."""
        late = self.env.execute_query_dict(
            SQL(
                """
                SELECT row.id, row.date, row.event, row.res_model, row.res_id
                  FROM ar_log row
             LEFT JOIN ar_log_seal own ON own.id = row.seal_id
                  JOIN ar_log_seal before ON before.company_id = row.company_id
                   AND before.number = coalesce(own.number, (
                           SELECT max(number) + 1 FROM ar_log_seal WHERE company_id = %(company)s
                       )) - 1
                 WHERE row.company_id = %(company)s
                   AND row.date < before.date - interval %(open)s
              ORDER BY row.id
                """,
                company=company.id,
                open=MAX_OPEN,
            )
        )
        words = self.env._("it is older than the seal before it, and came to the log later")
        return [self._tell_row(row, "late", words) for row in late]

    @api.model
    def _tell_row(self, row, reason, words):
        """What verification says of a row: its id, a code, a sentence.

        :param row: values, with what is known of its columns
        :param words: what is wrong, part of a sentence
        """
        moment = row.get("date")
        return {
            "model": "ar.log",
            "id": row["id"],
            "reason": reason,
            "words": self.env._(
                "Row %(id)s (%(what)s, %(moment)s): %(words)s.",
                id=row["id"],
                what=f"{row.get('res_model') or '?'} {row.get('res_id') or ''}".strip(),
                moment=format_datetime(self.env, moment, dt_format="short") if moment else "–",
                words=words,
            ),
        }
