"""What an operator has to do with: health, logs, faults, limits of time."""
