"""Reading the forms of the page of a message."""

from odoo.http import request

from . import forms

MAX_TEXT = 2000
MAX_LINE = 200


def read(message, code, form):
    """(values by input, {input: what is wrong}) of a form."""
    link, errors = request.env["ar.answer.link"], {}
    answer = link._get_answers()[code]
    values = {name: _read_input(message, code, name, form, errors) for name in answer.inputs}
    if values.get("amount"):
        values["currency"] = _read_currency(message, form)
    if "items" in answer.inputs:
        values["lines"] = _read_lines(message)
    return values, {**link._check_answer(message, code, values), **errors}


def _read_input(message, code, name, form, errors):
    if name in ("day", "paid_day"):
        text = forms.read_text(form, name, MAX_LINE)
        day = forms.read_day(text)
        if text and not day:
            errors[name] = request.env._("Please enter a date.")
        return day
    if name == "amount":
        text = forms.read_text(form, name, MAX_LINE)
        amount = forms.read_number(text) if text else None
        if text and amount is None:
            errors[name] = request.env._("Please enter a number, without letters or currency.")
        return amount
    if name == "items":
        wanted = {forms.read_id(one) for one in request.httprequest.form.getlist("item")}
        rows = message.profile_id._portal_rows()
        own = [r["move_id"] for r in rows if r["id"] in wanted and r["residual_currency"] > 0]
        moves = request.env["account.move"].sudo().browse(dict.fromkeys(own))
        return moves.filtered(lambda m: m.is_invoice()) if code == "copy" else moves
    if name == "reason":
        return (
            form.get(name) if form.get(name) in request.env["ar.answer.link"]._get_reasons() else ""
        )
    if name == "stars":
        text = form.get(name)
        return int(text) if text in request.env["ar.answer.link"]._get_stars() else 0
    if name == "text":
        return forms.read_text(form, name, MAX_TEXT)
    return " ".join(forms.read_text(form, name, MAX_LINE).split())


def _read_lines(message):
    """The instalments that were ticked."""
    wanted = {forms.read_id(one) for one in request.httprequest.form.getlist("item")}
    rows = message.profile_id._portal_rows()
    own = [row["id"] for row in rows if row["id"] in wanted and row["residual_currency"] > 0]
    return request.env["account.move.line"].sudo().browse(own)


def _read_currency(message, form):
    """The one that was chosen among those that something is open in, else the first."""
    profile = message.profile_id
    currencies = profile._portal_currencies(profile._portal_rows())
    return currencies.filtered(lambda one: one.name == form.get("currency"))[:1] or currencies[:1]
