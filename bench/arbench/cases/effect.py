"""What works: the comparison of notices by one way to tell them apart after the other."""

from ..case import Aim, Case

BY = ("level", "way", "hour", "grade")


class Effects(Case):
    """The page of six months, told by level, way, hour and grade."""

    name = "effects"
    title = "What works, six months, four ways to tell"
    table = "screens"
    aims = (Aim("seconds", 3.0),)
    turns = 3
    unit = "row"

    def prepare(self):
        return self.env["ar.effect"].with_context(allowed_company_ids=self.company.ids)

    def ours(self, effects):
        return sum(len(effects.get_page(by=by)["rows"]) for by in BY)
