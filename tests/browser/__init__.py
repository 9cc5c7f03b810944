"""The main journeys in a real browser, each page checked for accessibility."""
