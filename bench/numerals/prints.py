"""What forms print where numbers stand: amounts, box numbers, percents, dates, and words among
them, drawn at random and from no filing."""

from __future__ import annotations

import random
import string

from focusconv.readers.engines.strip import CHARACTERS

_WORDS = """
total net amount customer funds cash securities market value option contracts less add deduct
line lines margins deposit segregated excess deficiency target equity banks other FCMs required
accounts balance see instructions page of and the in Section
"""


def answer(text: str) -> str:
    """What the model is to say of a print."""
    return "".join(char if char in CHARACTERS else "~" for char in text)


def random_print(rng: random.Random) -> str:
    """The text of one run of print."""
    kind = rng.choices(
        (_amount, _box, _short, _percent, _numeral, _words, _mixed, _torn),
        (42, 25, 10, 5, 4, 6, 5, 3),
    )[0]
    return kind(rng)


def _digits(rng: random.Random, count: int) -> str:
    """So many digits, now and then all alike or with zeros at the end."""
    first = rng.choice("123456789")
    if rng.random() < 0.06:
        return first * count
    rest = "".join(rng.choice(string.digits) for _ in range(count - 1))
    if count > 3 and rng.random() < 0.1:
        rest = rest[: count - 4] + "000"
    return first + rest


def _grouped(rng: random.Random) -> str:
    count = rng.choices(range(1, 13), (2, 2, 6, 10, 16, 18, 16, 12, 10, 6, 3, 2))[0]
    return f"{int(_digits(rng, count)):,}"


def _amount(rng: random.Random) -> str:
    number = _grouped(rng)
    dollar = rng.choices(("", "$", "$ "), (60, 32, 8))[0]
    space = " " if rng.random() < 0.1 else ""
    sign = rng.choices("n(-", (66, 22, 12))[0]
    if sign == "(":
        return f"{dollar}({space}{number}{space})"
    if sign == "-":
        return rng.choice((f"-{dollar}{number}", f"{dollar}-{number}"))
    return f"{dollar}{number}"


def _torn(rng: random.Random) -> str:
    """A part of an amount, as a gap or a streak leaves it."""
    number = _grouped(rng)
    return rng.choice(
        (f"({number}", f"{number})", f"{number},", f",{number}", "(", ")", "$", "( )")
    )


def _box(rng: random.Random) -> str:
    digits = "".join(rng.choice(string.digits) for _ in range(4))
    if rng.random() < 0.7:
        digits = rng.choice("345678") + digits[1:3] + rng.choice("0000005555" + string.digits)
    return f"[{digits}]" if rng.random() < 0.2 else digits


def _short(rng: random.Random) -> str:
    digit = "0" if rng.random() < 0.6 else str(rng.randrange(100))
    return rng.choice((digit, digit, f"${digit}", f"$ {digit}", f"({digit})", "-", "-0-"))


def _percent(rng: random.Random) -> str:
    if rng.random() < 0.4:
        year = rng.randrange(2000, 2040)
        return f"{rng.randrange(1, 13)}/{rng.randrange(1, 32)}/{year}"
    number = f"{rng.randrange(100)}" + (f".{rng.randrange(100)}" if rng.random() < 0.5 else "")
    return number + rng.choice(("", "%", " %"))


def _numeral(rng: random.Random) -> str:
    head = rng.choice((str(rng.randrange(1, 32)), rng.choice(string.ascii_uppercase)))
    return rng.choice((f"{head}.", f"({head})", f"{head}.", f"{head}.{rng.choice('ABCDE')}."))


def _words(rng: random.Random) -> str:
    words = rng.sample(_WORDS.split(), rng.randrange(1, 4))
    if rng.random() < 0.3:
        words = ["".join(rng.choices(string.ascii_letters, k=rng.randrange(1, 9)))]
    text = " ".join(words)
    return rng.choice((text, text.title(), text.upper(), f"({text})", f"{text},"))


def _mixed(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{_words(rng)} {_grouped(rng)}",
            f"{'.' * rng.randrange(3, 9)} {_box(rng)}",
            f"{_box(rng)} $",
            f"{_box(rng)} {_amount(rng)}",
            f"{_amount(rng)} {_box(rng)}",
            f"{_numeral(rng)} {_words(rng)}",
        )
    )
