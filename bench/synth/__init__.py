"""Synthetic filings: consistent figures, printed in many layouts, damaged in known ways."""
