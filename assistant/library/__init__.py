"""Where papers live and how they are found. Knows nothing of questions, prompts or models that write."""
