"""What can be said on the page without a login, what is wrong with a form, and what it says."""

from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from .ar_answer_link import Answer

#: Days ahead for which a payment can be promised, and back for which one can be named.
MOST_DAYS_AHEAD = 120
MOST_DAYS_BACK = 400


class ArAnswerLink(models.AbstractModel):
    _inherit = "ar.answer.link"

    @api.model
    def _get_answers(self):
        """What the page lets a customer say, in this order: {code: ``Answer``}.

        Inputs that the page knows: ``day``, ``paid_day``, ``amount``, ``items``, ``reason``,
        ``reference``, ``stars``, ``phone``, ``when``, ``name``, ``email``, ``text``.
        """
        return {**self._get_answers_on_debt(), **self._get_answers_at_any_time()}

    @api.model
    def _get_answers_on_debt(self):
        return {
            "promise": Answer(
                title=self.env._("Tell when you pay"),
                send=self.env._("Send the day"),
                done=self.env._("Thank you. We have noted the day."),
                kind="promise",
                inputs=("day", "amount", "text"),
                required=("day",),
            ),
            "paid": Answer(
                title=self.env._("I have paid already"),
                send=self.env._("Send"),
                done=self.env._("Thank you. We will look for your payment."),
                kind="paid",
                inputs=("paid_day", "amount", "reference", "text"),
                required=("paid_day",),
            ),
            "dispute": Answer(
                title=self.env._("Something is wrong with an invoice"),
                send=self.env._("Send"),
                done=self.env._("Thank you. We will look into it and come back to you."),
                kind="dispute",
                inputs=("items", "reason", "text"),
                required=("items", "reason"),
            ),
            "copy": Answer(
                title=self.env._("Ask for a copy of an invoice"),
                send=self.env._("Send me the copies"),
                done=self.env._(
                    "Thank you. The copies go to the e-mail address that we have on file for you."
                ),
                kind="copy",
                inputs=("items",),
                required=("items",),
            ),
        }

    @api.model
    def _get_answers_at_any_time(self):
        return {
            "call": Answer(
                title=self.env._("Ask for a call"),
                send=self.env._("Ask for the call"),
                done=self.env._("Thank you. We will call you."),
                kind="call",
                inputs=("phone", "when", "text"),
                required=("phone",),
                owed=False,
            ),
            "contact": Answer(
                title=self.env._("This is not for me"),
                send=self.env._("Send"),
                done=self.env._("Thank you. We will write to the right person."),
                kind="contact",
                inputs=("name", "email", "phone", "text"),
                owed=False,
            ),
            "other": Answer(
                title=self.env._("Write to us"),
                send=self.env._("Send"),
                done=self.env._("Thank you. We have got your answer."),
                kind="other",
                inputs=("text",),
                required=("text",),
                owed=False,
            ),
        }

    @api.model
    def _get_reasons(self):
        """What may be wrong with an invoice: {code: a few words}."""
        return {
            "price": self.env._("The price is not what we agreed"),
            "quantity": self.env._("The quantity is not right"),
            "quality": self.env._("The goods or the work have a fault"),
            "delivery": self.env._("It was not delivered"),
            "order": self.env._("We did not order it, or our order number is missing"),
            "double": self.env._("It was invoiced twice"),
            "address": self.env._("The name, address or tax number is wrong"),
            "other": self.env._("Something else"),
        }

    @api.model
    def _get_stars(self):
        """How something was, from the best to the worst: {number as text: a few words}."""
        return {
            "5": self.env._("Very good"),
            "4": self.env._("Good"),
            "3": self.env._("So so"),
            "2": self.env._("Poor"),
            "1": self.env._("Very poor"),
        }

    @api.model
    def _is_offered(self, message, code):
        """Whether an answer makes sense to a message."""
        return True

    # -- what is wrong with a form -----------------------------------------------------

    @api.model
    def _check_answer(self, message, code, values):
        """{input: sentence} of what is missing or cannot be meant.

        :param values: by input as the page read them; None or empty where nothing was entered
        """
        missing = {
            "stars": self.env._("Please choose how it was."),
            "day": self.env._("Please enter the day on which you pay."),
            "paid_day": self.env._("Please enter the day on which you paid."),
            "items": self.env._("Please choose at least one invoice."),
            "reason": self.env._("Please choose what is wrong."),
            "phone": self.env._("Please enter a telephone number."),
            "text": self.env._("Please write a few words."),
        }
        answer = self._get_answers()[code]
        errors = {name: missing[name] for name in answer.required if not values.get(name)}
        check = getattr(self, f"_check_{code}", None)
        return {**(check(message, values) if check else {}), **errors}

    @api.model
    def _check_promise(self, message, values):
        today, day = message.company_id._ar_today(), values.get("day")
        if day and not 0 <= (day - today).days <= MOST_DAYS_AHEAD:
            words = self.env._(
                "Please enter a day from today on, at most %s days ahead.", MOST_DAYS_AHEAD
            )
            return {"day": words, **self._check_amount(values)}
        return self._check_amount(values)

    @api.model
    def _check_paid(self, message, values):
        today, day = message.company_id._ar_today(), values.get("paid_day")
        if day and not 0 <= (today - day).days <= MOST_DAYS_BACK:
            words = self.env._("Please enter the day on which you paid: today, or one before it.")
            return {"paid_day": words, **self._check_amount(values)}
        return self._check_amount(values)

    @api.model
    def _check_amount(self, values):
        amount = values.get("amount")
        if amount is None or 0 < amount < 1e12:
            return {}
        return {"amount": self.env._("Please enter an amount above nil, or leave it empty.")}

    @api.model
    def _check_dispute(self, _message, values):
        if values.get("reason") == "other" and not values.get("text"):
            return {"text": self.env._("Please write what is wrong.")}
        return {}

    @api.model
    def _check_call(self, _message, values):
        phone = values.get("phone") or ""
        if phone and sum(sign.isdigit() for sign in phone) < 5:
            return {"phone": self.env._("Please enter a telephone number.")}
        return {}

    @api.model
    def _check_contact(self, _message, values):
        if not any(values.get(name) for name in ("name", "email", "phone", "text")):
            return {"name": self.env._("Please tell us who is the right person, or what is wrong.")}
        return {}

    # -- what it says ------------------------------------------------------------------

    @api.model
    def _answer(self, message, code, values):
        """Take an answer of the page.

        :param values: by input, after ``_check_answer``
        :return: the reply, as superuser
        """
        answer, profile = self._get_answers()[code], message.profile_id
        collector = profile._get_collector()
        # Its reader is our collector.
        speaking = self.with_context(lang=profile.company_id._ar_pick_lang(collector))
        lines = speaking._say_values(values)
        said = {
            "date": values.get("day") or values.get("paid_day"),
            "amount": values.get("amount") or 0.0,
            "reference": values.get("reference") or "",
            "phone": values.get("phone") or "",
            "moves": values.get("items") or self.env["account.move"],
            "text": "\n".join(lines),
            "words": ", ".join(lines)[:250],
        }
        if currency := values.get("currency"):
            said["currency_id"] = currency.id
        if stars := values.get("stars"):
            said["stars"] = stars
        if answer.kind == "dispute":
            said |= self._prepare_dispute(message, values)
        return self.env["ar.reply"]._take_answer(message, answer.kind, said)

    @api.model
    def _prepare_dispute(self, message, values):
        """What the dispute is opened with: the reason and the instalments that were chosen."""
        reason = self.env["ar.dispute.reason"]._find(values.get("reason"), message.company_id)
        lines = values.get("lines") or self.env["account.move.line"]
        return {
            "dispute_reason_id": reason.id,
            "disputed_line_ids": [fields.Command.set(lines.ids)],
        }

    @api.model
    def _say_values(self, values):
        """What was entered, a line for each input."""
        names = {
            "stars": self.env._("Rating"),
            "day": self.env._("Pays on"),
            "paid_day": self.env._("Paid on"),
            "amount": self.env._("Amount"),
            "reference": self.env._("Reference"),
            "items": self.env._("Invoices"),
            "reason": self.env._("Reason"),
            "phone": self.env._("Phone"),
            "when": self.env._("When"),
            "name": self.env._("Name"),
            "email": self.env._("E-mail"),
        }
        lines = [
            f"{names[name]}: {self._say_value(name, value, values)}"
            for name, value in values.items()
            if name in names and value
        ]
        return [*lines, values["text"]] if values.get("text") else lines

    @api.model
    def _say_value(self, name, value, values):
        if name in ("day", "paid_day"):
            return format_date(self.env, value)
        if name == "amount":
            return format_amount(self.env, value, values["currency"])
        if name == "items":
            return ", ".join(filter(None, value.mapped("name")))
        if name == "reason":
            return self._get_reasons()[value]
        if name == "stars":
            return self._get_stars()[str(value)]
        return value
