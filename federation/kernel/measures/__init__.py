"""Measures of the field as pure functions: exact where votes and money are counted, in floats where a published formula
is one of statistics. The standard library is all they use, so that rules may import them."""
