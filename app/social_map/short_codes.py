"""The short code of an offer, for paper: six signs that lead to it for as long as the map lives (I-02).

The code is worked out from the offer's row number, which is never given out twice, so nothing has to be kept and a code
in an old booklet keeps its meaning. Neighbouring numbers get codes that look nothing alike, so a slip of the pen never
leads to the offer next to it; and the last sign is a check sign, so most slips are noticed. A code is no secret: it opens
only what is public.
"""

from app.references import SIGNS, check_sign, read_code

_BASE = len(SIGNS)
_SHORTEST = 5
_LONGEST = 10
_STRIDE = 5_462_371
"""Shares no factor with 24, so that multiplying by it only puts the numbers of one length in another order."""
_GROUP = 3


def short_code(offer_id: int) -> str:
    """Five signs and a check sign; more when there are more than eight million offers.

    :param offer_id: row number of the offer, from 1.
    :raises ValueError: when it cannot be a row number.
    """
    if offer_id < 1:
        raise ValueError(f"{offer_id} is no row number")
    length, rest = _SHORTEST, offer_id
    while rest >= _BASE**length:
        rest -= _BASE**length
        length += 1
    if length > _LONGEST:
        raise ValueError(f"{offer_id} is no row number")
    number = rest * _STRIDE % _BASE**length
    signs = []
    for _place in range(length):
        number, place = divmod(number, _BASE)
        signs.append(SIGNS[place])
    start = "".join(signs)
    return start + check_sign(start)


def offer_of(code: str) -> int | None:
    """The row number of the offer with this code, however it was typed; None when it cannot be a code."""
    signs = read_code(code)
    length = len(signs) - 1
    if not _SHORTEST <= length <= _LONGEST or any(sign not in SIGNS for sign in signs):
        return None
    if check_sign(signs[:-1]) != signs[-1]:
        return None
    number = 0
    for sign in reversed(signs[:-1]):
        number = number * _BASE + SIGNS.index(sign)
    rest = number * pow(_STRIDE, -1, _BASE**length) % _BASE**length
    offer_id = rest + sum(_BASE**shorter for shorter in range(_SHORTEST, length))
    return offer_id or None


def spaced(code: str) -> str:
    """As people read it: `XXX-XXX`."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
