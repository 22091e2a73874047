"""Part `dost`: invented call records of a phone programme for parents."""
