"""The measurements of `papers eval`: how good it is, on open evaluation sets, beside published baselines."""
