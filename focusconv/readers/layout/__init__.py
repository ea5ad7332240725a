"""Layout: words with places to rows and cells, for PDFs and recognized pictures alike."""
