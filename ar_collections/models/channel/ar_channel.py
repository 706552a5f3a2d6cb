"""Channels: how a notice reaches the customer."""

from odoo import api, models

from ...tools.channel import channel as rules


class ArChannel(models.AbstractModel):
    """A way to say something to a customer.

    A new channel is one file: a model that inherits this one, sets ``_code``, ``_label``
    and ``_sequence`` and answers the three questions below. It then appears in the
    selections of levels and customers by itself.
    """

    _name = "ar.channel"
    _description = "Collection Channel"

    _code = None
    _label = None
    _sequence = 100

    @api.model
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
    def _get(self, code):
        """The model of the channel ``code``."""
        return self.env[self._get_codes()[code]]

    @api.model
    def _get_label(self):
        """The channel's name in the user's language (override to translate)."""
        return self._label or self._code

    # ------------------------------------------------------------------
    # What a channel answers
    # ------------------------------------------------------------------
    @api.model
    def _get_recipient(self, notice):
        """Where this channel would deliver ``notice``: an address as text, '' if there is none."""
        raise NotImplementedError

    @api.model
    def _get_problems(self, notices):
        """Which notices this channel cannot deliver, and why; set-based.

        :return: {notice id: whole sentence that names the customer and the way out}
        """
        raise NotImplementedError

    @api.model
    def _dispatch(self, dispatches):
        """Hand the queued ``dispatches`` of this channel to their carrier.

        Each leaves through its gate (``_move_to``). An error is raised, never swallowed:
        the sender then repeats the batch one by one and records it on the notice.
        """
        raise NotImplementedError

    @api.model
    def _is_applicable(self, notice):
        """Can this channel deliver ``notice``? → (bool, reason why not)."""
        reason = self._get_problems(notice).get(notice.id, "")
        return not reason, reason

    # ------------------------------------------------------------------
    # Which channels speak
    # ------------------------------------------------------------------
    @api.model
    def _choose(self, notices):
        """Choose the channels of each notice by its level and the customer's preference.

        :return: {notice id: :class:`~..tools.channel.Choice`}
        """
        problems = self._read_problems(notices)
        return {
            notice.id: rules.choose(
                notice._get_routes(),
                {code: found[notice.id] for code, found in problems.items() if notice.id in found},
            )
            for notice in notices
        }

    @api.model
    def _choose_fallback(self, notice, tried):
        """The fallback of one notice, when the channels ``tried`` have not delivered."""
        problems = {
            code: found.get(notice.id) for code, found in self._read_problems(notice).items()
        }
        return rules.next_fallbacks(notice._get_routes(), problems, tried)

    @api.model
    def _read_problems(self, notices):
        """{channel code: {notice id: sentence}}, each channel asked once for all notices."""
        by_channel = {}
        for notice in notices:
            for route in notice._get_routes():
                by_channel.setdefault(route.channel, set()).add(notice.id)
        return {
            code: self._get(code)._get_problems(notices.browse(ids))
            for code, ids in by_channel.items()
        }
