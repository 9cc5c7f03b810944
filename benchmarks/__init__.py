"""How fast the product is, beside a bare Flask page on the same server in the same run."""
