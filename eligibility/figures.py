"""Whole-number arithmetic of shares: nothing here knows a fraction, so nothing is ever rounded up."""


def cut_share(part: int, whole: int) -> str:
    """Return `part` of `whole` in percent with two decimals, cut: 79.9999 % reads "79.99", never "80.00".

    An empty whole has the share "0.00".
    """
    if whole == 0:
        return "0.00"
    hundredths = part * 10_000 // whole
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def least_inhabitants(percent: int, whole: int) -> int:
    """Return the smallest whole number of residents that is at least `percent` per cent of `whole`."""
    return -(-percent * whole // 100)


def half_rounded_up(number: int) -> int:
    """Return the smallest whole number that is at least half of `number`."""
    return (number + 1) // 2
