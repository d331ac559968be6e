"""Who writes: models behind the OpenAI protocol, and the three ways of writing with a large one, a small one, none."""
