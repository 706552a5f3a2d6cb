"""Words by which lessons are found again."""

from odoo import fields, models

from ...base.ar_guard_mixin import ANY, SETTINGS


class ArLessonTag(models.Model):
    """A tag of the case library, of all companies."""

    _name = "ar.lesson.tag"
    _inherit = ["ar.guard.mixin"]
    _description = "Tag of Lessons"
    _order = "name, id"
    _writable = {ANY: SETTINGS}

    name = fields.Char(required=True, translate=True)
    color = fields.Integer()

    _name_uniq = models.UniqueIndex("(name)", "There is such a tag already.")
