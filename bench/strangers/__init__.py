"""Filings as other people print them: a second generator, independent of `bench.synth`.

Its figures, wordings, layouts and noise were written from the forms' facts alone, without a
look at how the program reads or at what the first generator prints. What both agree on is a
property of the program; what only one of them shows is a property of the generator.
"""
