"""What is known of the demo company while its story is told."""

from datetime import timedelta


class Told:
    """The company, its people, its customers, and how far its books are kept.

    :ivar today: the day on which the story ends
    :ivar users: {key: user}
    :ivar partners: {key of ``CUSTOMERS``: partner}
    :ivar moves: {(customer, due day of the table): invoice}
    :ivar names: {name in the table of the story: what was made then}
    """

    def __init__(self, company, today, users):
        self.company = company
        self.today = today
        self.users = users
        self.terms = {}
        self.partners = {}
        self.moves = {}
        self.names = {}
        # What the tables tell and the books do not have yet.
        self.bills = []
        self.credits = []
        self.payments = []
        self.on_account = []
        # What came in and is not spent yet.
        self.for_suppliers = 0.0
        self.number = 0
        # E-mails from there on are of the story.
        self.last_mail = 0

    def day(self, offset):
        """The calendar day ``offset`` days from today."""
        return self.today + timedelta(days=offset)
