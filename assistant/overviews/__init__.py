"""Many papers on one topic → a summary, sections by theme, and what is open; every sentence a checked claim."""
