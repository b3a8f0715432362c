"""A folder of a few words in the form of WordNet 3.0."""

from __future__ import annotations

from pathlib import Path

_LICENCE = "  1 This line of the licence is indented.\n"
#: Three senses of a noun, a verb, an adjective with a place, and a phrase.
_FILES = {
    "data.noun": (
        "00000001 06 n 02 lantern 0 lamp 0 001 @ 00000009 n 0000 | a light\n"
        "00000002 06 n 03 lantern 0 Beacon 0 fire_beacon 0 000 | a signal\n"
        "00000003 06 n 02 lantern 0 skylight 0 000 | a window\n"
    ),
    "index.noun": "lantern n 3 1 @ 3 2 00000001 00000002 00000003\n",
    "data.verb": "00000004 30 v 02 mend 0 patch 0 000 | to repair\n",
    "index.verb": "mend v 1 0 1 1 00000004\n",
    "data.adj": "00000005 00 a 02 drowsy 0 dozy(ip) 0 000 | sleepy\n",
    "index.adj": "drowsy a 1 0 1 0 00000005\nhot_dog a 1 0 1 0 00000005\n",
    "data.adv": "",
    "index.adv": "",
}


def write_wordnet(folder: Path) -> Path:
    """Write the files; returns the folder."""
    for name, lines in _FILES.items():
        (folder / name).write_text(_LICENCE + lines, encoding="latin-1")
    return folder
