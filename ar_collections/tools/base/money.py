"""The money rule of pure code: amounts are compared as whole numbers of the smallest unit.

An amount comes as Odoo keeps it, as a float in the units of its currency, together with the
currency's ``rounding`` (0.01, 0.05, 1). Floats carry binary noise, so:

* **compared, or asked whether they are nothing,** amounts are ``to_units`` (integers): there is no
  other tolerance in tools/;
* **added up** to the cent, they are units too, and ``from_units`` at the end; sums of a few floats
  may be ``round_to`` once at the end instead;
* **told**, they are ``from_units`` or ``round_to``: halves away from zero, as Odoo rounds.

``Decimal`` is for what is not money yet: texts of a file, rates and the interest made of them,
whose formulas are given in decimal figures. It becomes money where it is rounded to the currency.
"""

#: The rounding where none is told: of most currencies.
CENT = 0.01


def to_units(amount, rounding=CENT):
    """How many of the smallest units ``amount`` is, as an integer (half away from zero)."""
    # The nudge undoes binary noise: 2.675 / 0.01 is 267.49999999999997. It stays far below a
    # half, or amounts of many figures would gain a unit.
    units = abs(amount) / rounding
    whole = int(units + 0.5 + min(units * 1e-12, 1e-4))
    return whole if amount >= 0 else -whole


def from_units(units, rounding=CENT):
    """The amount of ``units`` smallest units, printed as short as the rounding allows."""
    per_unit = round(1 / rounding) if rounding < 1 else 0
    return units / per_unit if per_unit else units * rounding


def round_to(amount, rounding=CENT):
    """``amount`` rounded to the currency's smallest unit, half away from zero."""
    return from_units(to_units(amount, rounding), rounding)
