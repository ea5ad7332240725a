"""Text of any kind to a Document: what OCR engines, PDF-to-text tools and spreadsheets write."""

from focusconv.readers.text.decode import Limits
from focusconv.readers.text.read import read_text

__all__ = ["Limits", "read_text"]
