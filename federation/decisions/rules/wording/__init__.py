"""The words that members read: verdicts, hints, explanations and worked examples."""
