"""Outcome → text. One module each, with its own types; a format is a function from an outcome and a language to a string."""
