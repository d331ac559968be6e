"""Results in the forms people take away: Markdown, HTML. Nothing is decided here, only put into shape."""
