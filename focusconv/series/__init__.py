"""Segregated funds over time: filings to points, points to lines, lines to one page."""
