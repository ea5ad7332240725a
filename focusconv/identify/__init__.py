"""Identify: which edition a document is, the statement of each part, and its filings."""
