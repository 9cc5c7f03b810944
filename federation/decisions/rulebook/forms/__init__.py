"""The forms of rules, floors and kinds of matter."""
