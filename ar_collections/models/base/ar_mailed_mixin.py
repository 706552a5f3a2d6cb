"""What left by Odoo's mail queue: "sent" is what became of the e-mail, not that it was queued."""

import logging

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...tools.base import mailed

_logger = logging.getLogger(__name__)


class ArMailedMixin(models.AbstractModel):
    """A record that says what became of an e-mail.

    Its state is ``leaving`` while the e-mail waits in the mail queue. ``mail_mail.py`` tells it
    what happens there, whoever does it; what nobody tells is found by ``_cron_watch``, which
    compares with the rows of the queue. Before the e-mail is given to the mail server it is
    ``unknown``, and that is committed: so a process that is killed between the answer of the
    server and its own commit leaves one that nobody sends a second time by himself.
    """

    _name = "ar.mailed.mixin"
    _description = "What Became of an E-mail"

    mail_mail_id = fields.Many2one(
        "mail.mail", string="E-mail", readonly=True, index="btree_not_null", ondelete="set null"
    )
    mail_message_id = fields.Many2one(
        "mail.message",
        string="Message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    error = fields.Text(readonly=True)

    # -- what each kind answers --------------------------------------------------------

    def _set_left(self):
        """The mail server has taken the e-mails."""
        raise NotImplementedError

    def _set_mail_failed(self, reason, failure_type):
        """The e-mails could not be sent; parameters as on ``mail.mail``."""
        raise NotImplementedError

    def _set_withdrawn(self, reason):
        """Somebody took the e-mails out of the queue before they left."""
        raise NotImplementedError

    def _set_trying(self):
        """They are being given to the mail server: until we know more, they are ``unknown``."""
        raise NotImplementedError

    def _set_doubtful(self):
        """A process died while it sent them: nobody knows whether they left."""
        raise NotImplementedError

    def _set_outdated(self, reason):
        """They waited, and are not to leave any more."""
        raise NotImplementedError

    def _find_outdated(self):
        """Look at the e-mails again that are about to leave; set-based.

        :return: {id: a sentence} of those that are not to leave any more
        """
        return {}

    def _leaves_later(self):
        """Whether the e-mail may leave later, after it has failed."""
        return False

    def _get_stop_words(self):
        """Why an e-mail that is not waiting does not leave."""
        return self.env._("It has left already, or was replaced by another message.")

    # -- the e-mails -------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _get_mailed(self):
        """Names of the models that watch e-mails."""
        mixin = self.env.registry["ar.mailed.mixin"]
        return tuple(
            name
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract
        )

    @api.model
    def _of_mails(self, mails):
        """What watches ``mails``, by kind: recordsets as superuser, the empty ones left out."""
        if not mails.ids:
            return []
        domain = [("mail_mail_id", "in", mails.ids)]
        found = (self.env[name].sudo().search(domain) for name in self._get_mailed())
        return [records for records in found if records]

    def _by_mail(self):
        """Those of each e-mail: list of recordsets."""
        return list(self.grouped(lambda one: one.mail_mail_id or one).values())

    def _may_go(self):
        """What to do with the e-mail of these records, which somebody is about to send."""
        now = fields.Datetime.now()
        answers = [
            mailed.may_go(one.state, (now - one._get_since()).total_seconds(), one._leaves_later())
            for one in self
        ]
        order = (mailed.STOP, mailed.LATER, mailed.DOUBT, mailed.GO)
        return min(answers, key=order.index)

    def _look_again(self, groups):
        """What to do with each of ``groups``, parts of these records whose message somebody is
        about to send; set-based.

        :return: list of (group, answer of ``_may_go``, why it is not to leave any more or '')
        """
        answers = [group._may_go() for group in groups]
        going = {
            id_
            for group, answer in zip(groups, answers, strict=True)
            if answer == mailed.GO
            for id_ in group.ids
        }
        outdated = self.filtered(lambda one: one.id in going)._find_outdated()
        return [
            (
                group,
                answer,
                " ".join(dict.fromkeys(outdated[id_] for id_ in group.ids if id_ in outdated)),
            )
            for group, answer in zip(groups, answers, strict=True)
        ]

    def _get_since(self):
        """Since when it is in its state."""
        return self.write_date

    # -- the watch ---------------------------------------------------------------------

    @api.model
    def _cron_watch(self):
        """Compare what waits to leave with the rows of the mail queue, each kind."""
        self.env["ar.job.mixin"]._work_through(
            [self.env[name] for name in self._get_mailed()],
            lambda model: model._watch_mails(),
            whole=True,
        )

    @api.model
    def _watch_mails(self):
        """Compare what of this kind waits to leave; each e-mail is committed."""
        self.env["ar.job.mixin"]._work_through(
            self.sudo().search(self._get_told_apart())._by_mail(),
            lambda records: records._compare(),
            failed=lambda records, error: _logger.error("%s: %s", records, error),
        )

    @api.model
    def _get_told_apart(self):
        """The domain of those whose e-mail says something else than they do."""
        gone = Domain("mail_mail_id", "=", False)
        leaving = Domain("state", "=", "leaving")
        leaving &= gone | Domain("mail_mail_id.state", "!=", "outgoing")
        # One that is being sent, or whose sender died, is not in these states.
        known = Domain("mail_mail_id.state", "in", ("sent", "exception"))
        lost = (gone | Domain("mail_mail_id.state", "=", "cancel")) & Domain("error", "=", False)
        return leaving | (Domain("state", "=", "unknown") & (known | lost))

    def _compare(self):
        """Bring the records of one e-mail in line with what became of it."""
        records = self.try_lock_for_update(allow_referencing=True)
        records = records.filtered_domain(self._get_told_apart())
        if not records:
            return
        mail = records.mail_mail_id
        notified = records.mail_message_id.notification_ids[:1].notification_status
        verdict = mailed.became(mail.state if mail else None, notified)
        if verdict == mailed.LEFT:
            records._set_left()
        elif verdict == mailed.WITHDRAWN and records[0].state == "unknown":
            records._set_doubtful()
        elif verdict == mailed.FAILED:
            mail._ar_tell_failed(mail.failure_reason, mail.failure_type or "unknown")
        elif verdict == mailed.WITHDRAWN:
            records._set_withdrawn(
                self.env._("The e-mail was cancelled in the mail queue before it left.")
                if mail
                else self.env._("The e-mail was deleted from the mail queue before it left.")
            )
