"""Pages, feeds and plain-text copies become articles: body, byline, day, and what was left out."""
