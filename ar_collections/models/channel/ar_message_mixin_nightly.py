"""Courtesy: what may leave now, and when the rest may. It stays in the queue until then."""

from datetime import timedelta

import pytz
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...tools.channel import courtesy
from ...tools.channel.places import weekend_of, zone_of
from ..base.notify import RELOAD, notify

# What a customer has been told, or may have been.
SAID = ("leaving", "sent", "delivered", "unknown")


class ArMessageMixin(models.AbstractModel):
    # Facts, decision, effect: ``_read_courtesy``, ``tools/channel/courtesy.py``, ``_let_wait``.
    _inherit = "ar.message.mixin"

    # -- what a kind of message says about itself --------------------------------------

    def _get_courtesy_rules(self):
        """The ``Rules`` that it keeps to; asked once for a batch."""
        company = self.company_id
        return self.env["ar.channel"]._ask_once(("rules", company), company._ar_get_courtesy)

    def _leaves_by_itself(self):
        """Whether nobody has started it, so that it waits for the customer's usual hour."""
        return False

    def _get_occasion(self):
        """What counts as one message to the customer: messages of one occasion leave together."""
        return (self._name, self.id)

    # -- facts -------------------------------------------------------------------------

    def _read_courtesy(self, now=None):
        """What is known of when these messages may leave: {id: ``Facts``}; set-based.

        :param now: a moment (UTC, as stored) other than this one
        """
        now = now or fields.Datetime.now()
        sent = self._read_said(now)
        holidays = self.env["res.company"]._ar_read_holidays(now)
        by_itself = self.filtered(lambda one: one._leaves_by_itself())
        habits = by_itself.profile_id._read_habits(now)
        told = self._map_timed_persons()
        facts, off = {}, {}
        for one in self:
            person = told[one.id]
            rules, zone = one._get_courtesy_rules(), one._get_zone(person)
            country = one._get_country(person)
            best = None
            if one in by_itself:
                best = one.profile_id.preferred_hour or None
                if best is None and rules.usual_hour:
                    best = courtesy.usual_hour(habits.get(one.profile_id.id, ()), zone)
            # Most customers are in few countries.
            place = (one.company_id, country)
            if place not in off:
                off[place] = one._find_holidays(holidays, country)
            known = dict(sent.get(one.profile_id.id, {}))
            known.pop(one._get_occasion(), None)
            facts[one.id] = courtesy.Facts(
                now=pytz.utc.localize(now),
                zone=zone,
                rules=rules,
                weekend=weekend_of(country.code or ""),
                holidays=off[place],
                ways=one._get_timed_ways(),
                sent=known,
                best=best,
                legal=one._get_purpose() == "legal",
            )
        return facts

    def _get_timed_ways(self):
        """The ways by which it is to leave that disturb somebody at the hour."""
        channel, routes = self.env["ar.channel"], self._get_routes()

        def read():
            first = [route for route in routes if route.usage == "always"] or routes
            return frozenset(one.channel for one in first if channel._get(one.channel)._is_timed)

        return channel._ask_once(("timed", routes), read)

    def _map_timed_persons(self):
        """{id: who is told by the first way that disturbs at the hour}; set-based."""
        groups = {}
        for one in self:
            ways = one._get_timed_ways()
            way = next(
                (route.channel for route in one._get_routes() if route.channel in ways), None
            )
            groups[way] = groups.get(way, self.browse()) | one
        told = {}
        for way, messages in groups.items():
            told.update(messages._map_persons(way))
        everybody = {person.id for person in told.values()}
        return {id_: person.with_prefetch(everybody) for id_, person in told.items()}

    def _get_zone(self, person):
        """The time zone of ``person``, who gets it."""
        self.ensure_one()
        people = (person.sudo(), self.partner_id.sudo())
        chosen = next((one.tz for one in people if one.tz), "")
        placed = next((one for one in people if one.country_id), people[0])
        # Odoo gives a new contact the zone of the user who makes it.
        makers = [user.tz for one in people for user in one.create_uid if user.tz]
        company = self.company_id
        zone = self.env["ar.channel"]._ask_once(("zone", company), company._ar_zone_name)
        ours = (zone, *makers)
        state = placed.state_id.code or ""
        return pytz.timezone(zone_of(chosen, placed.country_id.code or "", state, ours))

    def _get_country(self, person):
        """The country of ``person``, who gets it; the company's where nobody knows."""
        people = (person.sudo(), self.partner_id.sudo(), self.company_id.sudo())
        return next((one.country_id for one in people if one.country_id), people[0].country_id)

    def _find_holidays(self, holidays, country):
        """The days off of its company, and of companies of ours in ``country``."""
        return frozenset().union(
            *(
                days
                for (company, place), days in holidays.items()
                if company == self.company_id or (country and place == country)
            )
        )

    def _read_said(self, now):
        """What was said to the customers in the last days, by whatever message: {profile id:
        {occasion: (moment, ways)}}; one query, and one for each kind of message."""
        since = now - timedelta(days=courtesy.WEEK_DAYS + 1)
        domain = Domain("profile_id", "in", self.profile_id.ids) & Domain("state", "in", SAID)
        domain &= Domain("date", ">=", since)
        said = {}
        for messages, dispatches in self.env["ar.dispatch"].sudo().search(domain)._by_model():
            occasions = {one.id: one._get_occasion() for one in messages.sudo().exists()}
            for dispatch in dispatches.filtered(lambda one, has=occasions: one.res_id in has):
                known = said.setdefault(dispatch.profile_id.id, {})
                occasion = occasions[dispatch.res_id]
                moment = pytz.utc.localize(dispatch.handed_date or dispatch.date)
                before, ways = known.get(occasion, (moment, frozenset()))
                known[occasion] = (max(before, moment), ways | {dispatch.channel})
        return said

    # -- effect ------------------------------------------------------------------------

    def _let_wait(self):
        """Those that may leave at this moment. The others stay in the queue, say why, and are
        looked at again when they may."""
        if not self:
            return self
        timed = self.filtered(lambda one: one._keeps_to_hours())
        facts = timed._read_courtesy()
        said, waiting = {}, {}
        for bundle in self._get_bundles():
            lead = (bundle & timed)[:1]
            if not lead or bundle - timed:
                continue
            # Also what leaves in this round counts.
            own = facts[lead.id]
            own = own._replace(sent={**own.sent, **said.get(lead.profile_id, {})})
            moment = courtesy.decide(own)
            if moment.reason and not bundle._goes_untimed():
                waiting.setdefault(moment, self.browse())
                waiting[moment] |= bundle
            else:
                round_ = said.setdefault(lead.profile_id, {})
                round_[lead._get_occasion()] = (own.now, own.ways)
        for moment, messages in waiting.items():
            messages._wait_until(moment)
        ready = self - self.browse().union(*waiting.values())
        ready.filtered("wait_code").sudo().write({"wait_code": False})
        return ready

    def _map_hours(self, at):
        """When these messages, which were handed over before, may be tried once more: quiet hours
        and days count; what else was said, and the usual hour, were looked at then.

        :param at: a moment (UTC, as stored), before which they are not tried
        :return: {id: the first moment from ``at`` on, as ``at``}
        """
        moments = dict.fromkeys(self.ids, at)
        minding = self.exists().filtered(lambda one: not one.send_anyway)
        for id_, facts in minding._read_courtesy(at).items():
            moment = courtesy.decide(facts._replace(sent={}, best=None))
            if moment.reason:
                moments[id_] = moment.stored
        return moments

    def _keeps_to_hours(self):
        """Whether there is anything that may hold it back."""
        if self.send_anyway or self._get_courtesy_rules() == courtesy.Rules():
            return False
        return bool(self._get_timed_ways())

    def _goes_untimed(self):
        """Whether only ways that disturb nobody can deliver it: a letter to a customer without
        an e-mail address, say."""
        chosen = {
            code
            for choice in self.env["ar.channel"]._choose(self).values()
            for code in choice.channels
        }
        return not any(self.env["ar.channel"]._get(code)._is_timed for code in chosen)

    def _wait_until(self, moment):
        self.sudo().write({"next_try": moment.stored, "wait_code": moment.reason})
        self._wake_sender(at=moment.stored)

    def action_send_now(self):
        """Send what waits for the customer's hour at once; the account keeps who wanted it."""
        self.check_access("write")
        waiting = self.filtered("wait_note")
        bundles = self.browse().union(*(one._get_whole() for one in waiting))
        notes = [one._say_hour() for one in waiting]
        for one in waiting:
            one.profile_id.sudo()._message_log(
                body=Markup("<p>{}</p>").format(
                    self.env._(
                        "%(user)s sends %(message)s now, and does not wait. %(reason)s",
                        user=self.env.user.name,
                        message=one.display_name,
                        reason=one.wait_note,
                    )
                ),
                author_id=self.env.user.partner_id.id,
            )
        bundles.sudo().write({"send_anyway": True, "next_try": False, "wait_code": False})
        if bundles:
            self._wake_sender()
        words = " ".join(dict.fromkeys(filter(None, notes)))
        return notify(words, "warning", sticky=True) if words else dict(RELOAD)

    def _get_whole(self):
        """What leaves together with this message."""
        return self

    # -- words -------------------------------------------------------------------------

    @api.model
    def _get_wait_words(self):
        """{code: why a message waits, a part of a sentence}."""
        return {
            courtesy.QUIET_HOURS: self.env._("quiet hours at the customer"),
            courtesy.WEEKEND: self.env._("weekend at the customer"),
            courtesy.HOLIDAY: self.env._("public holiday"),
            courtesy.PAUSE: self.env._("pause around the end of the month"),
            courtesy.SAID_TODAY: self.env._("the customer got a message today"),
            courtesy.WEEK_FULL: self.env._("the customer got enough messages this week"),
            courtesy.USUAL: self.env._("the hour at which the customer usually answers"),
        }

    @api.depends_context("lang", "tz")
    @api.depends("next_try", "wait_code")
    def _compute_wait_note(self):
        now, words = fields.Datetime.now(), self._get_wait_words()
        for message in self:
            waits = message.wait_code and message.next_try and message.next_try > now
            message.wait_note = waits and self.env._(
                "Waits until %(moment)s: %(reason)s.",
                moment=format_datetime(self.env, message.next_try, dt_format="short"),
                reason=words.get(message.wait_code, message.wait_code),
            )

    def _say_hour(self):
        """A sentence for a person who sends this message now, where it would wait: which hour it
        is at the customer, and what holds; else ''."""
        self.ensure_one()
        if not self._get_timed_ways():
            return ""
        facts = self._read_courtesy()[self.id]._replace(best=None)
        moment = courtesy.decide(facts)
        if not moment.reason:
            return ""
        return self.env._(
            "It is %(moment)s at %(customer)s (%(zone)s): %(reason)s.",
            moment=format_datetime(
                self.env, facts.now.replace(tzinfo=None), tz=str(facts.zone), dt_format="short"
            ),
            customer=self.partner_id.display_name,
            zone=facts.zone,
            reason=self._get_wait_words().get(moment.reason, moment.reason),
        )
