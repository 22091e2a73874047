"""What the rules of data quality need beyond SQL."""
