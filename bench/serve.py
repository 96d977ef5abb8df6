"""How fast the site is, beside nginx giving out the same bytes from a file: `make bench`.

Starts the production server with two workers on a scratch database, and nginx; asks both with wrk
(Debian: `apt install nginx wrk`). Prints a table and writes bench-results.json. With SCHEDULE=file
that programme (frab), else an invented one of SESSIONS (1,100). Changes a title while 32 clients
read, and fails if one of them gets an error or what was before.
"""

import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from bench.invented import say

SESSIONS = int(os.environ.get("SESSIONS", "1100"))
SECONDS = int(os.environ.get("SECONDS", "3"))  # for each measurement with wrk
GROWN, EACH = 20, 600  # editions, and their sessions
CONNECTIONS = 8
READERS, CHANGES = 32, 10
PORT, NGINX_PORT = 8791, 8792
SITE = f"http://127.0.0.1:{PORT}"
NGINX = f"http://127.0.0.1:{NGINX_PORT}"
# As `make run`.
SERVER = (
    "-m", "granian", "--interface=wsgi", "config.wsgi:application", f"--port={PORT}", "--workers=2",
    "--runtime-mode=mt", "--blocking-threads=4", "--respawn-failed-workers", "--log-level=warning",
)  # fmt: skip
NGINX_CONF = """
worker_processes 2; pid {0}/pid; error_log {0}/errors; daemon off;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
    client_body_temp_path {0}/a; proxy_temp_path {0}/b; fastcgi_temp_path {0}/c;
    uwsgi_temp_path {0}/d; scgi_temp_path {0}/e;
    server {{ listen 127.0.0.1:{1}; root {0}/www; }}
}}
"""
BROTLI = {"Accept-Encoding": "br"}
RESULTS = Path("bench-results.json")


def main() -> None:
    needed = [name for name in ("wrk", "nginx") if not shutil.which(name, path=PATH)]
    if needed:
        raise SystemExit(f"Missing: {', '.join(needed)} (Debian: apt install nginx wrk)")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)  # nginx's workers may be somebody else
        results = {
            "programme": Path(os.environ.get("SCHEDULE", "")).name or SESSIONS,
            "cores": os.cpu_count(),
        }
        one = database(root / "one.sqlite3", SESSIONS, 1, os.environ.get("SCHEDULE", ""))
        results["pages"] = run("bench.pages", one)
        with nginx(root) as still, site(one) as server:
            line(*COLUMNS)
            for name, page in results["pages"].items():
                page |= measured(root, page["path"], server.pid, still.pid)
                show(name, page)
            results["memory_mb"] = memory(server.pid)
            say(f"memory of the server and its workers: {results['memory_mb']} MB")
            results["change"] = changing(one, results["pages"])
        if "growth" not in os.environ.get("WITHOUT", ""):
            results["growth"] = growth(root)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    if results["change"]["errors"] or results["change"]["stale"]:
        raise SystemExit("While it was changed, somebody got an error or what was before.")


PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"


