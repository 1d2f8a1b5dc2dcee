"""The console of those who keep the directory: an application of its own, apart from the public side."""
