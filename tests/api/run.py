"""Asks a real server, with the sample community in it, all that its OpenAPI document describes.

The last line says how many operations keep to the document and how many do not.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import xml.etree.ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PROGRAM = os.environ.get("GUIDEPOST_BIN", TARGET / "debug" / "guidepost")
READY_WITHIN = 60
STOPPED_WITHIN = 30
SCOPES = ["stories:write", "profile:write", "follows:write", "feed:read", "mentoring", "webhooks", "moderation"]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="guidepost-") as folder:
        # PostgreSQL never runs as root: whoever it runs as must be able to get here.
        os.chmod(folder, 0o755)
        port = free_port()
        base = f"http://localhost:{port}"
        env = os.environ | {
            "GUIDEPOST_DATA_DIR": f"{folder}/data",
            "GUIDEPOST_LISTEN": f"127.0.0.1:{port}",
            "GUIDEPOST_BASE_URL": base,
            "GUIDEPOST_METRICS_LISTEN": "off",
            "GUIDEPOST_RATE_LIMITS": "off",
        }
        # The run has a database of its own, whatever this machine has besides.
        env.pop("DATABASE_URL", None)
        subprocess.run([PROGRAM, "sample"], env=env, check=True, stdout=subprocess.DEVNULL)
        log = Path(folder, "log")
        with log.open("w") as output:
            server = subprocess.Popen([PROGRAM, "serve"], env=env, stdout=output, stderr=output)
        try:
            wait_until_ready(base, server)
            status = ask(base, token(env), Path(folder, "report.xml"))
        except Exception:
            print(log.read_text(), file=sys.stderr)
            raise
        finally:
            stop(server)
        for line in log.read_text().splitlines():
            if "request failed" in line or "panicked" in line:
                print(line, file=sys.stderr)
    return status


def ask(base: str, token: str, report: Path) -> int:
    here = Path(__file__).parent
    schemathesis = Path(sys.executable).parent / "schemathesis"
    document = f"{base}/api/v1/openapi.json"
    command = [schemathesis, "--config-file", "schemathesis.toml", "run", document]
    command += ["--header", f"Authorization: Bearer {token}", "--report-junit-path", report, *sys.argv[1:]]
    status = subprocess.run(command, cwd=here).returncode
    cases = list(xml.etree.ElementTree.parse(report).iter("testcase"))
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    # Nothing counted as failed, and yet it failed.
    failed = failed or int(status != 0)
    print(f"{len(cases) - min(failed, len(cases))} passed, {failed} failed")
    return int(failed > 0 or not cases)


def token(env: dict[str, str]) -> str:
    def run(*args: str) -> str:
        return subprocess.run([PROGRAM, *args], env=env, check=True, capture_output=True, text=True).stdout

    run("people", "add", "tester", "--name", "Tester")
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    return run("tokens", "create", "tester", *scopes).split()[-1]


def wait_until_ready(base: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("the server stopped before it was ready")
        try:
            urllib.request.urlopen(f"{base}/readyz")
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server was not ready within {READY_WITHIN} s")


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        server.kill()
        raise


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
