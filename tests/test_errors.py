"""One tree of errors, so that one except catches them all."""

from __future__ import annotations

import inspect

import mtqa
from mtqa import errors


def test_every_error_is_an_mtqa_error_and_is_drawn_in_the_tree() -> None:
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass)]
    assert all(issubclass(c, errors.MtqaError) for c in classes)
    assert all(c.__name__ in (errors.__doc__ or "") for c in classes)
    assert mtqa.MtqaError is errors.MtqaError


def test_a_bad_record_is_a_bad_input() -> None:
    assert issubclass(errors.RecordError, errors.InputError)
