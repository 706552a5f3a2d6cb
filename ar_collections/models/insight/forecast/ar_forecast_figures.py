"""What a week of the forecast is made of: its largest parts, and the open items behind it."""

import json
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, json_default

from ....tools.insight import receipts
from ...base import arguments
from .ar_forecast import MOST_WEEKS
from .ar_forecast_kept import KEPT_WEEKS

# Parts of a week's receipts that are shown one by one.
MOST_PARTS = 200
# The probability of payment in a week from which an item is listed with it.
LEAST = 0.01


class ArForecast(models.AbstractModel):
    _inherit = "ar.forecast"

    @api.model
    @api.readonly
    def get_week(self, start, company_ids=None, agreed=False):
        """What the receipts expected in a week are made of: of what is kept for today, if it is.

        :param start: its first day, as in ``get_page``
        :param agreed: of it, what was agreed alone: promises and instalments
        :return: {'rows': the largest parts, each a dict of 'model', 'id' (to open it), 'partner',
            'name', 'due' (due or agreed day), 'residual' (what is open of it), 'chance' (of
            payment in that week), 'expected' (its part), 'told' and 'why' (when the item is
            expected, in words; as kept with its chances); 'count' (how many parts there are),
            'rest' (what those left out add up to), 'expected' (all of it, as in ``get_page``)}
        :raise AccessError: without the rights, or for a company that is not the user's
        :raise UserError: it is no week that is to come
        """
        companies, day = self._prepare_request(company_ids, None)
        first, number = self._to_week(start, day)
        currency, agreed = companies.sudo().currency_id, arguments.to_bool(self.env, agreed)
        kept = self._find_kept(companies, day, number + 1)
        if kept:
            parts = self.env["ar.forecast.part"]
            shown, count = parts._read_week(kept, number, MOST_PARTS, agreed)
            week = kept._get_answer(KEPT_WEEKS)["weeks"][number]
            total = week["agreed" if agreed else "expected"]
        else:
            told = self._list_parts(companies, day, first, number)
            told = [row for row in told if not agreed or not row["item_id"]]
            total = currency.round(sum(row["expected"] for row in told))
            shown, count = told[:MOST_PARTS], len(told)
        self._add_names(shown)
        self._name_agreed(shown)
        self._add_told(companies, shown)
        for row in shown:
            row["expected"] = currency.round(row["expected"])
        rest = currency.round(total - sum(row["expected"] for row in shown))
        if shown and len(shown) == count:
            # What rounding has lost is the largest part's: what is shown adds up.
            shown[0]["expected"], rest = currency.round(shown[0]["expected"] + rest), 0.0
        return {"rows": shown, "count": count, "expected": total, "rest": rest}

    def _to_week(self, start, day):
        """The first day of a week of the forecast, and its number from today's on.

        :raise UserError: it is none
        """
        first = self._to_day(start) or day
        number = (first - day).days // 7
        if not 0 <= number < MOST_WEEKS:
            raise UserError(
                self.env._(
                    "The forecast tells of the %s weeks from today on. Choose one of them.",
                    MOST_WEEKS,
                )
            )
        return day + timedelta(days=7 * number), number

    def _list_parts(self, companies, day, first, number):
        """All parts of a week, read now, the largest first."""
        known = self._get_known(companies, day)
        agreed, items = self._split_agreed(companies, known.rows, day)
        found = receipts.parts(known.model, [row["open"] for row in items], number, day)
        told = [self._prepare_part(items[place], *part) for place, part in found.items()]
        last = first + timedelta(days=6)
        told += [self._prepare_agreed(one) for one in agreed if first <= one.date <= last]
        return sorted(told, key=lambda row: (-row["expected"], row["due"], row["id"]))

    def _prepare_part(self, row, chance, amount):
        return {
            "model": "account.move",
            "id": row["move_id"],
            "item_id": row["id"],
            "company_id": row["company_id"],
            "partner_id": row["partner_id"],
            "name": row["name"],
            "due": row["open"].due,
            "residual": row["residual"],
            "chance": chance,
            "expected": amount,
        }

    def _prepare_agreed(self, agreed):
        document = agreed.document
        return {
            "model": document._name,
            "id": document.id,
            "item_id": False,
            "company_id": document.company_id.id,
            "partner_id": document.partner_id.id,
            "name": None,
            "due": agreed.date,
            "residual": agreed.amount,
            "chance": 1.0,
            "expected": agreed.amount,
        }

    def _add_names(self, rows):
        """The customers' names; who may read the items may read these. What has been deleted since
        has none."""
        names = self._read_names("res.partner", {row["partner_id"] for row in rows})
        for row in rows:
            row["partner"] = names.get(row["partner_id"], "")

    def _name_agreed(self, rows):
        """The names of what is agreed, in the reader's language."""
        agreed = [row for row in rows if row["name"] is None]
        for model in {row["model"] for row in agreed}:
            own = [row for row in agreed if row["model"] == model]
            names = self._read_names(model, {row["id"] for row in own})
            for row in own:
                row["name"] = names.get(row["id"], "")

    def _read_names(self, model, ids):
        """{id: name} of the records that there are."""
        records = self.env[model].sudo().browse(ids - {None, False}).exists()
        return {record.id: record.display_name for record in records}

    # -- the items behind a week -------------------------------------------------------

    @api.model
    @api.readonly
    def get_week_action(self, start, company_ids=None):
        """The open items that are expected in the week from ``start`` on with more than nothing;
        False: overdue."""
        companies, day = self._prepare_request(company_ids, None)
        if not start:
            return self._prepare_list(
                self.env._("Overdue"),
                [("date_due", "<", day), ("company_id", "in", companies.ids)],
            )
        first, _number = self._to_week(start, day)
        question = json.dumps([first, companies.ids], default=json_default)
        name = self.env._("Expected in the week of %s", format_date(self.env, first))
        return self._prepare_list(name, [("forecast_of", "=", question)])

    @api.model
    def _find_expected(self, start, company_ids):
        """The ids, or the query of them, of the open items behind a week, asked by a list: all is
        checked anew."""
        companies, day = self._prepare_request(company_ids, None)
        _first, number = self._to_week(start, day)
        kept = self._find_kept(companies, day, number + 1)
        if kept:
            return self.env["ar.forecast.part"]._sql_items(kept, number, LEAST)
        known = self._get_known(companies, day)
        _agreed, items = self._split_agreed(companies, known.rows, day)
        found = receipts.parts(known.model, [row["open"] for row in items], number, day)
        return [items[place]["id"] for place, (chance, _part) in found.items() if chance >= LEAST]

    def _prepare_list(self, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "ar.open.item",
            "views": [[False, "list"], [False, "form"]],
            "domain": domain,
            "target": "current",
        }
