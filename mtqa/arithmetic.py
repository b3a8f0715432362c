"""The arithmetic that the shipped networks compute in."""

from __future__ import annotations

from enum import Enum
from functools import cache
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")


class Arithmetic(str, Enum):
    """How the matrices of a network are multiplied; all else is float32."""

    #: As whole numbers of eight bits (:func:`mtqa.network.whole_rows`).
    INTEGERS = "int8"
    FLOATS = "float32"


@cache
def quickest_arithmetic() -> Arithmetic:
    """Return what this processor is fastest in, where its sums of bytes are exact.

    Without the instructions for neural networks (VNNI), products of bytes are summed in pairs of
    16 bits, which overflow. docs/models.md says how far the results of the two differ.
    """
    has_vnni = any(flag in _processor_flags() for flag in ("avx512_vnni", "avx_vnni"))
    return Arithmetic.INTEGERS if has_vnni else Arithmetic.FLOATS


def multiplies_bfloat16() -> bool:
    """Tell whether this processor multiplies matrices of bfloat16, quicker than those of float32.

    It has AMX or AVX-512's products of bfloat16; others convert each number first. docs/models.md
    says how far what is read of a general model differs from float32.
    """
    return any(flag in _processor_flags() for flag in ("amx_bf16", "avx512_bf16"))


def _processor_flags() -> str:
    try:
        return _CPU_INFO.read_text(encoding="utf-8")
    except OSError:
        return ""
