"""The rows of a cover page, as the two forms print them and as scans deliver them."""

from __future__ import annotations

from typing import Literal

from bench.synth.sheets import BREAK, Printed, slashed

Cover = Literal["clean", "boxed", "run-on", "cropped", "missing"]

_REGIMES = (
    ("FCM's Customer Segregated Funds", "customer segregated funds"),
    ("FCM's Customer Secured Amount Funds", "customer secured funds"),
    ("FCM's Cleared Swaps Customer Collateral", "cleared swaps customer collateral"),
)

_CROP = 4
"""Characters that a scan cuts off at the left edge of a cropped cover."""

_CROPPED_FACTS = (
    "contact.name",
    "address.street",
    "address.city",
    "address.state",
    "address.zip",
)


def print_cover(filing: Printed, way: Cover) -> None:
    """Give the cover sheet its rows; take back from the header what they no longer show."""
    sheet = next(sheet for sheet in filing.sheets if sheet.cover)
    if way == "missing":
        filing.sheets.remove(sheet)
        _forget_cover(filing)
        return
    if filing.edition.system == "WinJammer":
        sheet.rows = _daily(filing, way)
        return
    rows = _focus(filing, way)
    if way == "cropped":
        rows = [_crop(row) for row in rows]
        for name in _CROPPED_FACTS:
            filing.header.pop(name, None)
    sheet.rows = rows


def _forget_cover(filing: Printed) -> None:
    for key, truth in filing.truth.items():
        if key.startswith("cover/"):
            truth.kind, truth.value = "absent", None
    kept = {"name", "period.end", "submitted"}
    for name in set(filing.header) - kept:
        if name == "period.begin":
            del filing.header[name]
        elif name != "type":
            filing.header[name] = None
    filing.header.pop("type", None)


def _crop(row: str) -> str:
    first, _, rest = row.partition(BREAK)
    return first[_CROP:] + (BREAK + rest if rest else "")


def _box(number: str, way: Cover) -> str:
    return f"[{number}]" if way in ("boxed", "cropped") else number


def _joined(*cells: str) -> str:
    return BREAK.join(cells)


def _focus(filing: Printed, way: Cover) -> list[str]:
    who = _filer(filing, way)
    if way == "run-on":
        who = [" ".join(part).replace(BREAK, " ") for part in (who[:9], who[9:])]
    return [*_purpose(way), *who, *_subsidiaries(way), *_EXECUTION]


def _cell(text: str, number: str, way: Cover) -> str:
    return f"{text} {_box(number, way)}"


def _purpose(way: Cover) -> list[str]:
    """The top of the cover: the form, and under which rule it is filed."""
    rules = (
        ("1) Rule 17a-5(a) X", "16"),
        ("2) Rule 17a-5(b)", "17"),
        ("3) Rule 17a-11", "18"),
        ("4) Special request by designated examining authority", "19"),
        ("5) Other", "26"),
    )
    marks = [_cell(text, number, way) for text, number in rules]
    return [
        "UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
        "FORM X-17A-5",
        "FOCUS REPORT",
        "(FINANCIAL AND OPERATIONAL COMBINED UNIFORM SINGLE REPORT)",
        f"PART II {_box('11', way)}",
        "(Please read instructions before preparing Form)",
        "This report is being filed pursuant to (Check Applicable Block(s)):",
        _joined(*marks[:3]),
        _joined(*marks[3:]),
    ]


def _filer(filing: Printed, way: Cover) -> list[str]:
    """Who files, from where, for which period, and whom to call."""
    facts = filing.facts
    begin, end = slashed(facts.begin, short=True), slashed(facts.end, short=True)
    place = ((facts.city, "21"), (facts.state, "22"), (facts.zip, "23"), (end, "25"))
    return [
        _joined("NAME OF BROKER-DEALER", "SEC. FILE NO."),
        _joined(_cell(facts.name, "13", way), _cell(facts.sec_file_number, "14", way)),
        _joined("ADDRESS OF PRINCIPAL PLACE OF BUSINESS (Do not use P.O. Box No.)", "FIRM ID NO."),
        _joined("", _cell(facts.firm_id, "15", way)),
        _joined(_cell(facts.street, "20", way), "FOR PERIOD BEGINNING (MM/DD/YY)"),
        _joined("(No. and Street)", _cell(begin, "24", way)),
        _joined("", "AND ENDING (MM/DD/YY)"),
        _joined(*(_cell(text, number, way) for text, number in place)),
        _joined("(City)", "(State)", "(Zip Code)"),
        _joined(
            "NAME AND TELEPHONE NUMBER OF PERSON TO CONTACT IN REGARD TO THIS REPORT",
            "(Area code) - Telephone No.",
        ),
        _joined(_cell(facts.contact, "30", way), _cell(facts.telephone, "31", way)),
    ]


