"""What the demo company's bank account says beside what customers pay."""

#: On the account when the books begin.
OPENING_CASH = 38_400.0

#: Paid each month, or in every second one: what for, on which day of the month, how much.
OUTGO = (
    ("Rent of the yard", 2, 1, 4_300.0),
    ("VAT", 19, 2, 14_200.0),
    ("Wages", 28, 1, 21_500.0),
)

#: What comes in goes out again, but for a little: suppliers get the rest, in such steps at least.
SPENT_SHARE = 0.985
SUPPLIERS = "Timber and boards"
LEAST_TO_SUPPLIERS = 6_000.0
