"""The sender: takes messages of any kind to their customers, once."""

import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import Domain

from ...tools.channel.answer import OURS, next_wait
from ..base.ar_job_mixin import BUSY
from ..base.notify import notify
from .ar_message_mixin import OwnFault

_logger = logging.getLogger(__name__)


class ArMessageMixin(models.AbstractModel):
    # What leaves (the row in the mail queue, the letter, the task) and the state that says so
    # commit together: a process that is killed leaves either both or none, and whoever comes
    # second finds nothing left to send.
    _inherit = "ar.message.mixin"

    # XML id of the scheduled action that sends what is queued of this kind, and how many
    # messages it takes at once.
    _send_cron = None
    _batch_size = 50

    # -- what a kind of message says about itself --------------------------------------

    @api.model
    def _get_queue(self):
        """The domain of the messages that wait for the scheduled action."""
        return Domain.FALSE

    def _get_bundles(self):
        """What is sent together or not at all: recordsets."""
        return list(self)

    def _group_messages(self):
        """What leaves as one: list of (lead, its messages); the lead says how it speaks."""
        return [(message, message) for message in self]

    def _fail_unfounded(self):
        """Let those fail that may not leave any more; returns them."""
        return self.browse()

    def _refresh_before_sending(self):
        """Read the money again, with the messages locked; returns those still to be sent.

        :raise UserError: one of them has nothing to say
        """
        return self

    def _before_leaving(self):
        """Hook: make what must be there before these messages are handed over."""

    def _note_dispatched(self, dispatches):
        """Hook: keep on these messages what became of them; ``dispatches`` as superuser."""

    def _set_sent(self):
        """The messages have left; returns those that moved."""
        return self

    def _set_handed_over(self):
        """The messages were given to their channels. Those whose state follows what has really
        left wait for ``_on_left``."""
        self._set_sent()

    def _fail_to_reach(self, problems):
        """No channel can deliver this message.

        :param problems: {channel: whole sentence}
        """
        raise UserError(self._get_unreached_words(problems))

    def _fail_to_send(self, reason):
        """Record on the messages of a bundle why they could not be sent."""
        raise UserError(reason)

    def _fail_twice(self, error):
        """The database says that this was said already, by another sender."""
        self._fail_to_send(str(error))

    @api.model
    def _after_queue(self):
        """Hook: what else the scheduled action does once the queue is empty."""

    @api.model
    def _wake_sender(self, at=None):
        """Start the scheduled action as soon as this transaction commits, or ``at`` a time."""
        self.env["ir.cron"]._ar_wake(self._send_cron, at=at)

    @api.model
    def _list_sender_problems(self):
        """Sentences, why what is queued now would not leave."""
        crons = self.env["ir.cron"]
        names = (self._send_cron, "mail.ir_cron_mail_scheduler_action")
        problems = [problem for name in names if (problem := crons._ar_get_problem(name))]
        companies = self.company_id or self.env.company
        return [words for one in companies if (words := one._ar_say_setup())] + problems

    @api.model
    def _warn_of_senders(self, words):
        """The warning of a button after which nothing leaves at present; None if it does.

        :param words: what was done, a whole sentence
        """
        if not (problems := self._list_sender_problems()):
            return None
        return notify(" ".join([words, *problems]), "warning", sticky=True)

    # -- the scheduled action ----------------------------------------------------------

    @api.model
    def _cron_send(self, batch_size=None):
        """Send what is queued, in batches that commit; safe to kill and to run twice."""
        job = self.env["ar.job.mixin"]
        done = job._work_off(
            self,
            self._get_ready(),
            take=lambda busy: self._take_next(batch_size or self._batch_size, busy),
            work=lambda messages: messages._lock_bundles()._send(),
        )
        if done:
            job._work_through([self], lambda sender: sender._after_queue())
            job._work_through([self], lambda sender: sender._come_back())

    @api.model
    def _come_back(self):
        """What is busy just now is sent soon; do not spin."""
        if self.search_count(self._get_ready(), limit=1):
            self._wake_sender(at=fields.Datetime.now() + timedelta(minutes=1))

    @api.model
    def _get_ready(self):
        """The domain of the messages to send now: in the queue, of companies that are there and
        live, and not waiting for a fault of ours to be put right."""
        now = Domain("next_try", "=", False) | Domain("next_try", "<=", fields.Datetime.now())
        live = self.env["res.company"]._ar_domain_live()
        return self._get_queue() & now & Domain("company_id", "any", live)

    @api.model
    @api.readonly
    def read_waiting(self):
        """How many messages of the companies switched on leave at this moment, for a screen that
        shows how far it is. What waits for an hour of the customer does not count."""
        self.browse().check_access("read")
        own = Domain("company_id", "in", self.env.companies.ids)
        return self.sudo().search_count(self._get_ready() & own)

    @api.model
    def _take_next(self, limit, busy):
        """The messages of the next bundles, oldest first, without the ids ``busy``."""
        rest = self._get_ready() & Domain("id", "not in", list(busy))
        return self.search(rest, order="id", limit=limit)

    def _lock_bundles(self):
        """Lock whole bundles: its first message decides who sends it.

        :return: the messages of the bundles that are ours now
        """
        bundles = [bundle.sorted("id") for bundle in self._get_bundles()]
        try:
            with self.env.cr.savepoint():
                leads = self.browse().union(*(bundle[0] for bundle in bundles))
                ours = leads.try_lock_for_update(allow_referencing=True)
                wanted = [bundle for bundle in bundles if bundle[0] in ours]
                rest = self.browse().union(*(bundle[1:] for bundle in wanted))
                locked = ours | rest.try_lock_for_update(allow_referencing=True)
        except BUSY:
            return self.browse()
        whole = [bundle for bundle in wanted if bundle <= locked]
        return self.browse().union(*whole).filtered_domain(self._get_ready())

    # -- sending -----------------------------------------------------------------------

    def _send(self):
        """Send queued messages that are locked: all together, on an error bundle by bundle.

        A customer whose message fails is recorded, the others go on.
        """
        self.env["ar.job.mixin"]._attempt(
            list(self._get_bundles()),
            lambda bundles: self.browse().union(*bundles)._send_founded(),
            failed=lambda bundles, error: bundles[0]._fail_bundle(error),
            leave_busy=True,
        )

    def _fail_bundle(self, error):
        """One bundle could not be sent, and is rolled back: record why."""
        if isinstance(error, UniqueViolation):
            self._fail_twice(error)
        elif self._is_own_fault(error):
            self._wait_for_us(error)
        else:
            self._fail_to_send(str(error))

    @api.model
    def _is_own_fault(self, error):
        """Whether an error is no customer's: what is no sentence about him is a fault of ours, a
        full disk for example."""
        ours = (OwnFault, AccessError, MissingError)
        return isinstance(error, ours) or not isinstance(error, UserError)

    def _wait_for_us(self, error):
        """The messages stay in the queue, and are tried again by themselves, later each time; one
        task tells a manager."""
        if not isinstance(error, OwnFault):
            _logger.error("%s %s could not be sent", self._name, self.ids, exc_info=error)
        tries = max(self.mapped("tries")) + 1
        moment = fields.Datetime.now() + timedelta(minutes=next_wait(tries, OURS))
        self.sudo().write({"tries": tries, "next_try": moment, **self._say_waiting(error)})
        self._wake_sender(at=moment)
        self._tell_own_fault(error)

    def _say_waiting(self, error):
        """Values that say on the messages why they wait."""
        if "error" not in self._fields:
            return {}
        words = self.env._(
            "It waits, by no fault of the customer. %s", self._get_cause_words(error)
        )
        return {"error": words}

    @api.model
    def _get_cause_words(self, error):
        return str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"

    def _tell_own_fault(self, error):
        kind = self.env["ir.model"]._get(self._name).name
        cause = self._get_cause_words(error)
        for company in self.company_id:
            company._ar_tell_manager(
                self.env._("Messages are not sent: %s", kind),
                self.env._(
                    "%(cause)s Messages to customers wait until this is put right, and then leave "
                    "by themselves: %(name)s is one of them.",
                    cause=cause,
                    name=self[:1].display_name,
                ),
            )

    def _send_founded(self):
        """Send what may still leave."""
        with self.env["ar.channel"]._asking_once():
            (self - self._fail_unfounded())._let_wait()._send_bundles()

    def _send_bundles(self):
        """Read the money again, choose the channels, hand over; all or nothing."""
        with self.env["ar.channel"]._asking_once():
            self._refresh_bundles()._send_refreshed()

    def _send_refreshed(self):
        messages = self._group_messages()
        leads = self.browse().union(*(lead for lead, _together in messages))
        choices = self.env["ar.channel"]._choose(leads)
        reached = self.browse()
        wanted = []
        for lead, together in messages:
            choice = choices[lead.id]
            if not choice.channels:
                if problem := self.env["ar.channel"]._find_own_problem(lead):
                    raise OwnFault(problem)
                together._fail_to_reach(choice.problems)
                continue
            together._note_problems(choice.problems)
            reached |= together
            usages = {route.channel: route.usage for route in lead._get_routes()}
            wanted += [
                (message, code, usages[code]) for code in choice.channels for message in together
            ]
        reached._before_leaving()
        reached._note_dispatched(self._give_out(wanted))
        reached.filtered("next_try").sudo().write({"next_try": False})
        reached._set_handed_over()

    def _refresh_bundles(self):
        """Read the money again; a bundle with a message that is busy waits as a whole."""
        return self._refresh_before_sending()

    @api.model
    def _give_out(self, wanted, repeat=0):
        """Hand over ``wanted``, each channel its own, and return their dispatches; parameters as of
        ``_prepare_dispatches``."""
        values = self._prepare_dispatches(wanted, repeat)
        by_channel = {}
        for one in values:
            by_channel.setdefault(one["channel"], []).append(one)
        channel, dispatches = self.env["ar.channel"], self.env["ar.dispatch"].sudo()
        own = {code for code in by_channel if channel._get(code)._makes_dispatches}
        queued = dispatches.create([one for one in values if one["channel"] not in own])
        grouped = queued.grouped("channel")
        for code, model in channel._get_codes().items():
            if code in own:
                queued |= self.env[model]._dispatch_values(by_channel[code])
            elif code in grouped:
                self.env[model]._dispatch(grouped[code])
        return queued

    @api.model
    def _queue_dispatches(self, wanted):
        """Make the dispatches of ``wanted``, which are handed over later."""
        return self.env["ar.dispatch"].sudo().create(self._prepare_dispatches(wanted))

    @api.model
    def _prepare_dispatches(self, wanted, repeat=0):
        """Values of the dispatches of ``wanted``: list of (message, channel, usage).

        :param repeat: how often the messages were sent before
        :raise OwnFault: their company is not live yet
        """
        # Whoever hands over, the night or a person: all ways to customers pass here.
        for company in self.env["res.company"].union(*(one.company_id for one, *_way in wanted)):
            if words := company._ar_say_setup():
                raise OwnFault(words)
        values = []
        for code in dict.fromkeys(code for _message, code, _usage in wanted):
            channel = self.env["ar.channel"]._get(code)
            own = [(message, usage) for message, other, usage in wanted if other == code]
            messages = own[0][0].union(*(message for message, _usage in own))
            readers, recipients = channel._map_readers(messages), channel._map_recipients(messages)
            values += [
                {
                    "res_model": message._name,
                    "res_id": message.id,
                    "channel": code,
                    "usage": usage,
                    "contact_id": readers[message.id][0].id,
                    "recipient": recipients[message.id],
                    "hint": readers[message.id][1] or False,
                    "repeat": repeat,
                }
                for message, usage in own
            ]
        return values

    @api.model
    def _hand_over(self, dispatches):
        """Let each channel carry its dispatches, in the order of the channels."""
        by_channel = dispatches.grouped("channel")
        for code, model in self.env["ar.channel"]._get_codes().items():
            if code in by_channel:
                self.env[model]._dispatch(by_channel[code])

    def _note_problems(self, problems):
        """Record the channels that could not be used, for the history."""
        self.env["ar.dispatch"].sudo().create(
            [
                {
                    "res_model": message._name,
                    "res_id": message.id,
                    "channel": code,
                    "state": "failed",
                    "error": problem,
                }
                for message in self
                for code, problem in problems.items()
            ]
        )

    # -- once more ---------------------------------------------------------------------

    def _send_again(self):
        """Hand over once more what was said, by the channels of now. What has not left yet is
        taken back: it must not leave beside the new one.

        :raise UserError: nothing can deliver it, or it is leaving at this moment
        """
        self.ensure_one()
        if problem := self._get_problems().get(self.id):
            raise UserError(problem)
        before = self.sudo().dispatch_ids
        for code, dispatches in before.grouped("channel").items():
            if not self.env["ar.channel"]._get(code)._withdraw(dispatches):
                raise UserError(
                    self.env._(
                        "The e-mail with %s is being sent at this moment. Wait a minute, "
                        "reload, and send it again only if it has failed.",
                        self.display_name,
                    )
                )
        repeat = max(before.mapped("repeat"), default=-1) + 1
        wanted = [(self, route.channel, route.usage) for route in self._get_routes()]
        self._note_dispatched(self._give_out(wanted, repeat))
