"""How a measure stands: expected, attainment, status and forecast, reckoned from nothing but its own numbers.

Everything in here is pure: values in, a value out. The day is an argument, and nothing is read or written.
"""