def _subsidiaries(way: Cover) -> list[str]:
    pairs = [_joined(_box(str(n), way), _box(str(n + 1), way)) for n in (32, 34, 36, 38)]
    return [
        _joined(
            "NAME(S) OF SUBSIDIARIES OR AFFILIATES CONSOLIDATED IN THIS REPORT", "OFFICIAL USE"
        ),
        *pairs,
        _joined(
            "DOES RESPONDENT CARRY ITS OWN CUSTOMER ACCOUNTS ?",
            _cell("YES X", "40", way),
            _cell("NO", "41", way),
        ),
        _cell("CHECK HERE IF RESPONDENT IS FILING AN AUDITED REPORT", "42", way),
    ]


_EXECUTION = (
    "EXECUTION:",
    "The registrant/broker or dealer submitting this Form and its attachments and the person(s)"
    " by whom it is executed represent hereby that all information contained therein is true,"
    " correct and complete.",
    "Dated the day of 20",
    "Manual Signatures of:",
    "1)",
    "Principal Executive Officer or Managing Partner",
    "2)",
    "Principal Financial Officer or Partner",
    "ATTENTION - Intentional misstatements or omissions of facts constitute Federal Criminal"
    " Violations. (See 18 U.S.C. 1001 and 15 U.S.C. 78:f (a)",
    "FINRA",
)


def _daily(filing: Printed, way: Cover) -> list[str]:
    facts = filing.facts
    kind = "AMENDED" if facts.amended else "INITIAL"
    email = facts.email
    if way == "cropped" and len(email) > 12:
        cut = email.index("@") + 6
        email = f"{email[:cut]}{BREAK}{email[cut:]}"
    values = [facts.name, facts.contact, facts.telephone, *email.split(BREAK)]
    labels = ["Name of Company", "Contact Name", "Contact Phone Number", "Contact Email Address"]
    head = filing.sheets[1].head
    top = ["WINJAMMER FILING", kind, *head, *head, "Daily Segregation - Cover Page"]
    if way in ("run-on", "cropped"):
        rows = [" ".join(labels) + BREAK + " ".join(values)]
    else:
        rows = [f"{a}{BREAK}{b}" for a, b in zip(labels, values, strict=False)]
    for (title, funds), target in zip(_REGIMES, facts.targets, strict=True):
        rows += _target(title, funds, target.six(), way)
    return [*top, *rows, "Attach supporting documents"]


def _target(title: str, funds: str, six: tuple[str, ...], way: Cover) -> list[str]:
    a, b, c_low, c_high, d_low, d_high = six
    head = f"{title} Residual Interest Target (choose one):"
    parts = [
        (head, ""),
        ("a. Minimum dollar amount: ; or", a),
        (f"b. Minimum percentage of {funds} required:%; or", b),
        ("c. Dollar amount range between:and; or", f"{c_low} {c_high}"),
        (f"d. Percentage range of {funds} required between:% and%.", f"{d_low} {d_high}"),
    ]
    if way in ("run-on", "cropped"):
        return [" ".join(p for p, _ in parts) + BREAK + " ".join(v for _, v in parts if v)]
    if way == "boxed":
        return [
            head,
            f"a. Minimum dollar amount: {a} ; or",
            f"b. Minimum percentage of {funds} required: {b} % ; or",
            f"c. Dollar amount range between: {c_low} and {c_high} ; or",
            f"d. Percentage range of {funds} required between: {d_low} % and {d_high} %.",
        ]
    return [f"{p}{BREAK}{v}" if v else p for p, v in parts]
