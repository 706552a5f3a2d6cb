"""What is expected of single open items: for the list, the account, and who asks by code."""

from odoo import api, models
from odoo.tools import SQL, format_date

from ....tools.insight import agreed as tools
from ....tools.insight.forecast import fit
from .ar_forecast_rows import MONTHS

# For a page of items: customers beside theirs who tell what is usual, and the most payments.
OTHERS, MOST_ON_A_PAGE = 150, 6000


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    @api.readonly
    def get_items(self, company_ids=None, as_of=None):
        """What is expected of each open item. Where most of it was agreed (promise, instalment),
        that day counts; a deferred item is due on the agreed day.

        :return: list of dicts: ``id``, ``move_id``, ``partner_id``, ``name``, ``due``,
            ``residual``, ``expected`` (day), ``low`` and ``high`` (days between which it is paid
            with 80 %; all three False where it is stuck: insolvency, lawyer, court, agency),
            ``late`` (probability of payment after the due date), ``why``: pairs (name, days) of
            which the expected days are made
        :raise AccessError: without the rights, or for a company that is not the user's
        """
        companies, day = self._prepare_request(company_ids, as_of)
        known = self._get_known(companies, day)
        found, rows = self._tell_rows(known), known.rows
        return [
            {
                "id": row["id"],
                "move_id": row["move_id"],
                "partner_id": row["partner_id"],
                "name": row["name"],
                "due": row["open"].due,
                "residual": row["residual"],
                "expected": told.expected or False,
                "low": told.low or False,
                "high": told.high or False,
                "late": told.late,
                "why": told.why,
            }
            for row in rows
            if row["residual"] > 0
            for told in [found[row["id"]]]
        ]

    def _tell_rows(self, known, parts=None):
        """{row id: ``Told``} of what is open, see ``_tell_looked``."""
        looked = self._look_at_rows(known.companies, known.rows, known.day)
        return self._tell_looked(known.companies, looked, known.model, known.day, parts or {})

    def _tell_looked(self, companies, looked, model, day, parts):
        """{row id: ``Told``} of what ``_look_at_rows`` has found.

        :param parts: {row id: ``receipts.Part``} of the forecast: its items are told by the same
            days that their money is
        """
        kept, found = self._read_kept_rate(companies, day), {}
        for row, until, stuck in looked:
            item, part = row["open"], parts.get(row["id"])
            if until:
                told = tools.tell_agreed(model, item, day, until, kept)
            elif stuck:
                told = tools.tell_stuck()
            elif part:
                told = tools.tell(model, part.item, part.told)
            else:
                told = tools.tell(model, item, model.predict(item, day))
            found[row["id"]] = told
        return found

    def _look_at_rows(self, companies, rows, day, partner_ids=None):
        """(row, day for which most of it was agreed or None, whether it is stuck) of what is owed.

        :param rows: of ``_read_open``, all of their customers: what was agreed pays the oldest
        """
        _agreed, _left, covered = self._cover_agreed(companies, rows, day, partner_ids)
        customers, items = self._read_stuck(companies, day)
        return [
            (
                row,
                tools.middle_day(covered.get(row["id"], ()), row["residual"]),
                self._is_stuck(row, customers, items),
            )
            for row in rows
            if row["residual"] > 0
        ]

    def _read_chances(self, companies, rows, model, day, until):
        """{row id: chance that it is paid by a day} of what is overdue: as agreed, nothing of what
        is stuck, else by habit.

        :param rows: of ``_read_open``, all of their customers
        """
        _agreed, _left, covered = self._cover_agreed(companies, rows, day)
        customers, items = self._read_stuck(companies, day)
        kept = self._read_kept_rate(companies, day)
        found = {}
        for row in rows:
            if row["residual"] <= 0 or row["open"].due >= day:
                continue
            promised = tools.middle_day(covered.get(row["id"], ()), row["residual"])
            stuck = self._is_stuck(row, customers, items)
            habit = 0.0 if stuck else model.chance_until(row["open"], day, until)
            if promised:
                habit = kept + (1 - kept) * habit if promised <= until else 0.0
            found[row["id"]] = habit
        return found

    # -- a page of items -----------------------------------------------------------------

    @api.model
    def _read_told(self, company, partner_ids):
        """{open item id: ``Told``} of all open items of some customers, as the company's forecast
        of today tells of them. For other code: no rights are asked for.

        What that has not seen (new since, or agreed, deferred or released since) is learned from
        the payments of its customers and of some others.
        """
        sudo, day = self.sudo(), company._ar_today()
        rows = sudo._read_open(company, day, partner_ids)
        kept = self.env["ar.forecast.kept"]._find(company, day)
        known = self.env["ar.forecast.part"]._read_told(kept, [row["id"] for row in rows])
        found, unseen = {}, []
        for row, until, stuck in sudo._look_at_rows(company, rows, day, partner_ids):
            due, told = known.get(row["id"], (None, None))
            if stuck and not until:
                found[row["id"]] = tools.tell_stuck()
            elif told and due == row["open"].due and tools.agreed_for(told) == until:
                found[row["id"]] = told
            else:
                unseen.append((row, until, stuck))
        if unseen:
            customers = sorted({row["partner_id"] for row, *_rest in unseen if row["partner_id"]})
            model = sudo._learn_of(company, day, customers)
            found |= sudo._tell_looked(company, unseen, model, day, {})
        return found

    def _learn_of(self, company, day, partner_ids):
        """A model that knows some customers by themselves, and others only by what is usual."""
        items, profiles = self.env["ar.open.item"], self.env["ar.profile"]
        own = profiles._search([("company_id", "=", company.id)])
        # Not all accounts are read, to find some of them.
        others = self.env.execute_query(
            SQL(
                "SELECT partner_id FROM ar_profile WHERE id IN %s GROUP BY 1 ORDER BY %s LIMIT %s",
                own.subselect(),
                items._sql_place_of(SQL("partner_id")),
                OTHERS,
            )
        )
        wanted = sorted({*partner_ids, *(id_ for (id_,) in others)})
        rows = items._read_payments(company.ids, day, wanted, MONTHS, MOST_ON_A_PAGE)
        return fit(self._prepare_settled(self._add_features(rows)), day)

    # -- words -----------------------------------------------------------------------------

    def _get_part_words(self):
        """What the parts of the days expected are called; other features by their own name."""
        return {
            "level": self.env._("usual for all"),
            "customer": self.env._("this customer"),
            "terms": self.env._("payment terms"),
            "size": self.env._("amount"),
            "large": self.env._("large amount"),
            "month_end": self.env._("invoiced at a month's end"),
            "electronic": self.env._("sent by e-mail or as an e-invoice"),
            "disputed": self.env._("disputes"),
        }

    def _say_why(self, told):
        """Why an item is expected on its day, in a sentence."""
        parts = told.why
        if not told.expected:
            return self.env._(
                "Insolvent, or at a lawyer, court or agency: nothing is expected by habit."
            )
        if tools.agreed_for(told):
            return self.env._("Agreed for %s.", format_date(self.env, told.expected))
        words = self._get_part_words()
        said = [f"{words.get(name, name)} {round(days):+d}" for name, days in parts if round(days)]
        if not said:
            return self.env._("Paid around the due date, as usual.")
        return self.env._("Days from the due date: %s", ", ".join(said))

    def _get_told_words(self, told):
        """When an item is expected, in a few words."""
        if not told.expected:
            return self.env._("nothing by habit")
        return self.env._(
            "%(day)s (%(low)s – %(high)s), late %(late)s %%",
            day=format_date(self.env, told.expected),
            low=format_date(self.env, told.low),
            high=format_date(self.env, told.high),
            late=round(100 * told.late),
        )

    @api.model
    def _add_told(self, companies, rows):
        """Add to rows of a week (``item_id``, ``partner_id``, ``company_id``) when their items are
        expected: as kept with their money (``kept``), else told now."""
        for row in rows:
            self._add_words(row, row.pop("kept", None))
        for company in companies:
            own = [row for row in rows if row["company_id"] == company.id]
            own = [row for row in own if row["item_id"] and not row["told"]]
            ids = sorted({row["partner_id"] for row in own if row["partner_id"]})
            # What is kept may name customers that are gone.
            partners = self.env["res.partner"].sudo().browse(ids).exists().ids
            found = self._read_told(company, partners) if partners else {}
            for row in own:
                self._add_words(row, found.get(row["item_id"]))

    def _add_words(self, row, told):
        # What was agreed as a whole is no item: its day stands beside it.
        row["told"] = self._get_told_words(told) if told else ""
        row["why"] = self._say_why(told) if told else ""
