"""What our workbooks have in common. Pure."""


def amount_format(decimals):
    """The number format of amounts with so many decimals: credits are red."""
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{number};[Red]-{number}"
