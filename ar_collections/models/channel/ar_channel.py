"""Channels: how a message reaches the customer."""

from contextlib import contextmanager

from odoo import api, models, tools

from ...tools.channel import channel as rules

# Where a transaction keeps whom messages reach, and how; see ``_asking_once``.
ASKED = "ar_collections.people"


class ArChannel(models.AbstractModel):
    """A way to say something to a customer.

    A new channel is one file: a model that inherits this one, sets ``_code``, ``_label``
    and ``_sequence`` and answers the three questions below. It then appears in the
    selections of levels, customers and statements by itself, and speaks for every record of
    ``ar.message.mixin``: notices, statements, reminders.
    """

    _name = "ar.channel"
    _description = "Collection Channel"

    _code = None
    _label = None
    _sequence = 100
    # Whether it can take a paper to the customer, a statement for example.
    _carries_papers = True
    # Whether a person looks at the customer before it leaves: who calls sees what is owed now.
    _judged = False
    # Whether it disturbs somebody at the moment it leaves, and so keeps to the customer's hours.
    _is_timed = True
    # Whether it makes its dispatches itself when a message is sent: see ``_dispatch_values``.
    _makes_dispatches = False
    # Whether one message reaches several people at once; else it goes to the first of them.
    _several = False
    # Whether its messages link the invoices that they name: see ``_find_linked_invoices``.
    _links_invoices = False
    # What of the contact data is wrong when a message comes back: see ``_mark_contact``.
    _contact_data = None
    # How lists show it: a class of Font Awesome.
    _icon = "fa-paper-plane-o"

    @api.model
    @tools.ormcache("len(self.env.registry)")
    def _get_codes(self):
        """{code: model name} of all channels, in the order in which they speak."""
        channels = [
            (cls._sequence, cls._code, name)
            for name, cls in self.env.registry.items()
            if getattr(cls, "_code", None) and issubclass(cls, self.env.registry["ar.channel"])
        ]
        return {code: name for _sequence, code, name in sorted(channels)}

    @api.model
    def _selection(self):
        """(code, translated label) of all channels, for selection fields."""
        return [(code, self.env[name]._get_label()) for code, name in self._get_codes().items()]

    @api.model
    def _selection_papers(self):
        """(code, translated label) of the channels that can take a paper to the customer."""
        models = ((code, self.env[name]) for code, name in self._get_codes().items())
        return [(code, model._get_label()) for code, model in models if model._carries_papers]

    @api.model
    def _get_usual(self, profile, contact):
        """The channel of papers where nobody chose one: as the customer prefers; by letter
        where there is no e-mail address."""
        if profile.preferred_channel in dict(self._selection_papers()):
            return profile.preferred_channel
        own = contact.commercial_partner_id
        return "email" if contact.email or own.email else "letter"

    @api.model
    def _get(self, code):
        """The model of the channel ``code``; for one whose add-on was uninstalled, one that
        delivers nothing and says so."""
        return self.env[self._get_codes().get(code, "ar.channel.gone")]

    @api.model
    def _get_label(self):
        """The channel's name in the user's language (override to translate)."""
        return self._label or self._code

    @api.model
    def _get_count_words(self, count):
        """So many messages by this way, as part of a sentence: “3 letters”."""
        label = self._get_label()
        return self.env._("%(count)s by %(channel)s", count=count, channel=label)

    # -- what a channel answers --------------------------------------------------------

    @api.model
    def _get_recipient(self, message):
        """Where this channel would deliver ``message``: an address as text, '' if there is none."""
        raise NotImplementedError

    @api.model
    def _map_recipients(self, messages):
        """{message id: address as text}; a channel that reads something for it does it once."""
        return {message.id: self._get_recipient(message) for message in messages}

    @api.model
    def _map_readers(self, messages):
        """{message id: (the ``res.partner`` that it goes to, why it is not the addressee)}; the
        first where several are told."""
        people = self._ask_people(messages)
        return {id_: (told[:1], words) for id_, (told, words) in people.items()}

    @api.model
    def _map_people(self, messages):
        """{message id: (all ``res.partner`` that it goes to, why not the addressee)}."""
        told = messages._map_told(self._code)
        return self.env["ar.optout"]._leave_out(messages, self._code, told)

    @api.model
    def _ask_people(self, messages):
        """As ``_map_people``, which is asked once for a message in a block of ``_asking_once``."""
        own = self._ask_once((self._code, messages._name, messages.env), dict)
        if missing := messages.filtered(lambda one: one.id not in own):
            own.update(self._map_people(missing))
        return {one.id: own[one.id] for one in messages}

    @api.model
    def _ask_once(self, key, read):
        """What ``read()`` gives; in a block of ``_asking_once`` it is asked once for a key."""
        known = self.env.cr.cache.get(ASKED, {})
        if key not in known:
            known[key] = read()
        return known[key]

    @api.model
    @contextmanager
    def _asking_once(self):
        """A block in which nothing changes whom messages reach, when, by which ways, and at which
        addresses. One within another is the same."""
        kept = self.env.cr.cache
        if ASKED in kept:
            yield
            return
        kept[ASKED] = {}
        try:
            yield
        finally:
            kept.pop(ASKED, None)

    @api.model
    def _get_own_problem(self, message):
        """A sentence if our own server cannot use this channel, whoever the customer is."""
        return

    @api.model
    def _get_problems(self, messages):
        """Which messages this channel cannot deliver, and why; set-based.

        :param messages: records of one model that inherits ``ar.message.mixin``
        :return: {message id: whole sentence that names the customer and the way out}
        """
        raise NotImplementedError

    @api.model
    def _dispatch(self, dispatches):
        """Hand the queued ``dispatches`` of this channel to their carrier.

        What they say is told by ``dispatches._by_model()``. Each leaves through its gate
        (``_move_to``). An error is raised, never swallowed: the sender then repeats the batch
        one by one and records it on the message. Where the carrier is no part of our
        transaction, one that may have it although we do not know becomes ``unknown``.
        """
        raise NotImplementedError

    @api.model
    def _dispatch_values(self, values_list):
        """The same where ``_makes_dispatches``: make them, of messages of one kind, with what is
        known once they were handed over.

        :param values_list: of dispatches that are not there yet
        :return: the dispatches, as superuser
        """
        raise NotImplementedError

    @api.model
    def _withdraw(self, dispatches):
        """Take back those of the ``dispatches`` of this channel that have not left for good.

        :return: False when one is leaving at this moment
        """
        return True

    @api.model
    def _get_doubt_words(self):
        """What to say of a message that may have left when the server stopped: a sentence."""
        return self.env._(
            "The server stopped while it sent this message: it may have left. It is not sent again "
            "by itself. Ask the customer whether it has arrived."
        )

    @api.model
    def _watch(self):
        """Hook: compare what waits to leave with the carrier's queue; each part is committed."""

    @api.model
    def _is_applicable(self, message):
        """Can this channel deliver ``message``? → (bool, reason why not)."""
        reason = self._get_problems(message).get(message.id, "")
        return not reason, reason

    # -- which channels speak ----------------------------------------------------------

    @api.model
    def _choose(self, messages):
        """Choose the channels of each message: a notice's by its level and the customer's
        preference.

        :return: {message id: :class:`~..tools.channel.Choice`}
        """
        problems = self._read_problems(messages)
        return {
            message.id: rules.choose(
                message._get_routes(),
                {
                    code: found[message.id]
                    for code, found in problems.items()
                    if message.id in found
                },
            )
            for message in messages
        }

    @api.model
    def _choose_fallback(self, message, tried):
        """The fallback of one message, when the channels ``tried`` have not delivered."""
        problems = {
            code: found.get(message.id) for code, found in self._read_problems(message).items()
        }
        return rules.next_fallbacks(message._get_routes(), problems, tried)

    @api.model
    def _read_problems(self, messages):
        """{channel code: {message id: sentence}}, each channel asked once for all messages."""
        by_channel = {}
        for message in messages:
            for route in message._get_routes():
                by_channel.setdefault(route.channel, set()).add(message.id)
        return {
            code: self._get_stopping(code, messages.browse(ids)) for code, ids in by_channel.items()
        }

    @api.model
    def _get_stopping(self, code, messages):
        """{message id: sentence} of what a channel cannot deliver, or nothing may."""
        stops = messages._read_stops()
        free = messages.filtered(lambda message: message.id not in stops)
        unwanted = self.env["ar.optout"]._find_unwanted(free, code)
        return {**self._get(code)._get_problems(free), **unwanted, **stops}

    @api.model
    def _find_own_problem(self, message):
        """What of our own stands in the way of a channel of the message, None if nothing does."""
        found = (
            self._get(route.channel)._get_own_problem(message) for route in message._get_routes()
        )
        return next(filter(None, found), None)
