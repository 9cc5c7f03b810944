"""What members read: verdicts, hints, explanations and worked examples."""
