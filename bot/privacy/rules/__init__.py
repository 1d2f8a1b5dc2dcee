"""One module per family of personal data; each has `find(reading)`, in folded positions, and never raises."""
