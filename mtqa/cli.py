"""The command line: parse, call the API, render. Data to stdout, progress and logs to stderr.

Exit codes: 0 clean, 1 a ``--fail-on`` condition met, 2 a usage or input error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from mtqa.cli_train import train
from mtqa.config import Config, load_config
from mtqa.errors import ConfigError, InputError, MtqaError
from mtqa.fail_on import Condition, parse_condition
from mtqa.garbage import collect_rarely
from mtqa.types import Document, DocumentReport, Status

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Tell from an English text alone how fluent it is and whether a machine translated it.",
)
app.add_typer(train, name="train")

_CLEAN, _FAILED, _USAGE = 0, 1, 2


class OutputFormat(str, Enum):
    """What ``mtqa score --format`` takes."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"
    sarif = "sarif"
    github = "github"
    lines = "lines"


class DiffOutput(str, Enum):
    """What ``mtqa diff --format`` takes."""

    html = "html"
    json = "json"
    text = "text"


ConfigOption = Annotated[Path | None, typer.Option("--config", help="YAML file with options.")]
SelectOption = Annotated[
    str | None, typer.Option(help="Detector ids or groups to run, comma-separated.")
]
IgnoreOption = Annotated[
    str | None, typer.Option(help="Detector ids or groups to leave out, comma-separated.")
]
ModelOption = Annotated[
    str | None, typer.Option(help="Model folder, .gguf file or hub id of any causal LM.")
]
TierOption = Annotated[
    str | None,
    typer.Option(help="fast (no neural network), default, or accurate (SmolLM2-135M, too)."),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="File (with suffix) or folder; stdout without."),
]


@app.command()
def score(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs, or - for stdin.")],
    format: Annotated[OutputFormat, typer.Option("--format", "-f")] = OutputFormat.text,  # noqa: A002
    output: OutputOption = None,
    text_column: Annotated[str, typer.Option(help="Field of a record with its text.")] = "text",
    id_column: Annotated[str, typer.Option(help="Field of a record with its id.")] = "id",
    config: ConfigOption = None,
    select: SelectOption = None,
    ignore: IgnoreOption = None,
    rules: Annotated[
        list[Path] | None, typer.Option(help="YAML file with your own rules; repeatable.")
    ] = None,
    model: ModelOption = None,
    tier: TierOption = None,
    profile: Annotated[
        str | None, typer.Option(help="strict, default or lenient false-positive rate.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Keep each score's contributions (json, jsonl, html).")
    ] = False,
    fail_on: Annotated[
        str | None, typer.Option(help="Exit 1 where e.g. 'p_mt>=0.9|quality<50' holds.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes to share the work.")] = 1,
) -> None:
    """Score documents: fluency, P(MT), artifact spans."""
    from mtqa.io import read_documents
    from mtqa.output import replacing, write_folder, write_stream
    from mtqa.pipeline import score_stream

    conditions = parse_condition(fail_on) if fail_on else ()
    options = load_config(
        config,
        {
            "select": _listed(select),
            "ignore": _listed(ignore),
            "rules": rules or None,
            "model": model,
            "tier": tier,
            "profile": profile,
            "explain": explain or None,
            "tokens": True if format is OutputFormat.html else None,
        },
    )
    tally = _Tally(conditions)

    def scored(documents: Iterable[Document]) -> Iterator[DocumentReport]:
        return tally.watch(score_stream(documents, options, workers))

    with _progress() as report_progress:
        tally.on_document = report_progress
        if output is not None and not output.suffix:
            for _ in write_folder(
                inputs, scored, format.value, output,
                text_column=text_column, id_column=id_column,
            ):  # fmt: skip
                pass
        else:
            documents = read_documents(inputs, text_column=text_column, id_column=id_column)
            if output is None:
                write_stream(scored(documents), format.value, sys.stdout)
            else:
                with replacing(output) as stream:
                    write_stream(scored(documents), format.value, stream)
    tally.summarise()
    raise typer.Exit(tally.exit_code)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="The text before the edit.")],
    after: Annotated[str | None, typer.Argument(help="The text after the edit.")] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Compare with its own certain repairs.")
    ] = False,
    format: Annotated[DiffOutput | None, typer.Option("--format", "-f")] = None,  # noqa: A002
    output: OutputOption = None,
    config: ConfigOption = None,
    model: ModelOption = None,
    tier: TierOption = None,
) -> None:
    """Show what an edit changed: artifacts repaired and introduced, scores before and after."""
    from mtqa.api import score_text
    from mtqa.diff import apply_suggestions, diff_documents, render_diff
    from mtqa.output import replacing

    if suggest == (after is not None):
        raise ConfigError("diff takes two texts, or one and --suggest")
    options = load_config(config, {"model": model, "tier": tier, "tokens": True})
    old = _single(before)
    first = score_text(old.text, options, id=old.id)
    if after is None:
        repaired, _ = apply_suggestions(old.text, first.findings)
        second = score_text(repaired, options, id=f"{old.id} (repaired)")
    else:
        new = _single(after)
        second = score_text(new.text, options, id=new.id)
    form = _diff_format(format, output)
    rendered = render_diff(diff_documents(first, second), form)
    if output is None:
        sys.stdout.write(rendered)
    else:
        with replacing(output) as stream:
            stream.write(rendered)


