"""A research-paper assistant: answers about a library of abstracts, every sentence cited and checked."""

__version__ = "0.1.0"
