"""The payment index: what points a payment gets for the days beyond its terms. Pure."""

#: (days beyond terms, points), straight lines between; 100 before, 0 after.
PAYMENT_KNOTS = (
    (-30, 100),
    (-20, 90),
    (0, 80),
    (15, 70),
    (22, 60),
    (30, 50),
    (60, 40),
    (90, 30),
    (120, 20),
    (180, 0),
)
