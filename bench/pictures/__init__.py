"""Printed filings as PDFs and scans of them, with the truth and the place of every value."""