def database(file: Path, sessions: int, editions: int, schedule="") -> dict:
    """The environment of a site with a programme."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{file}", "SITE_URL": SITE, "DEBUG": "0", "SCHEDULE": schedule,
        "LOG_LEVEL": "ERROR", "SECRET_KEY": "of-a-benchmark",
    }  # fmt: skip
    python("bench.programme", str(sessions), str(editions), environment=environment)
    return environment


def python(module: str, *words: str, environment: dict) -> str:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)  # noqa: S603
    return done.stdout


def run(module: str, environment: dict) -> dict:
    """In a process of its own, without the cache."""
    return json.loads(python(module, environment=environment))


@contextmanager
def running(command, address: str, **given):
    process = subprocess.Popen(command, **given)  # noqa: S603 - our own, and Debian's
    try:
        for _ in range(300):
            try:
                urlopen(address, timeout=30).close()  # noqa: S310
                break
            except http.client.HTTPException:
                break
            except OSError as error:
                if hasattr(error, "code"):
                    break  # nginx has nothing yet, and says so
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def site(environment: dict):
    return running([sys.executable, *SERVER], f"{SITE}/healthz", env=environment)


def nginx(root: Path):
    (root / "www").mkdir()
    conf = root / "nginx.conf"
    conf.write_text(NGINX_CONF.format(root, NGINX_PORT))
    program = shutil.which("nginx", path=PATH)
    return running([program, "-c", conf, "-p", root, "-e", root / "errors"], f"{NGINX}/")


def measured(root: Path, path: str, pid: int, nginx: int) -> dict:
    for _ in range(8):  # until each worker has it
        with urlopen(Request(SITE + path, headers=BROTLI), timeout=60) as answer:  # noqa: S310
            body, tag = answer.read(), answer.headers["ETag"]
    file = root / "www" / str(len(list((root / "www").iterdir())))
    file.write_bytes(body)
    whole = asked(SITE + path, BROTLI, pid)
    known = asked(SITE + path, BROTLI | {"If-None-Match": tag}, pid)
    still = asked(f"{NGINX}/{file.name}", BROTLI, nginx)
    return {
        "warm": whole,
        "known": known,
        "nginx": still,
        "ratio": round(whole["rate"] / still["rate"], 2),
        "bytes": len(body),
    }


def asked(address: str, headers: dict, pid: int) -> dict:
    """With so many connections, for so many seconds."""
    words = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{SECONDS}s",
        "--timeout=20s",
        "--latency",
        *words,
        address,
    ]
    before = cpu(pid)
    said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout  # noqa: S603
    if failed := re.search(r"Non-2xx.*|Socket errors.*", said):
        raise SystemExit(f"{address}: {failed[0]}")
    count = int(re.search(r"(\d+) requests in", said)[1])
    return {
        "rate": round(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])),
        "p50_ms": milliseconds(said, "50%"),
        "p99_ms": milliseconds(said, "99%"),
        "cpu_us": round((cpu(pid) - before) / count * 1_000_000),
    }


def milliseconds(said: str, share: str) -> float:
    number, unit = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", said).groups()
    return round(float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit], 2)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu(pid: int) -> float:
    """Seconds that a server's workers have taken: told apart from what else the machine does."""
    ticks = 0
    for child in children(pid):
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> list[int]:
    """Megabytes of the server and of each of its workers, what they share divided among them."""
    said = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in (pid, *children(pid))]
    return [int(re.search(r"Pss:\s+(\d+)", text)[1]) // 1024 for text in said]


def changing(environment: dict, pages: dict) -> dict:
    """One changes a session's title, 32 read it; each must read what was there when it asked."""
    slug = pages["session"]["path"].strip("/").split("/")[-1]
    writer = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", "bench.retitle", slug], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    done, seen, over = [0], [], threading.Event()
    paths = [pages[name]["path"] for name in ("session", "session", "day")]

    def write(number: int):
        writer.stdin.write(f"{number}\n")
        writer.stdin.flush()
        done[0] = int(writer.stdout.readline())

    write(1)
    readers = [
        threading.Thread(target=reading, args=(paths[n % 3], done, seen, over))
        for n in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for number in range(2, CHANGES + 1):
        time.sleep(1)
        write(number)
    over.set()
    for reader in readers:
        reader.join()
    writer.stdin.close()
    writer.wait(timeout=30)
    result = {
        "changes": CHANGES,
        "reads": len(seen),
        "errors": sum(read is None for _changed, read in seen),
        "stale": sum(read is not None and read < changed for changed, read in seen),
    }
    say("\n{changes} changes, {reads} reads: {errors} errors, {stale} stale".format(**result))
    return result


def reading(path: str, done: list[int], seen: list, over: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    while not over.is_set():
        changed = done[0]
        connection.request("GET", path)
        answer = connection.getresponse()
        found = re.search(rb"Titre (\d+)\.", answer.read())
        seen.append((changed, int(found[1]) if answer.status == 200 and found else None))
    connection.close()


def growth(root: Path) -> dict:
    """Cold milliseconds with one edition of 600 sessions and with twenty."""
    small, large = (
        run("bench.pages", database(root / f"{count}.sqlite3", EACH, count)) for count in (1, GROWN)
    )
    say(f"\n{'cold ms, by editions':<22}{1:>8}{GROWN:>8}{'ratio':>8}")
    found = {}
    for name, page in small.items():
        few, many = page["cold_ms"], large[name]["cold_ms"]
        found[name] = {"1": few, str(GROWN): many, "ratio": round(many / few, 2)}
        say(f"{name:<22}{few:>8}{many:>8}{many / few:>8.2f}")
    return found


COLUMNS = ("page", "cold ms", "queries", "bytes", "warm/s", "p50", "p99", "304/s", "nginx/s",
           "ratio", "µs", "nginx µs")  # fmt: skip


def line(name, *values) -> None:
    say(f"{name:<14}" + "".join(f"{value:>9}" for value in values))
    sys.stdout.flush()


def show(name: str, page: dict) -> None:
    warm = page["warm"]
    line(name, page["cold_ms"], page["queries"], page["bytes"], warm["rate"], warm["p50_ms"],
         warm["p99_ms"], page["known"]["rate"], page["nginx"]["rate"], page["ratio"],
         warm["cpu_us"], page["nginx"]["cpu_us"])  # fmt: skip


if __name__ == "__main__":
    main()
