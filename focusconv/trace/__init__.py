"""Looking at every step a document goes through: what each one gave, as text and as JSON.

The steps are asked once more, by the functions that converting calls: nothing in them knows that
it is looked at.
"""
