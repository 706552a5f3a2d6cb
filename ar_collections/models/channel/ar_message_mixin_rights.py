"""Whom a message may reach: asked when it is queued, and again when it leaves."""

from contextlib import contextmanager

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import email_normalize_all

# Where the transaction keeps by which way is being spoken: no key of the context says so.
SPOKEN = "ar_collections.spoken"


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    def _get_person(self, channel=None):
        """Who is told: the addressee, unless it is gone or is no contact of the customer's (any
        more); then the customer's own invoice address."""
        self.ensure_one()
        return self._map_persons(channel)[self.id]

    def _map_persons(self, channel=None):
        """{message id: who is told, the first of several}; set-based, see ``_map_told``.

        :param channel: by which way; else the one that is being written for, if one is
        """
        channel = channel or self.env.cr.cache.get(SPOKEN)
        return {id_: people[:1] for id_, (people, _words) in self._map_told(channel).items()}

    @contextmanager
    def _speaking_by(self, channel):
        """While it lasts the texts of these messages name who is told by ``channel``."""
        cache = self.env.cr.cache
        # The link is that of the addressee, whoever is told.
        texts = [name for name in self._fields if name[:5] == "text_" and name != "text_link"]
        before = cache.get(SPOKEN)
        cache[SPOKEN] = channel
        self.invalidate_recordset(texts, flush=False)
        try:
            yield
        finally:
            cache[SPOKEN] = before
            self.invalidate_recordset(texts, flush=False)

    def _map_told(self, channel=None):
        """Who is told by a way, and why it is somebody else than was wanted.

        The most special lines of the account count (``ar.profile.contact``), unless a person has
        chosen the addressee; else the addressee does. Whoever is gone, or may not be told, is
        replaced: by the others of these lines, else by whom the account names.

        :return: {message id: (``res.partner``, one or several; whole sentences, or "")}
        """
        key = ("told", self._name, self.env, channel)
        own = self.env["ar.channel"]._ask_once(key, dict)
        if missing := self.filtered(lambda one: one.id not in own):
            own.update(missing._find_told(channel))
        return {one.id: own[one.id] for one in self}

    def _find_told(self, channel):
        lines = self._map_wanted(channel)
        # In one query: what is put together below does not know what it came with.
        self.contact_id.union(*lines.values()).sudo().mapped("active")
        pairs = [(one.profile_id, who) for one in self for who in one.contact_id | lines[one.id]]
        pairs = [(profile, who) for profile, who in pairs if profile]
        refused = self.env["ar.outside.contact"]._find_refused(pairs)
        found = {}
        for one in self:
            account = one.profile_id
            wanted = lines[one.id] or one.contact_id
            if not account:
                found[one.id] = (wanted[:1] or one.partner_id, "")
                continue
            people = wanted.filtered(
                lambda who, id_=account.id: who.active and (id_, who.id) not in refused
            )
            instead = people or account._get_contact()
            gone = wanted - people if wanted else [wanted]
            words = [one._get_person_words(who, instead[:1]) for who in gone if who != instead[:1]]
            found[one.id] = (instead, " ".join(words))
        return found

    def _map_wanted(self, channel):
        """{message id: the contacts that the lines of its account name, in order}; one query."""
        rows = self.env["ar.profile.contact"]
        free = self.filtered(lambda one: one.profile_id and not one._is_contact_chosen())
        # The lines of all ways: they are the same whichever asks.
        by_account = self.env["ar.channel"]._ask_once(
            ("lines", self.env, free.profile_id), lambda: rows._map_rows(free.profile_id)
        )
        wanted = {one.id: self.env["res.partner"] for one in self}
        for one in free:
            if own := by_account.get(one.profile_id.id):
                picked = rows._pick(own, one._get_subject(), channel)
                wanted[one.id] = wanted[one.id].union(*(row.contact for row in picked))
        return wanted

    def _is_contact_chosen(self):
        """Whether a person has chosen the addressee, so that the account's lines do not count."""
        return self.contact_chosen

    def _get_person_words(self, wanted, person):
        """Why ``person`` is told in place of who was wanted (empty: deleted since)."""
        values = {
            "contact": wanted.display_name,
            "customer": self.partner_id.display_name,
            "person": person.display_name,
        }
        if not wanted:
            return self.env._(
                "The recipient chosen for %(customer)s does not exist any more: it goes to "
                "%(person)s.",
                **values,
            )
        if not wanted.active:
            return self.env._("%(contact)s is archived: it goes to %(person)s.", **values)
        return self.env._(
            "%(contact)s is no contact of %(customer)s, and nobody has confirmed that it may be "
            "told: it goes to %(person)s.",
            **values,
        )

    def _check_may_be_told(self, contact=None):
        """What a customer owes is not told to anybody else's people.

        :param contact: who is to be the addressee; without it, who is now
        :raise UserError: it is none of the customer's, and nobody has confirmed it
        """
        pairs = [(one.profile_id, contact or one.contact_id) for one in self]
        pairs = [pair for pair in pairs if pair[1]]
        refused = self.env["ar.outside.contact"]._find_refused(pairs)
        for profile, other in pairs:
            if (profile.id, other.id) in refused:
                raise UserError(
                    self.env._(
                        "%(contact)s is no contact of %(customer)s. Choose one of the customer's, "
                        "or confirm on the customer account, page Outside Contacts, that this one "
                        "may be told.",
                        contact=other.display_name,
                        customer=profile.partner_id.display_name,
                    )
                )

    def _read_stops(self):
        """{id: whole sentence} of the messages that nothing delivers: nobody is written to who was
        archived, and nothing leaves for a company that was."""
        stops = {}
        for one in self:
            if not one.company_id.sudo().active:
                stops[one.id] = self.env._(
                    "%(company)s is archived, and writes to nobody.", company=one.company_id.name
                )
            elif not one.partner_id.active:
                stops[one.id] = self.env._(
                    "%(customer)s is archived. Take the contact out of the archive to write to it.",
                    customer=one.partner_id.display_name,
                )
        return stops

    def _filter_copies(self, text):
        """Who of ``text`` (addresses for a copy) may get one: (text for the e-mail, the addresses
        that were left out).

        A copy is for the customer's own contacts, for those who were confirmed, and for us.
        """
        self.ensure_one()
        addresses = list(dict.fromkeys(email_normalize_all(text or "")))
        outside = self.env["ar.outside.contact"]
        refused = outside._find_refused_addresses(self.profile_id, addresses)
        return ", ".join(one for one in addresses if one not in refused), sorted(refused)
