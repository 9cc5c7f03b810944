"""The demonstration: a made-up federation with two years of history, told through the product's own actions."""
