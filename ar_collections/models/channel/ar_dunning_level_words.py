"""The words of a level: in which tone, with what filled in, whether they can be, and are true."""

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ...tools.channel import placeholders, threats
from ..base.ar_job_mixin import raise_if_lost
from .ar_dunning_level import TEXTS

# What of a template reaches a customer.
TEMPLATE_TEXTS = ("subject", "body_html", "email_from", "reply_to", "email_cc")


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    # -- in which tone -----------------------------------------------------------------

    def _get_wording(self, tone):
        """The texts in a tone, as superuser: none where they are the level's own."""
        self.ensure_one()
        return self.sudo().wording_ids.filtered(lambda one: one.tone == tone)[:1]

    def _get_mail_template(self, tone="neutral"):
        """The e-mail template of a tone, else the level's own, else the one that comes with the
        module."""
        self.ensure_one()
        own = self._get_wording(tone).mail_template_id or self.mail_template_id
        return own or self.env["ar.dunning.notice"]._find_template(
            "ar_collections.mail_template_ar_reminder"
        )

    def _get_text(self, name, tone="neutral"):
        """A text in a tone, else in the level's own words; in the language of the context."""
        self.ensure_one()
        wording = self._get_wording(tone)
        text = wording[name] if name in wording._fields else ""
        return self[name] or "" if is_html_empty(text or "") else text

    # -- filled in ---------------------------------------------------------------------

    def _render_text(self, name, notices):
        """Fill the placeholders of the text ``name`` for each notice, in its tone and in the
        language of the notices.

        :return: {notice id: text}; values are escaped in HTML
        """
        self.ensure_one()
        level, html = self.with_context(lang=notices.env.lang), self._fields[name].type == "html"
        sources = {tone: level._get_text(name, tone) for tone in set(notices.mapped("tone"))}
        return {notice.id: self._fill(sources[notice.tone], notice, html) for notice in notices}

    @api.model
    def _fill(self, source, notice, html):
        if html and is_html_empty(source):
            return Markup("")
        named = placeholders.names_in(str(source)) & set(notice._get_text_fields())
        texts = {name: notice[name] or "" for name in named}
        if html:
            texts = {name: Markup.escape(text) for name, text in texts.items()}
        filled = placeholders.fill(str(source), texts)
        return Markup(filled) if html else filled

    # -- can they be? ------------------------------------------------------------------

    def _check_texts(self, record):
        """The texts of a record, this level or one of its wordings, in all languages.

        :raise ValidationError: one has a placeholder that cannot be filled in
        """
        self.ensure_one()
        allowed = self.env["ar.dunning.notice"]._get_text_fields()
        for name in TEXTS:
            if name not in record._fields:
                continue
            for lang, text in self._read_languages(record, name).items():
                if fault := placeholders.find_fault(text, allowed):
                    raise ValidationError(self._say_fault(fault, record, name, lang, allowed))

    @api.model
    def _read_languages(self, record, name):
        """{language: text of a translated field}, each text once, the user's language first."""
        found = {}
        installed = [code for code, _name in self.env["res.lang"].get_installed()]
        for lang in dict.fromkeys([self.env.lang or "en_US", *installed]):
            text = record.with_context(lang=lang)[name] or ""
            if text and text not in found.values():
                found[lang] = text
        return found

    def _say_fault(self, fault, record, name, lang, allowed):
        """The sentence that names level, text, language and placeholder."""
        values = {
            "field": self._get_text_words(record, name, lang),
            "level": self.name,
            "placeholder": fault.words,
        }
        if fault.kind == placeholders.UNKNOWN:
            return self.env._(
                "The text “%(field)s” of the level %(level)s uses the unknown "
                "placeholder “%(placeholder)s”. Use one of: %(allowed)s.",
                allowed=", ".join(allowed),
                **values,
            )
        return self.env._(
            "The text “%(field)s” of the level %(level)s has a placeholder that cannot be read, at "
            "“%(placeholder)s”. Write it with two braces on both sides: {{ text_total }}.",
            **values,
        )

    def _get_text_words(self, record, name, lang):
        """The label of a text, with its tone and language where they are not the usual ones."""
        label = record._fields[name]._description_string(self.env)
        more = []
        if record != self:
            more.append(dict(record._fields["tone"]._description_selection(self.env))[record.tone])
        if lang != (self.env.lang or "en_US"):
            more.append(lang)
        return f"{label} ({', '.join(more)})" if more else label

    def _check_template(self, template):
        """An e-mail template that a level uses, filled in for a customer, in all languages.

        :raise ValidationError: it names what does not exist, or fails
        """
        # While the module is loaded its templates are those that its tests have seen.
        if not template or not self.pool.ready:
            return
        self.ensure_one()
        template = template.sudo()
        known = set(self.env["ar.dunning.notice"]._fields) | {"env", "id", "ids"}
        wanted = {}
        for name in TEMPLATE_TEXTS:
            for lang, text in self._read_languages(template, name).items():
                if unknown := placeholders.find_unknown_field(text, known):
                    raise ValidationError(self._say_template_fault(template, name, unknown, ""))
                wanted.setdefault(lang, []).append(name)
        for lang, names in wanted.items():
            with self._sample(lang=lang) as notice:
                for name in names:
                    self._try_template(template.with_context(lang=lang), name, notice)

    def _try_template(self, template, name, notice):
        """Fill in one field of a template."""
        email = self.env["ar.channel.email"]
        try:
            template._render_field(name, notice.ids)
        except Exception as error:
            raise_if_lost(error)
            cause = email._get_cause(error)
            raise ValidationError(self._say_template_fault(template, name, "", cause)) from error

    def _say_template_fault(self, template, name, unknown, cause):
        values = {
            "template": template.name,
            "level": self.name,
            "field": template._fields[name]._description_string(self.env),
        }
        if unknown:
            return self.env._(
                "The text “%(field)s” of the e-mail template “%(template)s”, which the level "
                "%(level)s uses, has the unknown placeholder “%(placeholder)s”. Use one of: "
                "%(allowed)s.",
                placeholder=unknown,
                allowed=", ".join(
                    f"object.{one}"
                    for one in (*self.env["ar.dunning.notice"]._get_text_fields(), "text_items")
                ),
                **values,
            )
        return self.env._(
            "The text “%(field)s” of the e-mail template “%(template)s”, which the level %(level)s "
            "uses, could not be filled in for a customer: %(cause)s. Correct it, then save.",
            cause=cause,
            **values,
        )

    # -- are they true? ----------------------------------------------------------------

    def _as_step(self, langs):
        """The level with its texts in ``langs``, as a value row."""
        self.ensure_one()
        takes = set()
        if self.credit_hold:
            takes.add(threats.CREDIT_HOLD)
        if self.interest_rule_id:
            takes.add(threats.INTEREST)
        if self.charge_compensation or any(self.fee_ids.mapped("amount")):
            takes.add(threats.FEE)
        if "call" in self.channel_ids.mapped("channel"):
            takes.add(threats.CALL)
        return threats.Step(
            texts=tuple(
                text
                for record in (self, *self.wording_ids)
                for text in (
                    *self._list_texts(record, TEXTS, langs),
                    *self._list_texts(record.mail_template_id, ("subject", "body_html"), langs),
                )
            ),
            next_measures=tuple(self._list_texts(self, ("next_measure",), langs)),
            takes=frozenset(takes),
            handover=self.propose_handover,
            legal=self.is_legal,
            repeats=bool(self.repeat_every_days and self.repeat_most),
        )

    def _list_texts(self, record, names, langs):
        """The texts ``names`` of a record, as far as it has them, in each language."""
        for name in names:
            if name not in record._fields:
                continue
            label = record._fields[name]._description_string(self.env)
            if record._name == "mail.template":
                label = self.env._("E-mail, %s", label)
            elif record != self:
                label = self._get_text_words(record, name, self.env.lang or "en_US")
            for lang in langs:
                text = record.with_context(lang=lang)[name] or ""
                yield threats.Text(label, lang, str(text))
