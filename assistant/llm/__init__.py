"""The chat model: one client for every server, the local server, prompts, token counts and failures."""
