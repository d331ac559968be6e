"""Scripts that make the committed numbers from open data; each writes one file and can be run again."""
