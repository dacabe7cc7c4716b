"""From articles to events and claims: who did what to whom, and who says so."""
