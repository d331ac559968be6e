"""The folder of a model that reads entailment: `model.onnx`, `config.json` and, for a cross-encoder, `tokenizer.json`.

Whatever is missing, damaged or odd is one error that says what to do.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.locked_cached_property import locked_cached_property

LABELS = ("entailment", "neutral", "contradiction")
"""What a premise says of a hypothesis: that it is so, nothing, that it is otherwise."""


class ModelFolder:
    """The files of a model, each read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @locked_cached_property
    def config(self) -> dict[str, Any]:
        """What `config.json` says of the model; SettingsError where it cannot be read."""
        try:
            config = json.loads(self.file("config.json").read_text(encoding="utf-8"))
        except ValueError as error:
            raise self.error(f"{self.path / 'config.json'} cannot be read: {error}.") from error
        if not isinstance(config, dict):
            raise self.error(f"{self.path / 'config.json'} does not describe a model.")
        return config

    @locked_cached_property
    def columns(self) -> list[int]:
        """The model's output for each of LABELS, by its name in the config."""
        labels = self.config.get("id2label")
        named = labels.items() if isinstance(labels, dict) else ()
        columns = {str(label).casefold(): int(number) for number, label in named if str(number).isdigit()}
        if sorted(columns) != sorted(LABELS):
            raise SettingsError(
                f"The outputs of the model in {self.path} are named {', '.join(columns) or 'nothing'}.",
                f"Name them {', '.join(LABELS)} in id2label of its config.json, or unset PAPERS_READER.",
            )
        return [columns[label] for label in LABELS]

    @locked_cached_property
    def session(self) -> Any:
        """The model, ready to run on one thread; its SHA-256 must be the one in the config, where that has one."""
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as faults

        content = self.file("model.onnx").read_bytes()
        expected = self.config.get("sha256")
        if expected and hashlib.sha256(content).hexdigest() != expected:
            raise self.error(f"{self.path / 'model.onnx'} is damaged.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except (faults.Fail, faults.InvalidArgument, faults.InvalidGraph, faults.InvalidProtobuf) as error:
            raise self.error(f"{self.path / 'model.onnx'} is no model that can be run.") from error

    def file(self, name: str) -> Path:
        """The path of one of the files; SettingsError where it is not there."""
        if not (path := self.path / name).is_file():
            raise self.error(f"{self.path} has no {name}.")
        return path

    def error(self, message: str) -> SettingsError:
        """The error with this message, and what to do."""
        return SettingsError(
            message,
            "Set PAPERS_READER to a folder with model.onnx, tokenizer.json and config.json, or to off, or unset it.",
        )
