"""PDF: pages with text to rows and cells, pages without to pictures."""
