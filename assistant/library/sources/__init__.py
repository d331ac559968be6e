"""Where papers come from: each module turns one format into Papers, and says what it had to refuse."""
