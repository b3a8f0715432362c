"""Time the page as a reader meets it: from paste to findings and to scores, in a real browser.

    python tests/serve/measure_page.py

starts ``mtqa serve`` with the shipped model, pastes 500 words of the samples six times and
prints each time and the medians. No test: a figure of a busy machine says nothing.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
WORDS, PASTES = 500, 6
#: Clears the box, pastes, and resolves to the milliseconds until a finding stands on the page and
#: until the scores do. Timed inside the page: the driver polls only twice a second.
PASTE = """async text => {
  const box = document.querySelector("textarea"), result = document.getElementById("result");
  const put = value => {
    box.value = value;
    box.dispatchEvent(new InputEvent("input", {inputType: "insertFromPaste"}));
  };
  put("");
  await new Promise(done => setTimeout(done, 500));
  const begun = performance.now();
  return await new Promise(done => {
    let findings = null;
    const watch = new MutationObserver(() => {
      if (result.querySelector("mark.u")) findings ??= performance.now() - begun;
      if (!result.querySelector(".verdict:not(.v-none)")) return;
      watch.disconnect();
      done([findings, performance.now() - begun]);
    });
    watch.observe(result, {childList: true, subtree: true});
    put(text);
  });
}"""


def sample_text() -> str:
    """500 words of the garbled samples, in their paragraphs."""
    words = 0
    kept: list[str] = []
    for path in sorted((ROOT / "seeds" / "mt").glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            if words < WORDS:
                kept.append(" ".join(block.split()[: WORDS - words]))
                words += len(kept[-1].split())
    return "\n\n".join(kept)


def main() -> None:
    """Print the times."""
    command = [sys.executable, "-m", "mtqa", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = next(w for w in server.stderr.readline().split() if w.startswith("http"))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page()
                page.goto(address)
                pasted = [page.evaluate(PASTE, sample_text()) for _ in range(PASTES)]
                browser.close()
        finally:
            server.terminate()
    for what, milliseconds in zip(("findings", "scores"), zip(*pasted, strict=True), strict=True):
        times = [each / 1000 for each in milliseconds]
        print(
            f"time to {what}: median {statistics.median(times):.2f} s, worst {max(times):.2f} s, "
            f"{PASTES} times {WORDS} words:",
            *(f"{seconds:.2f}" for seconds in times),
        )


if __name__ == "__main__":
    main()
