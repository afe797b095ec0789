"""What Lighthouse gives five kinds of pages; optional, for it needs Node and Lighthouse.

python benchmarks/lighthouse.py [--lighthouse COMMAND]

`npm install lighthouse` brings it. The pages come from a server on this machine that compresses
them, as hosts do, over the slow mobile connection that Lighthouse assumes. Its scores are of this
machine: run nothing else beside it. Nothing is sent anywhere.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from sitegen.build import Request, build

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "data" / "profiles" / "anesthesiology-hopeful.yaml"
DAY = dt.date(2026, 11, 22)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES = ("index", "chance", "programs", "tasks", "specialties/neurology")
CATEGORIES = ("performance", "accessibility", "best-practices")


class Compressing(http.server.SimpleHTTPRequestHandler):
    """Serves files as a host does: compressed."""

    def do_GET(self) -> None:
        """Send one file."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


def scores(command: str, address: str, folder: Path) -> list[int]:
    """The score of one page in each category, of 100."""
    report = folder / "report.json"
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    subprocess.run(
        [
            command,
            address,
            "--quiet",
            "--chrome-flags=--headless=new --no-sandbox",
            f"--only-categories={','.join(CATEGORIES)}",
            "--output=json",
            f"--output-path={report}",
        ],
        env=os.environ | {"CHROME_PATH": browser},
        check=True,
    )
    found = json.loads(report.read_text("utf-8"))["categories"]
    return [round(100 * found[category]["score"]) for category in CATEGORIES]


def main() -> int:
    """Build a sample, ask Lighthouse, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lighthouse", default="lighthouse", help="its command (default: on PATH)")
    command = shutil.which(parser.parse_args().lighthouse)
    if command is None:
        print("Lighthouse is not there: npm install lighthouse.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="sitegen-lighthouse-") as folder:
        site = Path(folder) / "site"
        build(Request(SAMPLE, site, DAY, with_pdf=False), lambda line: None)
        handler = functools.partial(Compressing, directory=str(site))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print("| Page | Performance | Accessibility | Best practices |")
        print("| --- | --- | --- | --- |")
        for page in PAGES:
            address = f"http://127.0.0.1:{server.server_port}/{page}.html"
            given = scores(command, address, Path(folder))
            print(f"| {page} | {' | '.join(map(str, given))} |", flush=True)
        server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
