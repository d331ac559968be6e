"""What may be said, and what it rests on: sentences, evidence, numbered sources, checked claims."""
