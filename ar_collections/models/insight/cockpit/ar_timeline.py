"""All that was said and done about a customer, newest first, whoever keeps it."""

from datetime import datetime
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from ...base import arguments

PAGE = 20
MOST_ENTRIES = 100
# Signs of a text that a row shows; the whole is read when somebody unfolds it.
MOST_SIGNS = 400
# Of one kind of record that a customer has few of.
MOST_RECORDS = 500
# The moment that nothing reaches: all there is.
FAR = fields.Datetime.to_datetime("9999-12-31 23:59:59")


class Source(NamedTuple):
    """A kind of things that were said or done.

    :param name: a few words, in the language of the context
    :param icon: of Font Awesome
    :param model: what the reader must be allowed to read. Of one with a ``profile_id`` nothing is
        read of accounts that no record of it is about
    """

    name: str
    icon: str
    model: str


class Entry(NamedTuple):
    """One thing that was said or done.

    :param record: (model, id) of what tells more
    :param moment: in UTC, without a zone; of what has only a day its beginning
    :param title: what it is, a few words
    :param text: what was said, plain text
    :param who: of us or of the customer
    :param own: these are the customer's own words
    :param tone: 'danger', 'warning', 'success' or ''
    :param folded: there is more to read (``_unfold_<code>``)
    :param step: tells apart several things that happened to one record
    """

    record: tuple
    moment: datetime
    title: str
    text: str = ""
    who: str = ""
    own: bool = False
    tone: str = ""
    folded: bool = False
    step: str = ""


