"""A day's, week's or month's papers → TL;DRs, themes and a headline."""
