"""Learn to read runs of print, and write the model that the package holds.

`python -m bench.numerals.train --help`. It wants PyTorch and typefaces, which the project does
not depend on: bench/README.md says which were used.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from bench.numerals.net import Net
from bench.numerals.prints import answer, random_print
from bench.numerals.strips import Strips
from focusconv.readers.engines.strip import ACROSS, CHARACTERS, HIGH, as_given

BATCH = 64
POOL = 16
"""Batches that are drawn together and sorted by width, so that little is padded."""

Batch = tuple[Tensor, Tensor, Tensor, Tensor, list[str]]


def batches(fonts: list[Path], seed: int, count: int) -> Iterator[Batch]:
    """Batches of strips with what is to be said of each."""
    rng, strips = random.Random(seed), Strips(fonts, seed)
    made = 0
    while made < count:
        pool = []
        while len(pool) < BATCH * POOL:
            text = " ".join(random_print(rng).split())
            strip = strips.strip(text)
            if min(strip.shape) >= 4:
                given = as_given(strip)
                if given.shape[1] <= 900:
                    pool.append((given, text))
        pool.sort(key=lambda pair: pair[0].shape[1])
        some = [pool[k : k + BATCH] for k in range(0, len(pool), BATCH)]
        rng.shuffle(some)
        for batch in some:
            yield _batch(batch)
            made += 1


def _batch(pairs: list[tuple[Any, str]]) -> Batch:
    wide = max(given.shape[1] for given, _ in pairs)
    strips = np.zeros((len(pairs), 1, HIGH, wide), np.float32)
    for k, (given, _) in enumerate(pairs):
        strips[k, 0, :, : given.shape[1]] = given
    texts = [answer(text) for _, text in pairs]
    targets = [CHARACTERS.index(char) + 1 for text in texts for char in text]
    widths = [math.ceil(given.shape[1] / ACROSS) for given, _ in pairs]
    lengths = [len(text) for text in texts]
    return (
        torch.from_numpy(strips),
        torch.tensor(targets),
        torch.tensor(widths),
        torch.tensor(lengths),
        texts,
    )


def _draw(fonts: list[Path], seed: int, out: Any) -> None:
    torch.set_num_threads(1)
    for strips, targets, widths, lengths, texts in batches(fonts, seed, 10**9):
        out.put((strips.numpy(), targets.numpy(), widths.numpy(), lengths.numpy(), texts))


def read_out(scores: Tensor, widths: Tensor) -> list[str]:
    """The likeliest text of each strip."""
    found = []
    for row, width in zip(scores.argmax(2).tolist(), widths.tolist(), strict=True):
        said, last = [], 0
        for sign in row[:width]:
            if sign and sign != last:
                said.append(CHARACTERS[sign - 1])
            last = sign
        found.append("".join(said))
    return found


def right(net: Net, held: list[Batch]) -> float:
    """The share of strips that are read without an error."""
    net.eval()
    good = count = 0
    with torch.no_grad():
        for strips, _, widths, _, texts in held:
            read = read_out(net(strips), widths)
            good += sum(a == b for a, b in zip(read, texts, strict=True))
            count += len(texts)
    net.train()
    return good / count


def learn(options: argparse.Namespace) -> Net:
    """The net after so many minutes, at a rate that rises at once and falls to nothing."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    net = Net(options.wide).to(memory_format=torch.channels_last)
    if options.start:
        net.load_state_dict(torch.load(options.start))
    queue: Any = multiprocessing.Queue(48)
    for k in range(options.drawers):
        seed = options.seed * 1000 + k
        multiprocessing.Process(
            target=_draw, args=(options.fonts, seed, queue), daemon=True
        ).start()
    held = list(batches(options.held, 999, 48)) if options.held else []
    teacher = torch.optim.AdamW(net.parameters(), lr=options.rate, weight_decay=1e-2)
    loss_of = nn.CTCLoss(blank=0, zero_infinity=True)
    start, seen, step, mean = time.monotonic(), 0, 0, 0.0
    whole = options.minutes * 60
    last = start
    net.train()
    while (spent := time.monotonic() - start) < whole:
        rate = options.rate * min(1.0, (step + 1) / 300)
        rate *= 0.5 * (1 + math.cos(math.pi * spent / whole))
        for group in teacher.param_groups:
            group["lr"] = max(rate, 1e-6)
        strips, targets, widths, lengths, _ = (
            torch.from_numpy(v) if isinstance(v, np.ndarray) else v for v in queue.get()
        )
        with torch.autocast("cpu", torch.bfloat16):
            scores = net(strips.contiguous(memory_format=torch.channels_last))
        loss = loss_of(scores.float().log_softmax(2).transpose(0, 1), targets, widths, lengths)
        teacher.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        teacher.step()
        step, seen = step + 1, seen + len(widths)
        mean = 0.98 * mean + 0.02 * loss.item()
        if time.monotonic() - last > options.tell:
            last = time.monotonic()
            torch.save(net.state_dict(), options.state)
            told = f"held {100 * right(net, held):.2f}%" if held else ""
            print(f"{spent / 60:.1f} min, {seen} strips, loss {mean:.4f}, {told}", flush=True)
    torch.save(net.state_dict(), options.state)
    if held:
        print(f"in the end {seen} strips, held {100 * right(net, held):.2f}%", flush=True)
    return net


def write(net: Net, path: Path) -> None:
    """The net as the ONNX file that the engine loads."""
    net.eval()
    torch.onnx.export(
        net,
        (torch.zeros(2, 1, HIGH, 64),),
        str(path),
        input_names=["strips"],
        output_names=["scores"],
        dynamic_axes={"strips": {0: "n", 3: "w"}, "scores": {0: "n", 1: "c"}},
        dynamo=False,
    )


def _fonts(folder: str) -> list[Path]:
    return sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in (".ttf", ".otf"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.numerals.train", description=__doc__)
    parser.add_argument("--fonts", type=_fonts, required=True, help="a folder of typefaces")
    parser.add_argument("--held", type=_fonts, help="typefaces to measure on, not to learn from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--wide", type=int, default=112)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw strips")
    parser.add_argument("--threads", type=int, default=1, help="threads that learn")
    parser.add_argument("--tell", type=float, default=120, help="seconds between two reports")
    parser.add_argument("--start", help="a state to go on from")
    parser.add_argument("--state", default="numerals.pt", help="where the state is kept")
    parser.add_argument("--out", type=Path, help="where the model is written")
    options = parser.parse_args()
    net = learn(options)
    if options.out:
        write(net, options.out)


if __name__ == "__main__":
    main()
