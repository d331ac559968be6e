"""The commands of `papers`, a group of them a file: they read options, call a feature and print. No feature's work is done here."""