class ArTimeline(models.AbstractModel):
    """Reads what other models keep; keeps nothing itself.

    A source is an entry of ``_get_timeline_sources`` and a method ``_read_<code>(profile, before,
    limit)``, which gives its newest entries up to a moment: a query or two, whatever their number.
    What more there is to read of one is told by ``_unfold_<code>(record_id)``, as HTML.
    """

    _name = "ar.timeline"
    _description = "What Was Said and Done"

    @api.model
    def _get_timeline_sources(self):
        """What was said and done, in no order: {code: ``Source``}."""
        return {
            "reply": Source(self.env._("Customer writes"), "fa-comment", "ar.reply"),
            "call": Source(self.env._("Call or visit"), "fa-phone", "ar.dispatch"),
            "message": Source(self.env._("Message"), "fa-paper-plane-o", "ar.dispatch"),
            "chatter": Source(self.env._("Note"), "fa-pencil", "ar.profile"),
            "promise": Source(self.env._("Promise"), "fa-handshake-o", "ar.promise"),
            "dispute": Source(self.env._("Dispute"), "fa-balance-scale", "ar.dispute"),
            "plan": Source(self.env._("Plan"), "fa-calendar-check-o", "ar.plan"),
            "hold": Source(self.env._("Hold"), "fa-pause", "ar.hold"),
            "payment": Source(self.env._("Payment"), "fa-money", "ar.open.item"),
            "case": Source(self.env._("Case"), "fa-gavel", "ar.case"),
            "log": Source(self.env._("Decision"), "fa-history", "ar.log"),
        }

    @api.model
    @api.readonly
    def read_page(self, profile_id, before=None, seen=None, limit=PAGE, kinds=None):
        """A page of what was said and done, newest first.

        :param before: the moment of the last entry of the page before, as ISO text (UTC)
        :param seen: keys of the entries of that moment that were shown already
        :param kinds: codes of sources; None for all
        :return: {'entries', 'more': whether there are older ones, 'said': what the customer said
            last, 'kinds': what may be filtered}
        :raise UserError: an argument makes no sense
        """
        profile = self._get_profile(profile_id)
        before, seen = self._to_moment(before), self._to_texts(seen) or []
        limit = min(max(arguments.to_number(self.env, limit, int), 1), MOST_ENTRIES)
        sources = self._get_readable()
        wanted = self._to_texts(kinds)
        found, said = [], ""
        with profile._reading_once():
            for code in sources if wanted is None else [one for one in wanted if one in sources]:
                if profile._has_any(sources[code].model):
                    # As many more as were shown of this moment: they are left out below.
                    read = getattr(self, f"_read_{code}")
                    entries = read(profile, before, limit + 1 + len(seen))
                    found += [(code, entry) for entry in entries]
            if not seen:
                said = self._get_last_said(profile)
        found = [
            (self._get_key(code, entry), code, entry._replace(moment=self._cut_moment(entry)))
            for code, entry in found
        ]
        found = [one for one in found if one[0] not in seen and one[2].moment <= before]
        found.sort(key=lambda one: (one[2].moment, one[0]), reverse=True)
        names = self._get_names(sources)
        return {
            "entries": [self._prepare_entry(*one, sources) for one in found[:limit]],
            "more": len(found) > limit,
            "said": said,
            "kinds": names,
        }

    @api.model
    @api.readonly
    def read_text(self, profile_id, key):
        """What is folded of an entry, as HTML.

        :param key: of the entry, as ``read_page`` gives it
        :raise UserError: there is no such entry of this customer
        """
        profile = self._get_profile(profile_id)
        code, _dot, number = (key if isinstance(key, str) else "").partition("-")
        number = number.partition("-")[0]
        unfold = code in self._get_readable() and getattr(self, f"_unfold_{code}", None)
        if not unfold or not number.isdecimal() or not arguments.is_id(int(number)):
            raise UserError(self.env._("There is nothing more to read. Load the page again."))
        return unfold(profile, int(number))

    # -- arguments ---------------------------------------------------------------------

    @api.model
    def _get_profile(self, profile_id):
        if not arguments.is_id(profile_id):
            raise UserError(self.env._("Open a customer account first."))
        profile = self.env["ar.profile"].browse(profile_id)
        profile.check_access("read")
        return profile

    @api.model
    def _to_moment(self, value):
        """A moment of ISO text; for nothing one that is not reached."""
        if value in (None, False, ""):
            return FAR
        try:
            moment = fields.Datetime.to_datetime(value)
            # The database keeps parts of a second, which the browser does not get.
            return moment.replace(tzinfo=None, microsecond=999_999)
        except (AttributeError, TypeError, ValueError) as error:
            raise UserError(
                self.env._(
                    "“%s” is not a moment. Write it as 2026-12-31 10:00:00.",
                    arguments.quote(value),
                )
            ) from error

    @api.model
    def _to_texts(self, values):
        if values in (None, False):
            return None
        if not isinstance(values, (list, tuple)) or not all(isinstance(v, str) for v in values):
            raise UserError(
                self.env._("“%s” is not a list of texts. Leave it out.", arguments.quote(values))
            )
        # Each once: a source that is named twice would be read twice.
        return list(dict.fromkeys(values))[:MOST_RECORDS]

    @api.model
    def _get_readable(self):
        """The sources that the reader may see."""
        return {
            code: source
            for code, source in self._get_timeline_sources().items()
            if self.env[source.model].has_access("read")
        }

    # -- words -------------------------------------------------------------------------

    @api.model
    def _get_names(self, sources):
        return [{"code": code, "name": source.name} for code, source in sources.items()]

    @api.model
    def _get_key(self, code, entry):
        return f"{code}-{entry.record[1]}" + (f"-{entry.step}" if entry.step else "")

    @api.model
    def _prepare_entry(self, key, code, entry, sources):
        text = " ".join((entry.text or "").split())
        return {
            "key": key,
            "kind": code,
            "name": sources[code].name,
            "icon": sources[code].icon,
            "moment": fields.Datetime.to_string(entry.moment),
            "when": self._say_when(entry.moment),
            "title": entry.title,
            "text": text[:MOST_SIGNS] + ("…" if len(text) > MOST_SIGNS else ""),
            "who": entry.who or "",
            "own": entry.own,
            "tone": entry.tone,
            "folded": entry.folded,
            "model": entry.record[0],
            "res_id": entry.record[1],
        }

    @api.model
    def _say_when(self, moment):
        if not (moment.hour or moment.minute or moment.second):
            # Of what has a day alone.
            return format_date(self.env, moment.date())
        return format_datetime(self.env, moment, dt_format="short")

    @api.model
    def _get_last_said(self, profile):
        heard = {"reply", "call"} <= self._get_readable().keys()
        heard = heard and (profile._has_any("ar.reply") or profile._has_any("ar.dispatch"))
        found = profile._map_last_said() if heard else {}
        return found[profile][1] if profile in found else ""

    @api.model
    def _cut_moment(self, entry):
        return entry.moment.replace(microsecond=0)

    @api.model
    def _at(self, day):
        """The moment of something that has a day alone."""
        return fields.Datetime.to_datetime(day)