@app.command()
def detectors(
    detector: Annotated[str | None, typer.Argument(help="Show one detector's page.")] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The whole catalogue as Markdown.")
    ] = False,
) -> None:
    """Print the detector catalogue, or one detector's page."""
    from mtqa.detectors import catalogue
    from mtqa.detectors.pages import catalogue_markdown, detector_page, print_catalogue

    if markdown:
        sys.stdout.write(catalogue_markdown(catalogue().values()))
    elif detector is None:
        console = Console()
        # A pipe has no width of its own; 80 columns would break every line.
        print_catalogue(
            catalogue().values(), console if console.is_terminal else Console(width=140)
        )
    elif detector in catalogue():
        sys.stdout.write(detector_page(catalogue()[detector]))
    else:
        raise ConfigError(f"detector {detector!r} is unknown; 'mtqa detectors' lists the ids")


@app.command()
def synth(
    inputs: Annotated[list[str], typer.Argument(help="Clean English: files, folders, globs, -.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="JSON Lines file; stdout without.")
    ] = None,
    recall: Annotated[
        bool, typer.Option("--recall", help="Print what the detectors find of it, as a table.")
    ] = False,
    detectors: Annotated[
        str | None, typer.Option(help="Ids or groups whose faults to make, comma-separated.")
    ] = None,
    per_document: Annotated[int, typer.Option(help="Most faults in one document.")] = 8,
    seed: Annotated[int, typer.Option(help="Same seed, same faults.")] = 0,
    slice: Annotated[  # noqa: A002
        str | None, typer.Option(help="Only documents of this slice: train or held-out.")
    ] = None,
    text_column: Annotated[str, typer.Option(help="Field of a record with its text.")] = "text",
    id_column: Annotated[str, typer.Option(help="Field of a record with its id.")] = "id",
) -> None:
    """Put labelled faults into clean text, for tests, training and recall."""
    from mtqa.io import read_documents
    from mtqa.synth.run import SynthOptions, run_synth

    documents = read_documents(inputs, text_column=text_column, id_column=id_column)
    options = SynthOptions(_listed(detectors) or (), per_document, seed, slice)
    run_synth(documents, options, output, sys.stdout, recall=recall, log=sys.stderr)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address; other than loopback it is open to all.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes a free one.")] = 8000,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest body of a request.")] = 1_000_000,
    seconds: Annotated[float, typer.Option(min=0.1, help="Longest time of a request.")] = 60.0,
    concurrency: Annotated[int, typer.Option(min=1, help="Requests under way at once.")] = 32,
    config: ConfigOption = None,
    model: ModelOption = None,
    tier: TierOption = None,
) -> None:
    """Serve a page that scores as you type, and a JSON API."""
    from importlib.util import find_spec

    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise ConfigError("the server's libraries are missing; install mtqa[serve]")
    from mtqa.serve.limits import Limits
    from mtqa.serve.run import run_server

    options = load_config(config, {"model": model, "tier": tier})
    run_server(options, host, port, Limits(max_bytes, seconds, concurrency))


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def evaluate(context: typer.Context) -> None:
    """Measure mtqa on a data set, as Hugging Face's scripts do; takes the options of run_eval."""
    from mtqa.hf.run_eval import evaluate as run

    run(context.args)


@app.command(name="config")
def show_config(config: ConfigOption = None) -> None:
    """Print every option as it would be used, as YAML."""
    import yaml

    options = load_config(config)
    yaml.safe_dump(options.model_dump(mode="json"), sys.stdout, sort_keys=False)


@app.command()
def selftest() -> None:
    """Check that this installation reproduces the known scores of a few built-in texts."""
    from mtqa.pipeline import DEFAULT_MODEL, Pipeline
    from mtqa.resources import models_dir
    from mtqa.selftest import SELFTEST_NAME, differences

    pipeline = Pipeline(Config())
    wrong = differences(pipeline, models_dir() / DEFAULT_MODEL / SELFTEST_NAME)
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{'failed' if wrong else 'ok'}  {pipeline.signature}\n")
    raise typer.Exit(_FAILED if wrong else _CLEAN)


