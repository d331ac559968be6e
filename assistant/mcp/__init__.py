"""The features as tools of a Model Context Protocol server, for desktop assistants and editors."""
