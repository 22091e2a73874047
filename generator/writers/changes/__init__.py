"""What happens in a district on its next school day, from its canonical files."""