@app.command()
def results(
    data: Annotated[Path, typer.Option(help="Folder with wmt/, htmt/, human/ …")] = Path(
        "../shared/data"
    ),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="docs/results.md, or _TIER.md, without.")
    ] = None,
    share: Annotated[float, typer.Option(help="Of the usual numbers of texts.")] = 1.0,
    workers: Annotated[int, typer.Option(min=1, help="Processes to share the work.")] = 2,
    peer_model: Annotated[
        str | None, typer.Option(help="Folder or hub id of a causal LM to compare with.")
    ] = None,
    wordnet: Annotated[
        Path | None, typer.Option(help="Folder of WordNet 3.0, to measure spun text with.")
    ] = None,
    tier: TierOption = None,
) -> None:
    """Measure every contrast on the development sets and write docs/results.md."""
    from mtqa.evaluation.results import write_results

    measured = load_config(None, {"tier": tier}).tier
    page = "results.md" if measured == "default" else f"results_{measured}.md"
    path = write_results(
        data,
        output or Path("docs") / page,
        share=share,
        workers=workers,
        peer_model=peer_model,
        wordnet=wordnet,
        tier=measured,
    )
    sys.stderr.write(f"wrote {path}\n")


_RoundTrips = Annotated[
    list[Path] | None,
    typer.Option(
        "--roundtrips",
        help="What mtqa train roundtrips made of configs/*_to_judge.yaml; may recur.",
    ),
]
_Texts = Annotated[
    list[Path] | None,
    typer.Option(
        "--texts", help="JSON Lines with id and text, as mtqa train spins makes; may recur."
    ),
]


@app.command(name="detector-rates")
def detector_rates(
    data: Annotated[Path, typer.Option(help="Folder with wmt/, htmt/, human/ …")] = Path(
        "../shared/data"
    ),
    output: Annotated[Path, typer.Option("--output", "-o")] = Path(
        "mtqa/detectors/data/measured.json"
    ),
    findings: Annotated[
        Path | None, typer.Option(help="Write a sample of findings to judge here instead.")
    ] = None,
    per_detector: Annotated[int, typer.Option(help="Findings a detector in the sample.")] = 50,
    words: Annotated[int, typer.Option(help="Words read of each kind of text.")] = 200_000,
    everything: Annotated[
        bool, typer.Option(help="With --findings: read all texts, without the language model.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Same seed, same texts.")] = 0,
    roundtrips: _RoundTrips = None,
    texts: _Texts = None,
) -> None:
    """Count each detector's findings by kind of text, or sample findings to judge."""
    from mtqa.evaluation.detector_rates import write_rates
    from mtqa.lm.causal import load_own_model
    from mtqa.pipeline import DEFAULT_MODEL
    from mtqa.resources import models_dir

    path = write_rates(
        data,
        output,
        findings=findings,
        per_detector=per_detector,
        words=None if everything else words,
        seed=seed,
        model=None if everything else load_own_model(models_dir() / DEFAULT_MODEL),
        roundtrips=roundtrips or (),
        texts=texts or (),
    )
    sys.stderr.write(f"wrote {path}\n")


@app.command(name="judged-findings")
def judged_findings(
    data: Annotated[Path, typer.Option(help="Folder with wmt/, htmt/, human/ …")] = Path(
        "../shared/data"
    ),
    ledger: Annotated[Path, typer.Option(help="Where each judged finding stands.")] = Path(
        "docs/judged_findings.tsv"
    ),
    add: Annotated[
        list[Path] | None,
        typer.Option(help="What a judge made of detector-rates --findings: records plus “right”."),
    ] = None,
    figures: Annotated[Path, typer.Option(help="Enter the counts here.")] = Path(
        "mtqa/detectors/data/measured.json"
    ),
    roundtrips: _RoundTrips = None,
    texts: _Texts = None,
) -> None:
    """Find the judged findings again and count how many of each detector's were right."""
    from mtqa.evaluation.judged_findings import add_judgements, judge_again

    today = None
    if add:
        add_judgements(ledger, add)
        today = datetime.now(timezone.utc).date().isoformat()
    judge_again(ledger, data, figures, today, roundtrips or (), texts or ())
    sys.stderr.write(f"wrote {figures}\n")


@app.command(name="spun-recall")
def spun_recall(
    sets: Annotated[Path, typer.Option(help="Folder of the texts.")] = Path("tests/spun"),
    data: Annotated[Path, typer.Option(help="Folder with human/.")] = Path("../shared/data"),
    output: Annotated[Path, typer.Option("--output", "-o")] = Path("docs/spun_terms.md"),
    words: Annotated[int, typer.Option(help="Words of native prose.")] = 3_000_000,
    manuals: Annotated[
        Path | None, typer.Option(help="What mtqa train manuals wrote; a fifth of it is read.")
    ] = None,
) -> None:
    """Count spun technical terms that are found, on texts that no list was made from."""
    from mtqa.evaluation.spun_recall import write_spun_recall

    sys.stderr.write(f"wrote {write_spun_recall(sets, data, output, words, manuals)}\n")


