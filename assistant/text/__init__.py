"""Pure functions over English text: sentences, words, names, quantities, acronyms, shortening. No model, no I/O."""
