"""The review page: filings as one HTML file in which a person looks, decides and saves."""
