"""One paper → plain language for a stated reader, with a glossary and what to read next."""
