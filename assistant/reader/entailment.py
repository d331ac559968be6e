"""What a source says of a claim: that it is so, nothing of it, or that it is otherwise. A trained network decides."""

from pathlib import Path

LABELS = ("entailment", "neutral", "contradiction")
"""What a premise says of a hypothesis: that it is so, nothing, that it is otherwise."""
MODEL = Path(__file__).with_name("entailment.onnx")
