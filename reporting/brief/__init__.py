"""The leadership brief, briefs of schools and analysis tables (docs/brief.md)."""