@app.command(name="synth-recall")
def synth_recall(
    data: Annotated[Path, typer.Option(help="Folder with human/.")] = Path("../shared/data"),
    output: Annotated[Path, typer.Option("--output", "-o")] = Path("docs/recall.md"),
    words: Annotated[int, typer.Option(help="Words of native prose to draw.")] = 850_000,
) -> None:
    """Count what the detectors find of made faults and write docs/recall.md."""
    from mtqa.evaluation.synth_recall import write_synth_recall

    sys.stderr.write(f"wrote {write_synth_recall(data, output, words)}\n")


@app.command(name="lm-report")
def lm_report(
    data: Annotated[Path, typer.Option(help="Folder with human/, blimp/, wild/ …")] = Path(
        "../shared/data"
    ),
    model: Annotated[Path, typer.Option(help="Model folder to measure.")] = Path("models/en-small"),
    stream: Annotated[Path, typer.Option(help="Its training stream, for the n-grams.")] = Path(
        "runs/lm/train.bin"
    ),
    peer: Annotated[
        str | None, typer.Option(help="A larger model: .gguf file, folder or hub id.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o")] = Path("docs/lm.md"),
) -> None:
    """Compare the language model with an n-gram model and a peer; write docs/lm.md."""
    from mtqa.evaluation.lm_report import write_lm_report

    sys.stderr.write(f"wrote {write_lm_report(data, model, stream, output, peer)}\n")


@app.command(name="learning-curve")
def learning_curve(
    config: Annotated[Path, typer.Option("--config")] = Path("configs/train_evidence.yaml"),
    output: Annotated[Path, typer.Option("--output", "-o")] = Path("docs/learning_curve.md"),
) -> None:
    """Fit the n-gram evidence on growing shares of the data and write the curve."""
    from mtqa.evaluation.learning_curve import write_learning_curve
    from mtqa.train.settings import EvidenceSettings, load_settings

    settings = load_settings(config, EvidenceSettings)
    sys.stderr.write(f"wrote {write_learning_curve(settings, output)}\n")


def main() -> None:
    """Run the command line; errors of mtqa print one line and exit with 2."""
    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except MtqaError as error:
        sys.stderr.write(f"mtqa: {' '.join(str(error).split())}\n")
        sys.exit(_USAGE)
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_CLEAN)
    except KeyboardInterrupt:
        sys.stderr.write("mtqa: interrupted\n")
        sys.exit(130)


class _Tally:
    """Counts documents on their way to the output, and what they mean for the exit code."""

    def __init__(self, conditions: tuple[Condition, ...]) -> None:
        self._conditions = conditions
        self._documents = self._errors = self._met = 0
        self._first_error = ""
        self.on_document: Any = None

    def watch(self, reports: Iterator[DocumentReport]) -> Iterator[DocumentReport]:
        """Yield ``reports`` unchanged."""
        for report in reports:
            self._documents += 1
            self._errors += report.status is Status.ERROR
            self._first_error = self._first_error or report.error or ""
            self._met += any(condition.holds(report) for condition in self._conditions)
            if self.on_document is not None:
                self.on_document(self._documents)
            yield report

    def summarise(self) -> None:
        """Say on stderr what a program that reads stdout would miss."""
        if self._errors:
            sys.stderr.write(
                f"mtqa: {self._errors} of {self._documents} documents could not be read; "
                f"the first: {' '.join(self._first_error.split())}\n"
            )
        if self._met:
            sys.stderr.write(f"mtqa: --fail-on met by {self._met} of {self._documents} documents\n")

    @property
    def exit_code(self) -> int:
        """2 where nothing could be read, 1 where a condition was met, else 0."""
        if self._documents and self._errors == self._documents:
            return _USAGE
        return _FAILED if self._met else _CLEAN


class _progress:  # noqa: N801 (used as a function)
    """A counter on stderr, only on a terminal."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.completed} documents"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Any:  # noqa: ANN401
        self._bar.start()
        task = self._bar.add_task("", total=None)
        return lambda count: self._bar.update(task, completed=count)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _listed(names: str | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _single(path: str) -> Document:
    """Read the one document of an input."""
    from mtqa.io import read_documents

    documents = list(read_documents([path]))
    if len(documents) != 1:
        raise InputError(f"{path}: holds {len(documents)} documents; diff compares single texts")
    if documents[0].error is not None:
        raise InputError(documents[0].error)
    return documents[0]


def _diff_format(chosen: DiffOutput | None, output: Path | None) -> Any:  # noqa: ANN401
    if chosen is not None:
        return chosen.value
    suffixes = {".html": "html", ".json": "json"}
    return suffixes.get(output.suffix, "text") if output is not None else "text"
