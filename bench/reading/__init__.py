"""A hundred talks to read aloud: `python -m bench.reading.transcripts`, read as docs/reading.md says."""
