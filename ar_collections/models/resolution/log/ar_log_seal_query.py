"""Whether a seal is what it was: its head, its root, its code, its rows."""

import base64
import binascii

from odoo import api, models
from odoo.tools import SQL, format_date

from ....tools.resolution import log, merkle


class ArLogSeal(models.Model):
    _inherit = "ar.log.seal"

    def _read_rows(self):
        """[(id, place, hash as bytes)] of the rows that say to belong to the seal, by place."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id, position, hash FROM ar_log WHERE seal_id = %s ORDER BY position, id",
                self.id,
            )
        )
        return [(id_, place, log.read_hash(text)) for id_, place, text in rows]

    def _get_leaves(self):
        """[(id, hash)] of its rows, as the seal keeps them."""
        try:
            return log.unpack(base64.b64decode(self.with_context(bin_size=False).leaves or b""))
        except binascii.Error:
            return []

    def _prepare_head(self):
        """The head that the columns of the seal give."""
        return log.seal_head(
            self.company_id.id,
            self._fields["date"].to_string(self.date),
            self.number,
            self.previous,
            self.size,
        )

    def _find_wrong(self, number, previous):
        """What is wrong with the seal and its rows: list as ``ar.log.verify`` gives.

        :param number: what its number should be
        :param previous: the root of the seal before it
        """
        wrong = []
        if self.number != number:
            words = self.env._("seal %s before it is missing", self.number - 1)
            wrong.append(self._tell("missing", words))
        elif self.previous != previous:
            words = self.env._("it does not hold the root of the seal before it")
            wrong.append(self._tell("previous", words))
        if self.head != self._prepare_head():
            words = self.env._("number, moment, size or the root before were changed")
            wrong.append(self._tell("head", words))
        if log.code_of(log.read_hash(self.root)) != self.code:
            wrong.append(self._tell("code", self.env._("its code is not that of its root")))
        return wrong + self._find_wrong_rows()

    def _find_wrong_rows(self):
        """Where its rows are not those that it was made of; nothing where root and rows agree."""
        rows, kept = self._read_rows(), self._get_leaves()
        there = [(id_, hash_) for id_, _place, hash_ in rows]
        in_place = [place for _id, place, _hash in rows] == list(range(1, len(rows) + 1))
        root = merkle.root(log.leaves_of(self.head, [hash_ for _id, hash_ in there])).hex()
        sound = root == self.root and in_place
        if sound and there == kept:
            return []
        if sound:
            words = self.env._("the list of its rows was changed")
            return [self._tell("leaves", words)]
        named = self._name_rows(rows, kept)
        if merkle.root(log.leaves_of(self.head, [hash_ for _id, hash_ in kept])).hex() != self.root:
            words = self.env._("its root is not that of its rows: it was changed, or they were")
            named.append(self._tell("root", words))
        return named or [self._tell("root", self.env._("its root is not that of its rows"))]

    def _name_rows(self, rows, kept):
        """The rows that were changed, deleted or added since the seal was made."""
        expected = dict(enumerate(kept, 1))
        Log, named, seen = self.env["ar.log"].sudo(), [], set()
        known = {row.id: row for row in Log.browse([id_ for id_, _place, _hash in rows])}
        for id_, place, hash_ in rows:
            was = expected.get(place)
            row = known[id_]
            told = {"id": id_, "res_model": row.res_model, "res_id": row.res_id, "date": row.date}
            if was is None or was[0] != id_:
                words = self.env._("it was put into seal %s later", self.number)
                named.append(Log._tell_row(told, "added", words))
            elif was[1] != hash_:
                words = self.env._("its hash is not the one that seal %s was made of", self.number)
                named.append(Log._tell_row(told, "changed", words))
            seen.add(id_)
        for id_, _hash in kept:
            if id_ not in seen:
                words = self.env._("it was deleted, or taken out of seal %s", self.number)
                named.append(Log._tell_row({"id": id_}, "missing", words))
        return named

    def _tell(self, reason, words):
        """What verification says of the seal: its id, a code, a sentence."""
        return {
            "model": self._name,
            "id": self.id,
            "reason": reason,
            "words": self.env._(
                "Seal %(number)s of %(company)s (%(code)s): %(words)s.",
                number=self.number,
                company=self.company_id.name,
                code=self.code,
                words=words,
            ),
        }

    # -- codes on papers ---------------------------------------------------------------

    @api.model
    def _find_lost_codes(self, company, codes):
        """Codes that stand on what was sent, and of which there is no seal: whoever rewrites all
        rows and seals gives himself away here, and on the customer's paper in any case.

        :param codes: those of the company's seals
        """
        lost = []
        for name in self._get_sealed_models():
            for code, id_ in self.env[name]._read_seal_codes(company):
                if code not in codes:
                    lost.append(self._tell_lost(self.env[name].sudo().browse(id_), code))
        return lost

    @api.model
    def _get_sealed_models(self):
        """The kinds of messages that carry the code of a seal."""
        mixin = self.env.registry["ar.message.mixin"]
        return sorted(
            name
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract and model._auto
        )

    @api.model
    def _tell_lost(self, message, code):
        return {
            "model": message._name,
            "id": message.id,
            "reason": "lost_code",
            "words": self.env._(
                "%(message)s was sent with the code %(code)s, and there is no such seal: rows and "
                "seals of that time were rewritten or deleted.",
                message=message.display_name,
                code=code,
            ),
        }

    def _check_found(self, code):
        """What ``check_code`` answers for the seal (or none) with this code."""
        if not self:
            words = self.env._(
                "There is no seal with the code %s. If it stands on one of our papers, the log was "
                "rewritten or deleted after that day. Look at the company that sent it, and at the "
                "letters once more.",
                code,
            )
            return {"ok": False, "seal_id": False, "words": words, "broken": []}
        found = self.env["ar.log"]._verify_company(self.company_id)
        upto = self.search([("company_id", "=", self.company_id.id), ("number", "<=", self.number)])
        broken = [one for one in found.broken if self._is_before(one, upto)]
        day = format_date(self.env, self.date)
        facts = {"number": self.number, "day": day, "rows": sum(upto.mapped("size"))}
        if broken:
            words = self.env._(
                "Seal %(number)s of %(day)s is there, and what it stands for was changed:", **facts
            )
            words = "\n".join([words, *(one["words"] for one in broken)])
        else:
            words = self.env._(
                "Seal %(number)s of %(day)s is intact. It stands for %(rows)s rows: its own, "
                "%(first)s to %(last)s, and all that were sealed before.",
                **facts,
                first=self.first_row,
                last=self.last_row,
            )
        return {"ok": not broken, "seal_id": self.id, "words": words, "broken": broken}

    def _is_before(self, broken, seals):
        """Whether what is broken is under the code of the last of ``seals``."""
        if broken["model"] == self._name:
            return broken["id"] in seals.ids
        if broken["model"] != "ar.log":
            return False
        row = self.env["ar.log"].sudo().browse(broken["id"]).exists()
        if row.seal_id:
            return row.seal_id in seals
        return any(broken["id"] in {id_ for id_, _hash in one._get_leaves()} for one in seals)
