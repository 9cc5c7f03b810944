"""Areas of work: what a federation works on, which mandates and profiles name; a federation adds its own."""
