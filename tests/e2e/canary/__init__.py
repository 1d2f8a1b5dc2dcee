"""Nothing kept, shown by attack."""
