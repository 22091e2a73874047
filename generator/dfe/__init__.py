"""English school finance: a national set of schools, trusts and returns."""
