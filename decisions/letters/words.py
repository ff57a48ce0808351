"""Euro amounts in words, in Finnish and in Finland's Swedish; the standard library only.

Groups of three digits stand apart; an amount begins with "yksi miljoona", so nothing can be written before it.
"""

from decimal import Decimal

LIMIT_EUR = 10**12
_MILLIARD, _MILLION, _THOUSAND = 10**9, 10**6, 1000
_TEENS_END = 20
# Written as one line of counting, which is how one checks it.
_FI_ONES = "nolla yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen".split()  # noqa: SIM905 - as one reads it
_SV_ONES = [
    *"noll ett två tre fyra fem sex sju åtta nio tio".split(),  # noqa: SIM905 - as one reads it
    *"elva tolv tretton fjorton femton sexton sjutton arton nitton".split(),  # noqa: SIM905 - as one reads it
]
_SV_TENS = "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio".split()  # noqa: SIM905 - as one reads it


def euros_in_words(amount: Decimal | str, language: str) -> str:
    """The amount in words with its unit; cents only when there are any.

    Raises ValueError for what is no sum of whole cents from 0 up to 10^12 euros.
    """
    euros, cents = _parts(Decimal(amount))
    if language == "fi":
        text = finnish(euros) + (" euro" if euros == 1 else " euroa")
        return text if not cents else f"{text} ja {finnish(cents)} {'sentti' if cents == 1 else 'senttiä'}"
    text = swedish(euros, common=True) + " euro"
    return text if not cents else f"{text} och {swedish(cents, common=True)} cent"


def _parts(amount: Decimal) -> tuple[int, int]:
    if not amount.is_finite() or not 0 <= amount < LIMIT_EUR or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"not an amount in euros and whole cents: {amount}")
    return divmod(int(amount * 100), 100)


def finnish(number: int) -> str:
    """A whole number from 0 to 999 999 999 999 in Finnish."""
    if number >= _MILLIARD:
        return _fi_large(number, _MILLIARD, one="yksi miljardi", many="miljardia")
    if number >= _MILLION:
        return _fi_large(number, _MILLION, one="yksi miljoona", many="miljoonaa")
    thousands, rest = divmod(number, _THOUSAND)
    if not thousands:
        return _fi_hundreds(number)
    head = "tuhat" if thousands == 1 else f"{_fi_hundreds(thousands)}tuhatta"
    return f"{head} {_fi_hundreds(rest)}" if rest else head


def _fi_large(number: int, size: int, *, one: str, many: str) -> str:
    count, rest = divmod(number, size)
    head = one if count == 1 else f"{finnish(count)} {many}"
    return f"{head} {finnish(rest)}" if rest else head


def _fi_hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        head = "sata" if hundreds == 1 else f"{_FI_ONES[hundreds]}sataa"
        return head + (_fi_hundreds(rest) if rest else "")
    if number < len(_FI_ONES):
        return _FI_ONES[number]
    if number < _TEENS_END:
        return f"{_FI_ONES[number - 10]}toista"
    tens, ones = divmod(number, 10)
    return f"{_FI_ONES[tens]}kymmentä" + (_FI_ONES[ones] if ones else "")


def swedish(number: int, *, common: bool = False) -> str:
    """A whole number from 0 to 999 999 999 999 in Swedish; common: "en" before euro, cent, miljon."""
    for size, noun in ((_MILLIARD, "miljard"), (_MILLION, "miljon")):
        if number >= size:
            count, rest = divmod(number, size)
            head = f"{swedish(count, common=True)} {noun}" + ("er" if count > 1 else "")
            return f"{head} {swedish(rest, common=common)}" if rest else head
    thousands, rest = divmod(number, _THOUSAND)
    if not thousands:
        return _sv_hundreds(number, common=common)
    # Never three t in a row.
    head = f"{_sv_hundreds(thousands, common=False)}tusen".replace("etttusen", "ettusen")
    return f"{head} {_sv_hundreds(rest, common=common)}" if rest else head


def _sv_hundreds(number: int, *, common: bool) -> str:
    one = "en" if common else "ett"
    hundreds, rest = divmod(number, 100)
    if hundreds:
        return f"{_SV_ONES[hundreds]}hundra" + (_sv_hundreds(rest, common=common) if rest else "")
    if number < _TEENS_END:
        return one if number == 1 else _SV_ONES[number]
    tens, ones = divmod(number, 10)
    return _SV_TENS[tens - 2] + ("" if not ones else one if ones == 1 else _SV_ONES[ones])
