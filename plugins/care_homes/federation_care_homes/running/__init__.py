"""How it goes in homes: rounds, admissions, new residents and their plans, what residents chose."""
