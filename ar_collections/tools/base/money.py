"""Money in pure code: an amount with its currency, so that currencies cannot be mixed."""

from typing import NamedTuple


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies were put together."""


class Money(NamedTuple):
    """An amount in one currency.

    :param amount: in units of ``currency``
    :param currency: the currency's id or code; only compared, never looked up
    :param rounding: the smallest unit, e.g. 0.01
    """

    amount: float
    currency: int | str
    rounding: float = 0.01

    def __add__(self, other):
        self._check_same(other)
        return self._replace(amount=round_to(self.amount + other.amount, self.rounding))

    def __sub__(self, other):
        return self + -other

    def __neg__(self):
        return self._replace(amount=-self.amount)

    def __lt__(self, other):
        self._check_same(other)
        return to_units(self.amount, self.rounding) < to_units(other.amount, other.rounding)

    def __gt__(self, other):
        self._check_same(other)
        return other < self

    def __le__(self, other):
        return not self > other

    def __ge__(self, other):
        return not self < other

    def is_zero(self):
        """Whether nothing is left once rounded to the currency's smallest unit."""
        return to_units(self.amount, self.rounding) == 0

    def _check_same(self, other):
        if not isinstance(other, Money):
            raise TypeError(f"{other!r} is not Money.")
        if other.currency != self.currency:
            raise CurrencyMismatch(
                f"Amounts in {self.currency} and {other.currency} cannot be put together."
            )


def to_units(amount, rounding):
    """How many of the smallest units ``amount`` is, as an integer (half away from zero)."""
    # The nudge undoes binary noise: 2.675 / 0.01 is 267.49999999999997.
    units = abs(amount) / rounding
    whole = int(units + 0.5 + units * 1e-12)
    return whole if amount >= 0 else -whole


def from_units(units, rounding):
    """The amount of ``units`` smallest units, printed as short as the rounding allows."""
    per_unit = round(1 / rounding) if rounding < 1 else 0
    return units / per_unit if per_unit else units * rounding


def round_to(amount, rounding):
    """``amount`` rounded to the currency's smallest unit, half away from zero."""
    return from_units(to_units(amount, rounding), rounding)


def total(amounts):
    """The sum of Money in one currency; None for no amounts at all.

    :raise CurrencyMismatch: when the currencies differ
    """
    result = None
    for amount in amounts:
        result = amount if result is None else result + amount
    return result
