"""Runs lines of the real AWS CLI one after another in this process, which saves starting Python for each.

Reads from stdin {"endpoint": address, "commands": [{"argv": [word], "as": name or null}]}; a word may hold {name},
which stands for what the command of that name printed. Writes a list of {"status", "stdout", "stderr"}, and first
the CLI's version. Nothing of the CLI is changed.
"""
import gc
import io
import json
import sys

import awscli
from awscli.clidriver import create_clidriver


class Captured(io.TextIOWrapper):
    """A text stream whose bytes can be read; the CLI also writes bytes to it."""

    def __init__(self):
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self):
        return self.buffer.getvalue().decode("utf-8", "replace")


def run(argv):
    real = sys.stdout, sys.stderr
    out, err = Captured(), Captured()
    sys.stdout, sys.stderr = out, err
    try:
        status = create_clidriver().main(argv)
    except SystemExit as end:
        status = end.code
    finally:
        sys.stdout, sys.stderr = real
    return {"status": status or 0, "stdout": out.text(), "stderr": err.text()}


def main():
    # The CLI loads large models for each line; collecting between them doubles its time.
    gc.disable()
    task = json.load(sys.stdin)
    known = {}
    results = []
    for command in task["commands"]:
        argv = []
        for word in command["argv"]:
            for name, value in known.items():
                word = word.replace("{" + name + "}", value)
            argv.append(word)
        result = run(argv + ["--endpoint-url", task["endpoint"]])
        if command.get("as"):
            known[command["as"]] = result["stdout"].strip()
        results.append(result)
    json.dump({"version": awscli.__version__, "results": results}, sys.stdout)


main()
