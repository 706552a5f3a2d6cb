"""What is kept as evidence is sealed, and says what differs from its seal by now."""

from odoo import api, fields, models

from ...tools.base.evidence import find_changes, name_file, read_sealed, seal, write_canonical


class ArSealedMixin(models.AbstractModel):
    """A record that is sealed as it stands at some moment: a canonical text of all that it consists
    of, files included, and the SHA-256 of that text.

    A seal stops nobody. It tells: what the record is by now is compared with it whenever somebody
    looks. A model answers ``_is_evidence``, ``_get_facts`` and ``_get_fact_labels``.
    """

    _name = "ar.sealed.mixin"
    _description = "What Is Sealed"

    sealed = fields.Text(
        string="As Sealed",
        readonly=True,
        copy=False,
        help="All that it consists of, as it was sealed: a canonical text.",
    )
    seal = fields.Char(readonly=True, copy=False, help="SHA-256 of what was sealed: covers all.")
    intact = fields.Boolean(
        compute="_compute_intact", help="It is what was sealed, and so are its files."
    )
    intact_note = fields.Text(
        string="What Differs", compute="_compute_intact", help="From what was sealed."
    )

    # Files may change anywhere: read whenever asked.
    def _compute_intact(self):
        for one in self:
            note = one._get_intact_words() if one._is_evidence() else ""
            one.intact_note = note
            one.intact = one._is_evidence() and not note

    # -- what each kind answers --------------------------------------------------------

    def _is_evidence(self):
        """Whether there is something to be sealed by now."""
        raise NotImplementedError

    def _get_facts(self):
        """All that it consists of, as plain values without floats, as the superuser and in no
        language: see ``_as_evidence``."""
        raise NotImplementedError

    def _get_fact_labels(self):
        """{fact: what it is called}."""
        raise NotImplementedError

    # -- the seal ----------------------------------------------------------------------

    def _seal(self):
        """Seal what stands there now."""
        for one in self.sudo():
            text = write_canonical(one._get_facts())
            one.write({"sealed": text, "seal": seal(text)})

    def _as_evidence(self):
        """The record as its facts are read: the web client asks for sizes in place of contents, and
        words are those of the agreement, not of who looks."""
        return self.sudo().with_context(bin_size=False, lang=None)

    @api.model
    def _write_amount(self, amount, currency):
        """An amount as a fact."""
        return f"{currency.round(amount or 0.0) + 0.0:.{currency.decimal_places}f}"

    @api.model
    def _name_files(self, attachments):
        """Files as a fact."""
        return [name_file(file.name, file.raw) for file in attachments.sorted("id")]

    def _name_facts(self, names):
        """{fact: label} of facts that are fields: {fact: name of its field}."""
        return {
            fact: self._fields[name]._description_string(self.env) for fact, name in names.items()
        }

    def _get_facts_now(self, _sealed):
        """The facts to compare with those that were sealed."""
        return self._get_facts()

    def _get_intact_words(self):
        """Sentences on what differs from what was sealed; '' where nothing does."""
        self.ensure_one()
        one = self.sudo()
        sealed = read_sealed(one.sealed, one.seal)
        if sealed is None:
            if not one.seal:
                return self.env._("It has no seal.")
            return self.env._("What was sealed is not the text any more that the seal is of.")
        words = {
            "changed": self.env._("%(fact)s: not what was sealed."),
            "gone": self.env._("%(fact)s: the file %(file)s is missing."),
            "added": self.env._("%(fact)s: the file %(file)s was added since."),
            "file_changed": self.env._("%(fact)s: the content of the file %(file)s has changed."),
        }
        labels = self._get_fact_labels()
        return "\n".join(
            words[what] % {"fact": labels.get(fact, fact), "file": detail}
            for fact, what, detail in find_changes(sealed, one._get_facts_now(sealed))
        )
