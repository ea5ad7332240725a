"""What a filing says, as one hash: the same for the same document under another name."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from focusconv.record.filing import Filing
from focusconv.record.limits import encode


def content_sha256(filing: Filing) -> str:
    """The hash of the whole record but for the name of its document's file, 64 hex digits.

    Raises InvalidExport where the filing holds what no export can (see `limits`).
    """
    nameless = replace(filing, source=replace(filing.source, name=""))
    return hashlib.sha256(encode(nameless)).hexdigest()
